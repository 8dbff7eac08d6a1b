"""Database triggers of the ledger: entries move the balances, and nothing else does; clause 二(一).

They hold for raw SQL too. What exceeds a level is refused by the accounts' own check; what the
triggers add is that an entry fits its account, a closed year stays closed, a reversal mirrors what it
reverses, and construction money never exceeds the approved investment.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

from egov.audit.triggers import TriggerChange

_ABOVE = "CASE {0}.figure WHEN 'earmarked' THEN 'appropriated' WHEN 'allocated' THEN 'earmarked' ELSE 'allocated' END"
_HELD = "CASE NEW.figure WHEN 'paid' THEN 'committed' ELSE NEW.figure END"

# Each fault with the condition under which it is one; the same words for both databases.
_ACCOUNT_FAULTS = {
    "an account begins empty": "NEW.amount_fen <> 0 OR NEW.used_fen <> 0 OR NEW.last_entry_id <> 0",
    "an account hangs below the same fund, line and project": f"""
        NEW.parent_id IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM projects_fundaccount p WHERE p.id = NEW.parent_id AND p.fund_id = NEW.fund_id
            AND p.figure = {_ABOVE.format("NEW")} AND p.line IN ('', NEW.line)
            AND (p.project_id IS NULL OR p.project_id = NEW.project_id))""",
    "an account is of the jurisdiction of the fund": """
        NEW.project_id IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM projects_project p JOIN projects_specialfund f ON f.id = NEW.fund_id
          WHERE p.id = NEW.project_id AND p.jurisdiction_id = f.jurisdiction_id)""",
    "an account is of the project and line of the contract": """
        NEW.commitment_id IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM projects_commitment c WHERE c.id = NEW.commitment_id
            AND c.project_id = NEW.project_id AND c.line = NEW.line)""",
}
_ENTRY_FAULTS = {
    "an entry fits its account": f"""
        NOT EXISTS (
          SELECT 1 FROM projects_fundaccount a WHERE a.id = NEW.account_id AND a.fund_id = NEW.fund_id
            AND a.line = NEW.line AND a.figure = {_HELD}
            AND (a.project_id = NEW.project_id OR a.project_id IS NULL AND NEW.project_id IS NULL))""",
    "a reversal mirrors what it reverses": """
        NEW.reverses_id IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM projects_ledgerentry e WHERE e.id = NEW.reverses_id AND e.account_id = NEW.account_id
            AND e.figure = NEW.figure AND e.amount = NEW.amount AND e.sign = -NEW.sign
            AND e.kind <> 'reversal')""",
}
_CLOSED = "a closed year takes no entry"
_GIVEN = """
    SELECT SUM(a.amount_fen) FROM projects_fundaccount a
    WHERE a.project_id = NEW.project_id AND a.figure = 'allocated' AND a.line = 'construction'"""
_OVER_INVESTMENT = "allocations stay within the approved investment"

_POSTGRES = (
    f"""
    CREATE FUNCTION egov_open_account() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      {"".join(f"IF {fault} THEN RAISE EXCEPTION '{rule}'; END IF; " for rule, fault in _ACCOUNT_FAULTS.items())}
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER ledger_open_account BEFORE INSERT ON projects_fundaccount
    FOR EACH ROW EXECUTE FUNCTION egov_open_account()
    """,
    """
    CREATE FUNCTION egov_guard_account() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' OR pg_trigger_depth() < 2
          OR (NEW.id, NEW.fund_id, NEW.parent_id, NEW.figure, NEW.line, NEW.project_id, NEW.commitment_id)
            IS DISTINCT FROM
            (OLD.id, OLD.fund_id, OLD.parent_id, OLD.figure, OLD.line, OLD.project_id, OLD.commitment_id)
      THEN RAISE EXCEPTION 'an account changes only by an entry of the ledger'; END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER ledger_guard_account BEFORE UPDATE OR DELETE ON projects_fundaccount
    FOR EACH ROW EXECUTE FUNCTION egov_guard_account()
    """,
    f"""
    CREATE FUNCTION egov_check_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      {"".join(f"IF {fault} THEN RAISE EXCEPTION '{rule}'; END IF; " for rule, fault in _ENTRY_FAULTS.items())}
      -- Locked, so that no year closes between the look and the entry.
      PERFORM 1 FROM projects_specialfund WHERE id = NEW.fund_id AND closed_at IS NULL FOR SHARE;
      IF NOT FOUND THEN RAISE EXCEPTION '{_CLOSED}'; END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER ledger_check_entry BEFORE INSERT ON projects_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION egov_check_entry()
    """,
    f"""
    CREATE FUNCTION egov_post_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE fen bigint := NEW.sign * ROUND(NEW.amount * 100); invested numeric;
    BEGIN
      IF NEW.figure = 'paid' THEN
        UPDATE projects_fundaccount SET used_fen = used_fen + fen, last_entry_id = NEW.id
        WHERE id = NEW.account_id;
      ELSE
        UPDATE projects_fundaccount SET amount_fen = amount_fen + fen, last_entry_id = NEW.id
        WHERE id = NEW.account_id;
        UPDATE projects_fundaccount SET used_fen = used_fen + fen, last_entry_id = NEW.id
        WHERE id = (SELECT parent_id FROM projects_fundaccount WHERE id = NEW.account_id);
      END IF;
      IF NEW.figure = 'allocated' AND NEW.line = 'construction' AND NEW.sign > 0 THEN
        SELECT approved_investment INTO invested FROM projects_project WHERE id = NEW.project_id FOR NO KEY UPDATE;
        IF ({_GIVEN}) > COALESCE(invested, 0) * 100 THEN RAISE EXCEPTION '{_OVER_INVESTMENT}'; END IF;
      END IF;
      RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER ledger_post_entry AFTER INSERT ON projects_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION egov_post_entry()
    """,
)


def _refusals(faults: dict[str, str]) -> str:
    return "".join(f"SELECT RAISE(ABORT, '{rule}') WHERE {fault}; " for rule, fault in faults.items())


_MOVED = "e.sign * CAST(ROUND(e.amount * 100) AS INTEGER)"
_SQLITE = (
    f"""
    CREATE TRIGGER ledger_open_account BEFORE INSERT ON projects_fundaccount
    BEGIN {_refusals(_ACCOUNT_FAULTS)} END
    """,
    """
    CREATE TRIGGER ledger_keep_account BEFORE DELETE ON projects_fundaccount
    BEGIN SELECT RAISE(ABORT, 'an account changes only by an entry of the ledger'); END
    """,
    # SQLite cannot tell who updates, so the balance must follow from an entry newer than the last.
    f"""
    CREATE TRIGGER ledger_guard_account BEFORE UPDATE ON projects_fundaccount
    WHEN NOT (
      NEW.id = OLD.id AND NEW.fund_id = OLD.fund_id AND NEW.parent_id IS OLD.parent_id
      AND NEW.figure = OLD.figure AND NEW.line = OLD.line AND NEW.project_id IS OLD.project_id
      AND NEW.commitment_id IS OLD.commitment_id AND NEW.last_entry_id > OLD.last_entry_id
      AND EXISTS (
        SELECT 1 FROM projects_ledgerentry e JOIN projects_fundaccount a ON a.id = e.account_id
        WHERE e.id = NEW.last_entry_id AND (
          (a.id = OLD.id AND e.figure <> 'paid'
            AND NEW.used_fen = OLD.used_fen AND NEW.amount_fen = OLD.amount_fen + {_MOVED})
          OR ((a.id = OLD.id AND e.figure = 'paid' OR a.parent_id = OLD.id AND e.figure <> 'paid')
            AND NEW.amount_fen = OLD.amount_fen AND NEW.used_fen = OLD.used_fen + {_MOVED}))))
    BEGIN SELECT RAISE(ABORT, 'an account changes only by an entry of the ledger'); END
    """,
    f"""
    CREATE TRIGGER ledger_check_entry BEFORE INSERT ON projects_ledgerentry
    BEGIN
      {_refusals(_ENTRY_FAULTS)}
      SELECT RAISE(ABORT, '{_CLOSED}') FROM projects_specialfund f
      WHERE f.id = NEW.fund_id AND f.closed_at IS NOT NULL;
    END
    """,
    f"""
    CREATE TRIGGER ledger_post_entry AFTER INSERT ON projects_ledgerentry
    BEGIN
      UPDATE projects_fundaccount SET last_entry_id = NEW.id,
        used_fen = used_fen + NEW.sign * CAST(ROUND(NEW.amount * 100) AS INTEGER)
      WHERE NEW.figure = 'paid' AND id = NEW.account_id
        OR NEW.figure <> 'paid' AND id = (SELECT parent_id FROM projects_fundaccount WHERE id = NEW.account_id);
      UPDATE projects_fundaccount SET last_entry_id = NEW.id,
        amount_fen = amount_fen + NEW.sign * CAST(ROUND(NEW.amount * 100) AS INTEGER)
      WHERE NEW.figure <> 'paid' AND id = NEW.account_id;
      SELECT RAISE(ABORT, '{_OVER_INVESTMENT}')
      WHERE NEW.figure = 'allocated' AND NEW.line = 'construction' AND NEW.sign > 0 AND ({_GIVEN}) > (
        SELECT CAST(ROUND(COALESCE(approved_investment, 0) * 100) AS INTEGER)
        FROM projects_project WHERE id = NEW.project_id);
    END
    """,
)
_NAMES = {
    "projects_fundaccount": ("ledger_open_account", "ledger_guard_account"),
    "projects_ledgerentry": ("ledger_check_entry", "ledger_post_entry"),
}
_FUNCTIONS = ("egov_open_account", "egov_guard_account", "egov_check_entry", "egov_post_entry")


def keep_ledger() -> RunPython:
    """Return a migration operation after which the ledger's limits hold for every statement."""

    def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE:
            editor.execute(statement, params=None)

    def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        is_postgres = editor.connection.vendor == "postgresql"
        for table, names in _NAMES.items():
            for name in names:
                editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if is_postgres else ""))
        if not is_postgres:
            editor.execute("DROP TRIGGER ledger_keep_account")
            return
        for name in _FUNCTIONS:
            editor.execute(f"DROP FUNCTION {name}()")

    return RunPython(install, remove)


_BELOW_GIVEN = f"""COALESCE(NEW.approved_investment, 0) * 100 < COALESCE(({_GIVEN.replace("NEW.project_id", "NEW.id")}), 0)"""


def keep_investment() -> TriggerChange:
    """Return a migration operation after which no statement lowers an investment below what was given."""

    def install(editor: BaseDatabaseSchemaEditor) -> None:
        when = "BEFORE UPDATE OF approved_investment ON projects_project"
        if editor.connection.vendor == "postgresql":
            editor.execute(
                "CREATE FUNCTION egov_keep_investment() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {_BELOW_GIVEN} THEN RAISE EXCEPTION '{_OVER_INVESTMENT}'; END IF; RETURN NEW; END $$",
                params=None,
            )
            editor.execute(
                f"CREATE TRIGGER ledger_keep_investment {when} FOR EACH ROW "
                "WHEN (NEW.approved_investment IS DISTINCT FROM OLD.approved_investment) "
                "EXECUTE FUNCTION egov_keep_investment()"
            )
            return
        editor.execute(
            f"CREATE TRIGGER ledger_keep_investment {when} WHEN {_BELOW_GIVEN} "
            f"BEGIN SELECT RAISE(ABORT, '{_OVER_INVESTMENT}'); END",
            params=None,
        )

    def remove(editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute("DROP TRIGGER ledger_keep_investment ON projects_project")
            editor.execute("DROP FUNCTION egov_keep_investment()")
        else:
            editor.execute("DROP TRIGGER ledger_keep_investment")

    return TriggerChange(install, remove)
