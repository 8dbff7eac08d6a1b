from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from projects.models import AnnualPlan, Project, SpecialFund


def note_plan_export(*, plan: AnnualPlan, rows: int, by: Actor) -> None:
    """Write into the trail who took a plan home, and how many proposals it listed for them."""
    record_event(
        verb="plan.export", by=by, on=plan, jurisdiction_id=plan.jurisdiction_id, after={"rows": rows}
    )


def note_fund_export(*, table: str, fund: SpecialFund | None = None, by: Actor) -> None:
    """Write into the trail who took a table of a year's fund home, or that of all years."""
    place = fund.jurisdiction_id if fund else None
    record_event(verb="fund.export", by=by, on=fund, jurisdiction_id=place, after={"file": table})


def note_money_export(*, project: Project, file: str, by: Actor) -> None:
    """Write into the trail who took the ledger entries of a project home."""
    record_event(
        verb="fund.export",
        by=by,
        on=project,
        project_id=project.pk,
        jurisdiction_id=project.jurisdiction_id,
        after={"file": file},
    )
