"""Database triggers around the stage of a project: no change without its transition row."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

_POSTGRES = (
    """
    CREATE FUNCTION egov_guard_stage() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        IF NEW.stage <> 'draft' OR NEW.visit <> 0 THEN
          RAISE EXCEPTION 'a project begins as a draft';
        END IF;
      ELSIF (NEW.stage, NEW.visit) IS DISTINCT FROM (OLD.stage, OLD.visit) AND NOT EXISTS (
        SELECT 1 FROM projects_transition t WHERE t.project_id = NEW.id AND t.sequence = NEW.visit
          AND NEW.visit = OLD.visit + 1 AND t.source = OLD.stage AND t.target = NEW.stage
      ) THEN
        RAISE EXCEPTION 'a stage changes only beside its transition';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER projects_guard_stage BEFORE INSERT OR UPDATE ON projects_project
    FOR EACH ROW EXECUTE FUNCTION egov_guard_stage()
    """,
)
_SQLITE = (
    """
    CREATE TRIGGER projects_guard_birth BEFORE INSERT ON projects_project
    WHEN NEW.stage <> 'draft' OR NEW.visit <> 0
    BEGIN SELECT RAISE(ABORT, 'a project begins as a draft'); END
    """,
    """
    CREATE TRIGGER projects_guard_stage BEFORE UPDATE ON projects_project
    WHEN (NEW.stage <> OLD.stage OR NEW.visit <> OLD.visit) AND NOT EXISTS (
      SELECT 1 FROM projects_transition t WHERE t.project_id = NEW.id AND t.sequence = NEW.visit
        AND NEW.visit = OLD.visit + 1 AND t.source = OLD.stage AND t.target = NEW.stage
    )
    BEGIN SELECT RAISE(ABORT, 'a stage changes only beside its transition'); END
    """,
)


def guard_stage() -> RunPython:
    """Return a migration operation after which no SQL changes a stage without its transition row."""

    def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE:
            editor.execute(statement)

    def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute("DROP TRIGGER projects_guard_stage ON projects_project")
            editor.execute("DROP FUNCTION egov_guard_stage()")
        else:
            editor.execute("DROP TRIGGER projects_guard_birth")
            editor.execute("DROP TRIGGER projects_guard_stage")

    return RunPython(install, remove)
