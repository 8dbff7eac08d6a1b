"""Database triggers that make a table append-only, for raw SQL too."""

from collections.abc import Callable, Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION egov_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""

Install = Callable[[StateApps, BaseDatabaseSchemaEditor], None]


def append_only(table: str) -> RunPython:
    """Return a migration operation after which rows of ``table`` can be neither changed nor deleted."""
    return RunPython(_installer(table), _remover(table))


def append_only_lifted(table: str) -> RunPython:
    """Return the operation that lifts it, for a migration that must rewrite what is there."""
    return RunPython(_remover(table), _installer(table))


def never_replaced(table: str, keys: Sequence[Sequence[str]] = (("id",),)) -> RunPython:
    """Return the operation that closes the two ways around row triggers.

    PostgreSQL empties a table with TRUNCATE without asking them; SQLite's INSERT OR REPLACE takes away
    the row that stands in the way of one of the unique ``keys``.
    """

    def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION egov_refuse_change()"
            )
            return
        same = " OR ".join("(" + " AND ".join(f"{name} = NEW.{name}" for name in key) + ")" for key in keys)
        editor.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 - our own names
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )

    def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_replace")

    return RunPython(install, remove)


def guarded(table: str, name: str, *, event: str, unless: str) -> RunPython:
    """Return the operation that refuses an ``UPDATE`` or ``DELETE`` unless a condition on the row holds.

    ``unless`` is SQL over OLD and NEW that both databases understand.
    """

    def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN (NOT ({unless})) "
                "EXECUTE FUNCTION egov_refuse_change()"
            )
            return
        editor.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN NOT ({unless}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )

    def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")

    return RunPython(install, remove)


def _installer(table: str) -> Install:
    def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_POSTGRES_FUNCTION, params=None)
            editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION egov_refuse_change()"
            )
            return
        for deed in ("UPDATE", "DELETE"):
            editor.execute(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )

    return install


def _remover(table: str) -> Install:
    def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
            return
        # A migration that rebuilds the table has dropped its triggers already.
        for deed in ("update", "delete"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{deed}")

    return remove
