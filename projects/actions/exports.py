from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from projects.models import AnnualPlan


def note_plan_export(*, plan: AnnualPlan, rows: int, by: Actor) -> None:
    """Write into the trail who took a plan home, and how many proposals it listed for them."""
    record_event(
        verb="plan.export", by=by, on=plan, jurisdiction_id=plan.jurisdiction_id, after={"rows": rows}
    )
