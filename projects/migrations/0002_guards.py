from django.db import migrations

from egov.audit.triggers import append_only
from projects.triggers import guard_stage


class Migration(migrations.Migration):
    # What these brought is in 0001 now, so that a new database is made in half the time.
    replaces = [
        ("projects", "0003_following"),
        ("projects", "0004_search"),
        ("projects", "0005_documents"),
        ("projects", "0006_plan"),
        ("projects", "0007_application"),
        ("projects", "0008_approval"),
        ("projects", "0009_approval_append_only"),
    ]
    dependencies = [("projects", "0001_initial")]

    operations = [
        append_only("projects_transition"),
        append_only("projects_documentversion"),
        append_only("projects_applicationsubmission"),
        append_only("projects_approvalrequest"),
        append_only("projects_decision"),
        append_only("projects_initiationapproval"),
        append_only("projects_allocation"),
        guard_stage(),
    ]
