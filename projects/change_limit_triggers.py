"""Database triggers that hold the changes of a contract to the policy's limit, unless approved; 三(三)2.

The action says it in words; these hold for raw SQL too. The limit is that of the jurisdiction on the day of the
entry, and the rule's default where the city never set one.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from egov.audit.triggers import TriggerChange

_RULE = "changes of a contract stay within the limit, or are approved as an overrun"
_APPLIES = "NEW.kind = 'commitment' AND NOT NEW.is_overrun"
DEFAULT_PERCENT = 10
"""What ``change_self_file_percent`` is where nobody set it; a test holds the two together."""


def _beyond(*, day: str, fen: str, whole: str) -> str:
    """Return the condition under which the new entry exceeds the limit, for one database's ways to count."""
    percent = f"""COALESCE((
        SELECT q.value FROM policy_parameter q WHERE q.jurisdiction_id = p.jurisdiction_id
          AND q.code = 'change_self_file_percent' AND q.effective_from <= {day}
        ORDER BY q.effective_from DESC, q.id DESC LIMIT 1), {DEFAULT_PERCENT})"""
    return f"""EXISTS (
        SELECT 1 FROM projects_fundaccount a JOIN projects_commitment c ON c.id = a.commitment_id
          JOIN projects_project p ON p.id = c.project_id
        WHERE a.id = NEW.account_id AND {fen.format("NEW.amount")} + COALESCE((
          SELECT SUM({fen.format("e.amount")}) FROM projects_ledgerentry e
            JOIN projects_fundaccount b ON b.id = e.account_id
          WHERE b.commitment_id = c.id AND e.kind = 'commitment' AND NOT e.is_overrun), 0)
        > {fen.format("c.signed_amount")} + {whole.format(f"c.signed_amount * {percent}")})"""


_POSTGRES = (
    f"""
    CREATE FUNCTION egov_keep_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- Locked, so that two changes at the same moment cannot together pass the limit.
      PERFORM 1 FROM projects_commitment WHERE id = (
        SELECT commitment_id FROM projects_fundaccount WHERE id = NEW.account_id) FOR NO KEY UPDATE;
      IF {
        _beyond(
            day="(NEW.at AT TIME ZONE 'Asia/Shanghai')::date",
            fen="ROUND({} * 100)",
            whole="ROUND({})",
        )
    } THEN RAISE EXCEPTION '{_RULE}'; END IF;
      RETURN NEW;
    END $$
    """,
    f"""
    CREATE TRIGGER ledger_keep_changes BEFORE INSERT ON projects_ledgerentry
    FOR EACH ROW WHEN ({_APPLIES}) EXECUTE FUNCTION egov_keep_changes()
    """,
)
_SQLITE = (
    f"""
    CREATE TRIGGER ledger_keep_changes BEFORE INSERT ON projects_ledgerentry WHEN {_APPLIES}
    BEGIN SELECT RAISE(ABORT, '{_RULE}') WHERE {
        _beyond(
            day="date(NEW.at, '+8 hours')",
            fen="CAST(ROUND({} * 100) AS INTEGER)",
            whole="CAST(ROUND({}) AS INTEGER)",
        )
    }; END
    """,
)


def keep_changes() -> TriggerChange:
    """Return a migration operation after which no statement raises a contract beyond the limit for changes."""

    def install(editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE:
            editor.execute(statement, params=None)

    def remove(editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute("DROP TRIGGER ledger_keep_changes ON projects_ledgerentry")
            editor.execute("DROP FUNCTION egov_keep_changes()")
        else:
            editor.execute("DROP TRIGGER ledger_keep_changes")

    return TriggerChange(install, remove)
