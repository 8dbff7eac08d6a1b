from django.db import migrations

from egov.audit.triggers import append_only
from projects.triggers import guard_stage


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [append_only("projects_transition"), guard_stage()]
