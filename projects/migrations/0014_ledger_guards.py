from django.db import migrations

from egov.audit.triggers import append_only
from projects.ledger_triggers import keep_ledger


class Migration(migrations.Migration):
    """From here on no statement writes what the ledger's rules forbid."""

    dependencies = [("projects", "0013_drop_allocation")]

    operations = [
        append_only("projects_ledgerentry"),
        append_only("projects_arrangementsignature"),
        append_only("projects_arrangementitem"),
        keep_ledger(),
    ]
