"""Evidence of the annual plan and the proposal, clause 三(一)."""

from decimal import Decimal

from projects.actions.plan import close_plan, decide_proposals, sign_plan
from projects.flow import Stage
from projects.models import AnnualPlan, Project, Proposal
from tests.evidence.base import Evidence, absent
from tests.factories import City, make_plan, make_project, make_proposal

Decision = Proposal.Included


def open_year(city: City, project: Project) -> None:
    project.plan = make_plan(city)
    project.save(update_fields=["plan"])


def closed_year(city: City, project: Project) -> None:
    open_year(city, project)
    close_plan(plan=project.plan, by=city.actor("informatization_office"))


def complete(city: City, project: Project) -> None:
    make_proposal(project, project.plan)


def without_content(city: City, project: Project) -> None:
    make_proposal(project, project.plan, content="")


def deferred_before(city: City, project: Project) -> None:
    _defer(city, project, year=2026)


def deferred_after(city: City, project: Project) -> None:
    _defer(city, project, year=2028)


def _defer(city: City, project: Project, *, year: int) -> None:
    make_proposal(
        project, make_plan(city, year=year), decision=Decision.DEFERRED, decision_reason="条件未成熟。"
    )


def included(city: City, project: Project) -> None:
    _decide(city, project, Decision.INCLUDED)


def deferred(city: City, project: Project) -> None:
    _decide(city, project, Decision.DEFERRED)


def _decide(city: City, project: Project, decision: str) -> None:
    """Close a plan with this proposal and another one, which is included: no plan is signed empty."""
    plan, office = make_plan(city), city.actor("informatization_office")
    other = make_proposal(make_project(city, stage=Stage.PROPOSED), plan)
    own = make_proposal(project, plan)
    close_plan(plan=plan, by=office)
    for proposal, decided in ((other, Decision.INCLUDED), (own, decision)):
        decide_proposals(
            plan=plan, proposals=[proposal.pk], decision=decided, reason="按年度重点安排。", by=office
        )


def countersigned(city: City, project: Project) -> None:
    signed_by_the_office_alone(city, project)
    signed_by_finance_alone(city, project)


def signed_by_the_office_alone(city: City, project: Project) -> None:
    _sign(city, project, "informatization_office")


def signed_by_finance_alone(city: City, project: Project) -> None:
    _sign(city, project, "finance_bureau")


def _sign(city: City, project: Project, role: str) -> None:
    plan = AnnualPlan.objects.get(pk=project.plan_id)
    sign_plan(plan=plan, version=plan.version, by=city.actor(role))


def ceiling_below(city: City, project: Project) -> None:
    # No deed leads there: whoever changes the ceiling lets the signatures fall.
    AnnualPlan.objects.filter(pk=project.plan_id).update(ceiling=Decimal("2399999.99"))


EVIDENCE = {
    "plan_later": Evidence(deferred_before, lacks=(deferred_after,)),
    "plan_open": Evidence(open_year, lacks=(closed_year,)),
    "proposal_complete": Evidence(complete, lacks=(without_content,)),
    "included_in_plan": Evidence(included, lacks=(deferred,)),
    "plan_countersigned": Evidence(
        countersigned, lacks=(absent, signed_by_the_office_alone, signed_by_finance_alone)
    ),
    "plan_fits_fund": Evidence(absent, lacks=(ceiling_below,)),
}
