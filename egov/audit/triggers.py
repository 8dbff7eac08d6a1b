"""Database triggers that make a table append-only, for raw SQL too."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION egov_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""

Change = Callable[[BaseDatabaseSchemaEditor], None]


class TriggerChange(RunPython):
    """Makes or drops triggers. It asks for no models, whose making is what takes a migration's time."""

    def __init__(self, install: Change, remove: Change) -> None:
        super().__init__(_without_models(install), _without_models(remove))

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Run on the database alone."""
        self.code(None, schema_editor)  # type: ignore[arg-type]  # no models are asked for

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Run backwards on the database alone."""
        self.reverse_code(None, schema_editor)  # type: ignore[arg-type, misc]  # the same


def _without_models(change: Change) -> Callable[[Any, BaseDatabaseSchemaEditor], None]:
    return lambda apps, editor: change(editor)


def append_only(table: str) -> TriggerChange:
    """Return a migration operation after which rows of ``table`` can be neither changed nor deleted."""
    return TriggerChange(_installer(table), _remover(table))


def never_replaced(table: str, keys: Sequence[Sequence[str]] = (("id",),)) -> TriggerChange:
    """Return the operation that closes the two ways around row triggers.

    PostgreSQL empties a table with TRUNCATE without asking them; SQLite's INSERT OR REPLACE takes away
    the row that stands in the way of one of the unique ``keys``. A column whose name ends in ``?`` may be
    NULL in both rows.
    """

    def install(editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION egov_refuse_change()"
            )
            return
        same = " OR ".join("(" + " AND ".join(map(_is_same, key)) + ")" for key in keys)
        editor.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 - our own names
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )

    def remove(editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_replace")

    return TriggerChange(install, remove)


def _is_same(name: str) -> str:
    column = name.removesuffix("?")
    return f"{column} {'=' if column == name else 'IS'} NEW.{column}"


class KeepingTriggers(SeparateDatabaseAndState):
    """Operations after which every trigger is there as before; for migrations that change a guarded table.

    SQLite alters a table by making it anew. The triggers on it go with the old one, and those of other tables
    that name it stop the migration with "error in trigger …: no such table". So all step aside meanwhile, in
    the migration's own transaction. PostgreSQL needs none of this.
    """

    def __init__(self, *operations: Operation) -> None:
        super().__init__(database_operations=operations, state_operations=operations)

    def database_forwards(self, *args: Any, **kwargs: Any) -> None:
        with _triggers_aside(args[1]):
            super().database_forwards(*args, **kwargs)

    def database_backwards(self, *args: Any, **kwargs: Any) -> None:
        with _triggers_aside(args[1]):
            super().database_backwards(*args, **kwargs)


@contextmanager
def _triggers_aside(editor: BaseDatabaseSchemaEditor) -> Iterator[None]:
    if editor.connection.vendor != "sqlite":
        yield
        return
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        kept = cursor.fetchall()
    for name, _sql in kept:
        editor.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in kept:
        editor.execute(sql, params=None)


def guarded(table: str, name: str, *, event: str, unless: str) -> TriggerChange:
    """Return the operation that refuses an ``UPDATE`` or ``DELETE`` unless a condition on the row holds.

    ``unless`` is SQL over OLD and NEW that both databases understand.
    """

    def install(editor: BaseDatabaseSchemaEditor) -> None:
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

    def remove(editor: BaseDatabaseSchemaEditor) -> None:
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")

    return TriggerChange(install, remove)


def _installer(table: str) -> Change:
    def install(editor: BaseDatabaseSchemaEditor) -> None:
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


def _remover(table: str) -> Change:
    def remove(editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
            return
        # A migration that rebuilds the table has dropped its triggers already.
        for deed in ("update", "delete"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{deed}")

    return remove
