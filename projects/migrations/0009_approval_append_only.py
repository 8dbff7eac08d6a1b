from django.db import migrations

from egov.audit.triggers import append_only


class Migration(migrations.Migration):
    """What was asked, decided, issued and allocated stays as it was."""

    dependencies = [("projects", "0008_approval")]

    operations = [
        append_only("projects_approvalrequest"),
        append_only("projects_decision"),
        append_only("projects_initiationapproval"),
        append_only("projects_allocation"),
    ]
