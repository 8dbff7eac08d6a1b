from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from egov.accounts.acting import Actor
from projects.actions import NotReady
from projects.actions.plan import decide_proposals
from projects.actions.proposal import (
    Costs,
    PlanClosed,
    ProposalFixed,
    StaleProposal,
    save_proposal,
    start_again,
    start_proposal,
    submit_proposal,
)
from projects.flow import Stage
from projects.models import AnnualPlan, Project, Proposal
from tests.factories import City, make_plan, make_project, make_proposal

pytestmark = pytest.mark.django_db

OFFICE = "informatization_office"
TEXTS = {
    "priority": "1_urgent",
    "background": "现状分散。",
    "objectives": "统一。",
    "content": "三个子系统。",
    "shares": "无，仅内部使用。",
    "consumes": "人口库",
    "security_grade": "2",
}
MONEY = Costs(
    {("software_development", 2027): Decimal("800000.10"), ("hardware", 2028): Decimal("199999.90")},
    {"special_fund": Decimal("600000.00"), "own": Decimal("400000.00")},
)


@pytest.fixture
def city() -> City:
    return City()


def start(city: City, plan: AnnualPlan, *, by: str = "owner_unit", **fields: object) -> Proposal:
    facts = {"title": "一网通办平台", "category": "application", "construction_type": "new"}
    return start_proposal(plan=plan, user_unit=city.owner_unit, by=city.actor(by), **{**facts, **fields})


def save(proposal: Proposal, by: Actor, **fields: object) -> Proposal:
    return save_proposal(proposal=proposal, version=proposal.version, by=by, **{"facts": {}, **fields})


def test_a_project_begins_as_a_numbered_draft(city: City) -> None:
    plan = make_plan(city)
    numbers = [start(city, plan).project.number for _ in range(2)]
    assert numbers == [f"{city.jurisdiction.code}-2027-0001", f"{city.jurisdiction.code}-2027-0002"]
    project = Project.objects.first()
    assert (project.stage, project.owner_unit, project.plan) == (Stage.DRAFT, city.owner_unit, plan)


def test_a_draft_is_seen_by_its_own_unit_alone(city: City) -> None:
    project = start(city, make_plan(city)).project
    assert Project.objects.visible_to(city.actor("owner_unit")).get() == project
    for role in (OFFICE, "finance_bureau", "audit_bureau", "other_department"):
        assert not Project.objects.visible_to(city.actor(role)).exists()


def test_nobody_proposes_elsewhere_or_too_late(city: City) -> None:
    with pytest.raises(PlanClosed):
        start(city, make_plan(city, is_open=False))
    with pytest.raises(PermissionDenied):
        start(city, make_plan(City()))
    with pytest.raises(PermissionDenied):
        start(city, make_plan(city, year=2028), by="supervisor")


def test_only_the_office_begins_for_another_unit(city: City) -> None:
    plan = make_plan(city)
    begun = start(city, plan, by=OFFICE, owner_unit=city.other_department)
    assert begun.project.owner_unit == city.other_department
    with pytest.raises(PermissionDenied):
        start(city, plan, owner_unit=city.other_department)


def test_the_user_unit_is_of_the_same_government(city: City) -> None:
    for unit in (City().owner_unit, city.supervisor):
        with pytest.raises(PermissionDenied):
            start_proposal(
                plan=make_plan(city, year=2030 + unit.pk % 50),
                title="一",
                category="network",
                construction_type="new",
                user_unit=unit,
                by=city.actor("owner_unit"),
            )


def test_the_estimate_is_the_sum_of_the_cost_lines(city: City) -> None:
    proposal = save(start(city, make_plan(city)), city.actor("owner_unit"), facts=TEXTS, costs=MONEY)
    proposal.refresh_from_db()
    assert proposal.estimate == Decimal("1000000.00")
    assert proposal.missing() == []
    save(proposal, city.actor("owner_unit"), costs=Costs({("hardware", 2027): Decimal("5.00")}, {}))
    proposal.refresh_from_db()
    assert proposal.estimate == Decimal("5.00")
    assert proposal.missing() == ["funding_lines"]


def test_the_later_of_two_writers_is_told(city: City) -> None:
    proposal = start(city, make_plan(city))
    save(proposal, city.actor("owner_unit"), facts={"background": "甲"})
    with pytest.raises(StaleProposal):
        save(proposal, city.actor("owner_unit"), facts={"background": "乙"})
    proposal.refresh_from_db()
    assert proposal.background == "甲"


def test_nobody_else_writes(city: City) -> None:
    proposal = start(city, make_plan(city))
    for role in ("other_department", OFFICE, "finance_bureau"):
        with pytest.raises(PermissionDenied):
            save(proposal, city.actor(role), facts={"background": "甲"})


def test_proposing_needs_completeness_and_fixes_the_proposal(city: City) -> None:
    owner = city.actor("owner_unit")
    plan = make_plan(city)
    proposal = start(city, plan)
    with pytest.raises(NotReady):
        submit_proposal(project=proposal.project, by=owner)
    proposal = save(proposal, owner, facts=TEXTS, costs=MONEY)
    assert submit_proposal(project=proposal.project, by=owner).project.stage == Stage.PROPOSED
    # The office need not wait for the plan to close.
    compile_plan = plan.tasks.open().get()
    assert (compile_plan.kind, compile_plan.role) == ("compile_plan", OFFICE)
    decide_proposals(
        plan=plan, proposals=[proposal.pk], decision="included", reason="急需", by=city.actor(OFFICE)
    )
    assert not plan.tasks.open().exists()
    with pytest.raises(ProposalFixed):
        save(proposal, owner, facts={"background": "改"})


def test_a_draft_moves_to_another_open_year(city: City) -> None:
    proposal = start(city, make_plan(city))
    later, closed = make_plan(city, year=2028), make_plan(city, year=2029, is_open=False)
    moved = save(proposal, city.actor("owner_unit"), plan=later)
    assert (moved.plan, moved.project.plan) == (later, later)
    with pytest.raises(PlanClosed):
        save(moved, city.actor("owner_unit"), plan=closed)


def test_a_draft_outlives_its_plan(city: City) -> None:
    office = city.actor(OFFICE)
    plan = make_plan(city)
    proposal = start(city, plan)
    AnnualPlan.objects.filter(pk=plan.pk).update(
        is_open=False, published_at=proposal.started_at, published_by=office.user
    )
    proposal.refresh_from_db()
    moved = save(proposal, city.actor("owner_unit"), plan=make_plan(city, year=2028), facts={"title": "新"})
    assert (moved.plan.year, moved.project.title) == (2028, "新")


def deferred(city: City) -> Project:
    project = make_project(city, stage=Stage.DEFERRED)
    make_proposal(project, make_plan(city, is_open=False), decision="deferred", decision_reason="条件不成熟")
    return project


def test_a_deferred_project_is_proposed_again_for_a_later_year(city: City) -> None:
    owner, project = city.actor("owner_unit"), deferred(city)
    with pytest.raises(PlanClosed):
        start_again(project=project, plan=make_plan(city, year=2026), by=owner)
    again = start_again(project=project, plan=make_plan(city, year=2028), by=owner)
    assert (again.estimate, again.background) == (Decimal("1200000.00"), "现有系统分散建设，数据难以互通。")
    assert again.cost_lines.get().year == 2028
    assert again.plan.figures().count == 0
    again = save(again, owner, facts={"background": "条件已具备。"})
    project = Project.objects.get(pk=project.pk)
    assert submit_proposal(project=project, by=owner).project.stage == Stage.PROPOSED
    assert again.plan.figures().pending == 1
    with pytest.raises(ProposalFixed):
        start_again(project=project, plan=make_plan(city, year=2029), by=owner)


# --- Pages ---------------------------------------------------------------------------------


@pytest.fixture
def owner(client: Client, city: City) -> Client:
    client.force_login(city.actor("owner_unit").user)
    return client


def page(proposal: Proposal) -> str:
    return reverse("projects:proposal", args=[proposal.project.number])


def filled(proposal: Proposal, **fields: str) -> dict[str, str]:
    """What a browser sends when everything is filled in."""
    return {
        "version": str(proposal.version),
        "title": "一网通办平台",
        "category": "application",
        "construction_type": "new",
        "user_unit": str(proposal.project.user_unit_id),
        "plan": str(proposal.plan_id),
        **TEXTS,
        "related_systems": "",
        "last_year": "2029",
        "cost-software_development-2027": "80万",
        "cost-hardware-2028": "200,000",
        "funding-special_fund": "１００万元",
        **fields,
    }


def test_from_the_first_fact_to_the_office(owner: Client, city: City) -> None:
    plan = make_plan(city)
    begin = reverse("projects:start_proposal", args=[city.jurisdiction.code, plan.year])
    assert owner.get(begin).status_code == 200
    assert owner.post(begin, {"title": ""}).status_code == 200
    facts = {"title": "一网通办", "category": "application", "construction_type": "new"}
    response = owner.post(begin, {**facts, "user_unit": city.user_unit.pk})
    proposal = Proposal.objects.get()
    assert response.url == page(proposal)
    assert owner.get(response.url).status_code == 200
    response = owner.post(page(proposal), filled(proposal, propose="1"))
    assert response.url == reverse("projects:submit_proposal", args=[proposal.project.number])
    assert "拟" in owner.get(response.url).text or owner.get(response.url).status_code == 200
    owner.post(response.url)
    proposal.refresh_from_db()
    assert proposal.estimate == Decimal("1000000.00")
    assert Project.objects.get().stage == Stage.PROPOSED


def test_what_is_not_understood_is_kept_as_typed(owner: Client, city: City) -> None:
    proposal = start(city, make_plan(city))
    sent = filled(proposal, **{"cost-hardware-2028": "约二十万", "background": "新的背景"})
    shown = owner.post(page(proposal), sent, follow=True)
    assert 'value="约二十万"' in shown.text
    assert shown.context["costs"].errors == {
        "cost-hardware-2028": shown.context["costs"].errors["cost-hardware-2028"]
    }
    proposal.refresh_from_db()
    assert proposal.background == "新的背景"
    assert proposal.estimate == 0
    assert "typed" in proposal.missing()
    # Another day, from another machine.
    assert 'value="约二十万"' in owner.get(page(proposal)).text
    owner.post(page(proposal), filled(proposal))
    proposal.refresh_from_db()
    assert (proposal.typed, proposal.estimate) == ({}, Decimal("1000000.00"))


def test_a_half_filled_draft_is_saved(owner: Client, city: City) -> None:
    proposal = start(city, make_plan(city))
    empty = dict.fromkeys(filled(proposal), "") | {
        name: filled(proposal)[name]
        for name in ("version", "title", "category", "construction_type", "user_unit", "plan")
    }
    assert owner.post(page(proposal), {**empty, "content": "仅此一项"}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.content, proposal.typed) == ("仅此一项", {})


def test_a_stale_page_shows_what_was_typed(owner: Client, city: City) -> None:
    proposal = start(city, make_plan(city))
    save(proposal, city.actor("owner_unit"), facts={"background": "同事写的"})
    response = owner.post(page(proposal), filled(proposal, background="我写的"))
    assert response.status_code == 409
    assert "我写的" in response.text
    proposal.refresh_from_db()
    assert proposal.background == "同事写的"
    # The page now carries what is stored, so a second save is a decision.
    owner.post(page(proposal), filled(proposal, background="我写的"))
    proposal.refresh_from_db()
    assert proposal.background == "我写的"


def test_more_years_on_demand(owner: Client, city: City) -> None:
    proposal = start(city, make_plan(city))
    response = owner.post(page(proposal), filled(proposal, more="1"), follow=True)
    assert response.context["costs"].years == [2027, 2028, 2029, 2030]


def test_others_read_it_once_it_is_proposed(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.PROPOSED)
    proposal = make_proposal(project, make_plan(city))
    client.force_login(city.actor("finance_bureau").user)
    assert "现有系统分散建设" in client.get(page(proposal)).text
    assert client.post(page(proposal), filled(proposal)).status_code == 403
    client.force_login(city.actor("other_department").user)
    assert client.get(page(proposal)).status_code == 404


def test_proposing_again_through_the_pages(owner: Client, city: City) -> None:
    project = deferred(city)
    address = reverse("projects:repropose", args=[project.number])
    assert owner.get(address).status_code == 200
    later = make_plan(city, year=2028)
    response = owner.post(address, {"plan": later.pk})
    assert owner.get(response.url).context["proposal"].plan == later
    assert owner.get(address).url == response.url
    submit = reverse("projects:submit_proposal", args=[project.number])
    assert owner.get(submit).status_code == 200
    owner.post(submit)
    assert Project.objects.get().stage == Stage.PROPOSED
