from django.db import migrations

from egov.audit.triggers import append_only


class Migration(migrations.Migration):
    """What a member has filed changes by no hand, not even in the database."""

    dependencies = [("reviews", "0001_initial")]

    operations = [append_only("reviews_opinion"), append_only("reviews_finding"), append_only("reviews_rank")]
