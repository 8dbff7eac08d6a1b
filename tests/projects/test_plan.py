from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from egov.accounts.acting import Actor
from egov.accounts.models import Membership
from egov.audit.models import Event
from projects.actions import AlreadySigned, SignedForAnother, advance
from projects.actions.plan import (
    NotCountersigned,
    PlanChanged,
    PlanExists,
    PlanPublished,
    PlanRefused,
    close_plan,
    decide_proposals,
    edit_plan,
    open_plan,
    order_proposals,
    publish_plan,
    rank_proposals,
    reopen_plan,
    sign_plan,
)
from projects.flow import Stage
from projects.models import AnnualPlan, IssuedPaper, PaperKind, Project, Proposal, Signature, Task
from tests.factories import City, make_actor, make_plan, make_project, make_proposal
from tests.papers import is_sound, missing

pytestmark = pytest.mark.django_db

OFFICE, FINANCE = "informatization_office", "finance_bureau"


def proposed(city: City, plan: AnnualPlan, **fields: object) -> Proposal:
    project = make_project(city, stage=Stage.PROPOSED)
    return make_proposal(project, plan, **fields)


def decide(
    plan: AnnualPlan, *proposals: Proposal, city: City, decision: str = "included", reason: str = "急需"
) -> int:
    return decide_proposals(
        plan=plan,
        proposals=[p.pk for p in proposals],
        decision=decision,
        reason=reason,
        by=city.actor(OFFICE),
    )


def ready(city: City, **fields: object) -> tuple[AnnualPlan, Proposal]:
    """A closed plan with one included proposal."""
    plan = make_plan(city, **fields)
    proposal = proposed(city, plan)
    decide(plan, proposal, city=city)
    return close_plan(plan=plan, by=city.actor(OFFICE)), proposal


def sign(plan: AnnualPlan, city: City, role: str) -> list[str]:
    plan.refresh_from_db()
    return sign_plan(plan=plan, version=plan.version, by=city.actor(role))


def names(refusal: pytest.ExceptionInfo[PlanRefused]) -> list[str]:
    return [condition.name for condition in refusal.value.unmet]


def test_the_office_opens_a_year_once() -> None:
    city = City()
    fields = {"year": 2027, "priorities": "一网通办", "ceiling": Decimal("1000.00"), "by": city.actor(OFFICE)}
    plan = open_plan(**fields)
    assert (plan.jurisdiction, plan.is_open, plan.ceiling) == (city.jurisdiction, True, Decimal("1000.00"))
    assert Event.objects.get(verb="plan.open").after["ceiling"] == "1000.00"
    with pytest.raises(PlanExists):
        open_plan(**fields)


@pytest.mark.parametrize(
    "role", ["owner_unit", FINANCE, "municipal_government", "audit_bureau", "supervisor"]
)
def test_nobody_else_opens_a_year(role: str) -> None:
    with pytest.raises(PermissionDenied):
        open_plan(year=2027, priorities="一", ceiling=Decimal(1), by=City().actor(role))


def test_a_citys_office_does_not_touch_its_districts_plan() -> None:
    city = City()
    district = City(parent=city.jurisdiction)
    plan = make_plan(district)
    for act in (close_plan, reopen_plan, publish_plan):
        with pytest.raises(PermissionDenied):
            act(plan=plan, by=city.actor(OFFICE))


@pytest.mark.parametrize("role", ["owner_unit", FINANCE, "audit_bureau"])
def test_nobody_else_decides_or_orders(role: str) -> None:
    city = City()
    plan = make_plan(city)
    proposal = proposed(city, plan)
    by = city.actor(role)
    with pytest.raises(PermissionDenied):
        decide_proposals(plan=plan, proposals=[proposal.pk], decision="included", reason="急", by=by)
    with pytest.raises(PermissionDenied):
        order_proposals(plan=plan, positions={proposal.pk: 1}, by=by)
    with pytest.raises(PermissionDenied):
        rank_proposals(plan=plan, tier="1_urgent", proposals=[proposal.pk], by=by)


def test_a_decision_needs_a_reason() -> None:
    city = City()
    plan = make_plan(city)
    proposal = proposed(city, plan)
    with pytest.raises(PlanRefused):
        decide(plan, proposal, city=city, reason="  ")
    proposal.refresh_from_db()
    assert proposal.decision == "pending"


def test_a_draft_is_not_decided_on() -> None:
    city = City()
    plan = make_plan(city)
    draft = make_proposal(make_project(city), plan)
    assert decide(plan, draft, city=city) == 0
    assert plan.figures().count == 0


def test_the_running_total_counts_what_is_included() -> None:
    city = City()
    plan = make_plan(city, ceiling=Decimal("2000000.00"))
    first, second, third = (proposed(city, plan) for _ in range(3))
    decide(plan, first, city=city)
    decide(plan, second, city=city, decision="deferred", reason="条件不成熟")
    figures = plan.figures()
    assert (figures.included, figures.deferred, figures.pending) == (1, 1, 1)
    assert (figures.total, figures.proposed_total) == (Decimal("1200000.00"), Decimal("3600000.00"))
    assert (figures.from_fund, figures.left) == (Decimal("1200000.00"), Decimal("800000.00"))
    decide(plan, third, city=city)
    assert plan.figures().excess == Decimal("400000.00")


def test_proposals_are_ordered_by_priority_then_by_rank() -> None:
    city = City()
    plan = make_plan(city)
    ordinary, first, second, third = (
        proposed(city, plan, priority=priority)
        for priority in ("3_ordinary", "2_important", "2_important", "2_important")
    )

    def order() -> list[Proposal]:
        return list(plan.proposals.submitted().in_order())

    assert order() == [first, second, third, ordinary]
    assert order_proposals(plan=plan, positions={third.pk: 1}, by=city.actor(OFFICE))
    assert order() == [third, first, second, ordinary]
    order_proposals(plan=plan, positions={third.pk: 2}, by=city.actor(OFFICE))
    assert order() == [first, third, second, ordinary]
    assert not order_proposals(plan=plan, positions={first.pk: 0}, by=city.actor(OFFICE))
    rank_proposals(plan=plan, tier="1_urgent", proposals=[ordinary.pk], by=city.actor(OFFICE))
    assert order() == [ordinary, first, third, second]
    ordinary.refresh_from_db()
    assert (ordinary.priority, ordinary.tier) == ("3_ordinary", "1_urgent")


def test_nothing_is_signed_before_its_time() -> None:
    city = City()
    plan = make_plan(city)
    with pytest.raises(PlanRefused) as refused:
        sign(plan, city, OFFICE)
    assert names(refused) == ["closed", "not_empty"]
    proposed(city, plan)
    with pytest.raises(PlanRefused) as refused:
        sign(plan, city, OFFICE)
    assert names(refused) == ["closed", "decided", "not_empty"]


@pytest.mark.parametrize(("ceiling", "fits"), [("1200000.00", True), ("1199999.99", False)])
def test_the_ceiling_holds_to_the_fen(ceiling: str, fits: bool) -> None:
    city = City()
    plan, _proposal = ready(city, ceiling=Decimal(ceiling))
    if fits:
        assert sign(plan, city, OFFICE) == [FINANCE]
        return
    with pytest.raises(PlanRefused) as refused:
        sign(plan, city, OFFICE)
    assert names(refused) == ["fits"]


def test_office_and_finance_sign_once_each() -> None:
    city = City()
    plan, _proposal = ready(city)
    assert sign(plan, city, FINANCE) == [OFFICE]
    with pytest.raises(AlreadySigned):
        sign(plan, city, FINANCE)
    finance = city.actor(FINANCE)
    second_hat = Membership.objects.create(
        user=finance.user, organization=city.organization(OFFICE), is_signatory=True
    )
    with pytest.raises(SignedForAnother):
        sign_plan(plan=plan, version=plan.version, by=Actor(finance.user, second_hat, ip="127.0.0.1"))
    with pytest.raises(NotCountersigned):
        publish_plan(plan=plan, by=city.actor(OFFICE))
    assert sign(plan, city, OFFICE) == []
    assert plan.is_countersigned()


def test_only_signatories_of_the_two_parties_sign() -> None:
    city = City()
    plan, _proposal = ready(city)
    handler = make_actor(city.informatization_office, is_signatory=False)
    for by in (handler, city.actor("owner_unit"), city.actor("audit_bureau"), City().actor(OFFICE)):
        with pytest.raises(PermissionDenied):
            sign_plan(plan=plan, version=plan.version, by=by)


def test_nobody_signs_what_they_have_not_seen() -> None:
    city = City()
    plan, _proposal = ready(city)
    seen = plan.version
    edit_plan(plan=plan, version=seen, priorities="改", ceiling=Decimal("5000000.00"), by=city.actor(OFFICE))
    with pytest.raises(PlanChanged):
        sign_plan(plan=plan, version=seen, by=city.actor(FINANCE))


def _edit(plan: AnnualPlan, proposal: Proposal, city: City) -> None:
    edit_plan(plan=plan, version=plan.version, priorities="改", ceiling=plan.ceiling, by=city.actor(OFFICE))


def _decide(plan: AnnualPlan, proposal: Proposal, city: City) -> None:
    decide(plan, proposal, city=city, decision="deferred", reason="缓建")


def _rank(plan: AnnualPlan, proposal: Proposal, city: City) -> None:
    rank_proposals(plan=plan, tier="4_can_wait", proposals=[proposal.pk], by=city.actor(OFFICE))


def _reopen(plan: AnnualPlan, proposal: Proposal, city: City) -> None:
    reopen_plan(plan=plan, by=city.actor(OFFICE))


@pytest.mark.parametrize("change", [_edit, _decide, _rank, _reopen])
def test_a_change_lets_the_signatures_fall(change) -> None:
    city = City()
    plan, proposal = ready(city)
    sign(plan, city, OFFICE)
    sign(plan, city, FINANCE)
    plan.refresh_from_db()
    change(plan, proposal, city)
    assert not plan.standing_signatures().exists()
    fallen = Signature.objects.filter(plan=plan)
    assert all(s.withdrawal_reason and s.withdrawn_by == city.actor(OFFICE).user for s in fallen)
    assert Event.objects.filter(verb="plan.withdraw_signatures").count() == 1


def test_saving_the_same_again_keeps_the_signatures() -> None:
    city = City()
    plan, proposal = ready(city)
    sign(plan, city, OFFICE)
    assert decide(plan, proposal, city=city) == 0
    edit_plan(
        plan=plan,
        version=plan.version,
        priorities=plan.priorities,
        ceiling=plan.ceiling,
        by=city.actor(OFFICE),
    )
    assert plan.standing_signatures().count() == 1


def test_publishing_moves_every_project_at_once() -> None:
    city = City()
    plan = make_plan(city)
    included = [proposed(city, plan) for _ in range(3)]
    deferred = proposed(city, plan)
    draft = make_proposal(make_project(city), plan)
    decide(plan, *included, city=city)
    decide(plan, deferred, city=city, decision="deferred", reason="条件不成熟")
    close_plan(plan=plan, by=city.actor(OFFICE))
    sign(plan, city, OFFICE)
    sign(plan, city, FINANCE)
    plan = publish_plan(plan=plan, by=city.actor(OFFICE))
    stages = dict(Project.objects.values_list("pk", "stage"))
    assert [stages[p.project_id] for p in included] == [Stage.PLANNED] * 3
    assert stages[deferred.project_id] == Stage.DEFERRED
    assert stages[draft.project_id] == Stage.DRAFT
    assert deferred.project.transitions.get(step="defer").reason == "条件不成熟"
    assert plan.published_by == city.actor(OFFICE).user
    assert Event.objects.get(verb="plan.publish").after == {
        "included": 3,
        "deferred": 1,
        "total": "3600000.00",
    }
    with pytest.raises(PlanPublished):
        decide(plan, deferred, city=city)


def test_publishing_is_all_or_nothing() -> None:
    city = City()
    plan, _proposal = ready(city)
    sign(plan, city, OFFICE)
    sign(plan, city, FINANCE)
    late = proposed(city, plan)
    with pytest.raises(PlanRefused) as refused:
        publish_plan(plan=plan, by=city.actor(OFFICE))
    assert names(refused) == ["decided"]
    assert set(Project.objects.values_list("stage", flat=True)) == {Stage.PROPOSED}
    assert late.project.transitions.filter(step="defer").count() == 0
    plan.refresh_from_db()
    assert not plan.is_published


def test_a_project_deferred_at_once_no_longer_burdens_the_plan() -> None:
    city = City()
    plan = make_plan(city)
    proposal = proposed(city, plan)
    advance(project=proposal.project, step="defer", by=city.actor(OFFICE), reason="撤回")
    assert plan.figures().count == 0
    assert not proposal.project.proposals.moved_to_later_plan()


def open_tasks(plan: AnnualPlan) -> list[tuple[str, str]]:
    tasks = Task.objects.open().filter(plan=plan).order_by("kind", "role")
    return [(task.kind, task.role) for task in tasks]


def test_tasks_follow_the_plan() -> None:
    city = City()
    city.actor(FINANCE)
    plan = make_plan(city)
    proposal = proposed(city, plan)
    assert open_tasks(plan) == []
    close_plan(plan=plan, by=city.actor(OFFICE))
    assert open_tasks(plan) == [("compile_plan", OFFICE)]
    decide(plan, proposal, city=city)
    assert open_tasks(plan) == [("sign_plan", FINANCE), ("sign_plan", OFFICE)]
    sign(plan, city, OFFICE)
    assert open_tasks(plan) == [("sign_plan", FINANCE)]
    sign(plan, city, FINANCE)
    assert open_tasks(plan) == [("publish_plan", OFFICE)]
    decide(plan, proposal, city=city, reason="另一理由")
    assert open_tasks(plan) == [("sign_plan", FINANCE), ("sign_plan", OFFICE)]
    sign(plan, city, OFFICE)
    sign(plan, city, FINANCE)
    publish_plan(plan=plan, by=city.actor(OFFICE))
    assert open_tasks(plan) == []


def test_plans_are_seen_by_the_government_of_the_place() -> None:
    city = City()
    district = City(parent=city.jurisdiction)
    own, below = make_plan(city), make_plan(district)
    seen = AnnualPlan.objects.visible_to
    assert set(seen(city.actor(OFFICE))) == {own, below}
    assert set(seen(city.actor("owner_unit"))) == {own}
    assert set(seen(district.actor(OFFICE))) == {below}
    assert not seen(city.actor("supervisor")).exists()
    assert not seen(city.actor("expert")).exists()


def test_proposals_of_others_are_seen_only_when_the_plan_is_published() -> None:
    city = City()
    plan = make_plan(city)
    proposal = proposed(city, plan)
    draft = make_proposal(make_project(city), plan)
    other = city.actor("other_department")
    seen = plan.proposals.visible_to
    assert not seen(other).exists()
    assert set(seen(city.actor("owner_unit"))) == {proposal, draft}
    assert set(seen(city.actor(OFFICE))) == {proposal}
    decide(plan, proposal, city=city)
    close_plan(plan=plan, by=city.actor(OFFICE))
    sign(plan, city, OFFICE)
    sign(plan, city, FINANCE)
    publish_plan(plan=plan, by=city.actor(OFFICE))
    assert set(seen(other)) == {proposal}


def at_once(acts: list) -> list[str]:
    """Run at the same moment, each on a connection of its own; return what came of them."""
    start, outcomes = Barrier(len(acts)), []

    def run(act) -> None:
        start.wait()
        try:
            act()
            outcomes.append("done")
        except Exception as error:  # noqa: BLE001 - the test counts what was refused, and how
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_signatories_of_one_party_at_once() -> None:
    city = City()
    plan, _proposal = ready(city)
    signatories = [make_actor(city.finance_bureau) for _ in range(4)]
    acts = [lambda by=by: sign_plan(plan=plan, version=plan.version, by=by) for by in signatories]
    assert at_once(acts) == ["AlreadySigned", "AlreadySigned", "AlreadySigned", "done"]
    assert plan.standing_signatures().count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_both_parties_and_a_change_at_once() -> None:
    city = City()
    plan, proposal = ready(city)
    by = {role: city.actor(role) for role in (OFFICE, FINANCE)}
    change = {"plan": plan, "proposals": [proposal.pk], "decision": "included", "by": by[OFFICE]}
    acts = [
        lambda: sign_plan(plan=plan, version=plan.version, by=by[OFFICE]),
        lambda: sign_plan(plan=plan, version=plan.version, by=by[FINANCE]),
        lambda: decide_proposals(**change, reason="理由改了"),
    ]
    outcomes = at_once(acts)
    assert set(outcomes) <= {"done", "PlanChanged"}
    plan.refresh_from_db()
    # Whoever signed before the change has to sign again; whoever came after was told.
    assert plan.standing_signatures().count() == 0


def test_the_published_plan_goes_out_as_a_paper() -> None:
    city = City()
    plan = make_plan(city)
    included, deferred = proposed(city, plan), proposed(city, plan)
    decide(plan, included, city=city)
    decide(plan, deferred, city=city, decision="deferred", reason="条件不成熟")
    close_plan(plan=plan, by=city.actor(OFFICE))
    sign(plan, city, OFFICE)
    sign(plan, city, FINANCE)
    plan = publish_plan(plan=plan, by=city.actor(OFFICE))
    paper = IssuedPaper.objects.of_year(
        PaperKind.ANNUAL_PLAN, jurisdiction_id=plan.jurisdiction_id, year=plan.year
    ).get()
    offices = f"{city.informatization_office.name}、{city.finance_bureau.name}会签"
    said = ("2027年度", offices, "一网通办", included.project.title[:6], "项目1个", "120.00")
    assert missing(paper, *said) == []
    assert is_sound(paper)
    assert [one["number"] for one in paper.data["facts"]["projects"]] == [included.project.number]
