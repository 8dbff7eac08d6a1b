"""The triggers that hold the house: all there after the migrations, and after one that rebuilds a guarded table."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader

from egov.audit.triggers import KeepingTriggers


def triggers() -> dict[str, str]:
    """Return the triggers of the database, each with its table."""
    of = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(of[connection.vendor])
        return dict(cursor.fetchall())


@pytest.mark.django_db
def test_every_guard_of_the_ledger_stands():
    ledger = {name: table for name, table in triggers().items() if name.startswith("ledger_")}
    if connection.vendor == "sqlite":
        assert ledger.pop("ledger_keep_account") == "projects_fundaccount"
    assert ledger == {
        "ledger_open_account": "projects_fundaccount",
        "ledger_guard_account": "projects_fundaccount",
        "ledger_check_entry": "projects_ledgerentry",
        "ledger_post_entry": "projects_ledgerentry",
        "ledger_keep_changes": "projects_ledgerentry",
        "ledger_keep_investment": "projects_project",
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("app", "model", "field"),
    [
        ("projects", "project", "title"),
        ("projects", "commitment", "payee"),
        ("projects", "ledgerentry", "object_label"),
        ("audit", "event", "verb"),
    ],
)
def test_a_guarded_table_is_rebuilt_with_every_trigger(app, model, field):
    before = triggers()
    state = MigrationLoader(connection).project_state()
    longer = KeepingTriggers(migrations.AlterField(model, field, models.CharField(max_length=999)))
    after = state.clone()
    longer.state_forwards(app, after)
    with connection.schema_editor(atomic=True) as editor:
        longer.database_forwards(app, editor, state, after)
    try:
        assert triggers() == before
    finally:
        with connection.schema_editor(atomic=True) as editor:
            longer.database_backwards(app, editor, after, state)
    assert triggers() == before
