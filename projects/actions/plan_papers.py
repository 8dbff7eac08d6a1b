from django.core.exceptions import PermissionDenied
from django.utils import timezone

from egov.accounts.acting import Actor
from projects.actions.papers import issue_paper, number_to_come
from projects.models import AnnualPlan, IssuedPaper, PaperKind
from projects.papers.plan import plan_facts, plan_paper


def issue_plan_paper(plan: AnnualPlan, *, by: Actor) -> IssuedPaper:
    """Issue the plan of a year as the office that publishes it; 三(一). Raises ``NotPrintable``."""
    issuer, kind, today = by.organization, PaperKind.ANNUAL_PLAN, timezone.localdate()
    if issuer is None:
        raise PermissionDenied
    number = number_to_come(kind=kind, issuer=issuer, on=today)
    paper = plan_paper(plan, issuer=issuer, number=number, on=today)
    return issue_paper(
        kind=kind,
        paper=paper,
        issuer=issuer,
        facts=plan_facts(plan),
        jurisdiction=plan.jurisdiction,
        about_year=plan.year,
        by=by,
    )
