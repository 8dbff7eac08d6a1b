import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from projects.actions import NotReady, advance
from projects.flow import Stage
from projects.models import Project, ProjectUserObjectPermission, Task
from reviews.actions import PanelRefused, conclude_panel, replace_member
from reviews.models import Panel
from tests.factories import City, acting, file_opinions, make_experts, make_panel, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def office(city):
    return city.actor("informatization_office")


@pytest.fixture
def panel(city):
    return make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))


def conclude(panel, by, conclusion="pass", **fields):
    return conclude_panel(
        panel=panel, by=by, conclusion=conclusion, **{"opinion": "专家组一致同意。", **fields}
    )


def stage_of(panel):
    return Project.objects.get(pk=panel.project_id).stage


def test_it_waits_for_every_opinion(panel, office, city):
    file_opinions(panel)
    member = panel.members.filter(is_leader=False).first()
    fresh = replace_member(member=member, successor=make_experts(city, 1)[0], reason="生病", by=office)
    with pytest.raises(PanelRefused, match=fresh.user.name):
        conclude(panel, office)


def test_the_conclusion_ends_the_work_of_the_members(panel, office):
    members = [acting(opinion.member) for opinion in file_opinions(panel)]
    conclude(panel, office)
    assert not ProjectUserObjectPermission.objects.exists()
    for member in members:
        assert not Project.objects.visible_to(member).exists()
        assert not Task.objects.waiting_for(member).exists()


def test_the_leader_concludes_too_but_no_other_member(panel):
    file_opinions(panel)
    with pytest.raises(PermissionDenied):
        conclude(panel, acting(panel.members.filter(is_leader=False).first()))
    leader = panel.members.get(is_leader=True)
    assert conclude(panel, acting(leader)).concluded_by == leader.user


@pytest.mark.parametrize("role", ["owner_unit", "finance_bureau", "municipal_government"])
def test_nobody_else_concludes(panel, city, role):
    file_opinions(panel)
    with pytest.raises(PermissionDenied):
        conclude(panel, city.actor(role))


def test_the_conclusion_is_that_of_the_majority(panel, office):
    file_opinions(panel, "fail", "fail", "fail")
    with pytest.raises(PanelRefused, match="多数"):
        conclude(panel, office, "pass")
    with pytest.raises(PanelRefused, match="多数"):
        conclude(panel, office, "pass_after_revision")


def test_a_minority_does_not_fail_it(panel, office):
    file_opinions(panel, "fail", "fail")
    with pytest.raises(PanelRefused, match="多数"):
        conclude(panel, office, "fail")


def test_dissent_is_recorded_with_its_reason(panel, office):
    opinions = file_opinions(panel, "fail")
    dissenter = opinions[0].member
    with pytest.raises(PanelRefused, match="保留意见"):
        conclude(panel, office)
    conclude(panel, office, dissents={dissenter.pk: "与在建项目重复。"})
    assert dissenter.dissent.reason == "与在建项目重复。"


def test_only_members_dissent(panel, office, city):
    file_opinions(panel)
    with pytest.raises(PanelRefused, match="只有专家组成员"):
        conclude(panel, office, dissents={999_999: "不同意"})


def test_a_conclusion_stands(panel, office):
    file_opinions(panel)
    conclude(panel, office)
    with pytest.raises(PanelRefused, match="不再工作"):
        conclude(panel, office)


def test_an_argumentation_does_not_end_with_a_ranking_or_without_words(panel, office):
    file_opinions(panel)
    with pytest.raises(PanelRefused, match="选择结论"):
        conclude(panel, office, "ranking")
    with pytest.raises(PanelRefused, match="专家组意见"):
        conclude(panel, office, opinion=" ")


def test_office_and_finance_sign_what_the_panel_passed(panel, office, city):
    finance = city.actor("finance_bureau")
    with pytest.raises(NotReady):
        advance(project=panel.project, step="pass_argumentation", by=office)
    file_opinions(panel)
    conclude(panel, office)
    assert not advance(project=panel.project, step="pass_argumentation", by=office).taken
    assert advance(project=panel.project, step="pass_argumentation", by=finance).taken
    assert stage_of(panel) == Stage.ARGUED


@pytest.mark.parametrize(("advises", "stage"), [(False, Stage.RETURNED), (True, Stage.REJECTED)])
def test_a_failed_argumentation_returns_or_rejects(panel, office, city, advises, stage):
    file_opinions(panel, *["fail"] * 5)
    reason = "与省级平台重复建设。" if advises else ""
    conclude(panel, office, "fail", advises_rejection=advises, rejection_reason=reason)
    for party in (office, city.actor("finance_bureau")):
        advance(project=panel.project, step="fail_argumentation", by=party, reason="专家论证未通过")
    assert stage_of(panel) == stage


def test_to_reject_for_good_needs_a_failure_and_a_reason(panel, office):
    file_opinions(panel, *["fail"] * 5)
    with pytest.raises(PanelRefused, match="说明建议不予立项"):
        conclude(panel, office, "fail", advises_rejection=True)
    with pytest.raises(PanelRefused, match="未选择"):
        conclude(panel, office, "fail", rejection_reason="重复建设")


def test_passing_cannot_advise_rejection(panel, office):
    file_opinions(panel)
    with pytest.raises(PanelRefused, match="方可建议"):
        conclude(panel, office, advises_rejection=True, rejection_reason="重复建设")


def test_the_database_wants_a_reason_for_rejection(panel, office):
    file_opinions(panel, *["fail"] * 5)
    conclude(panel, office, "fail")
    with pytest.raises(IntegrityError), transaction.atomic():
        Panel.objects.filter(pk=panel.pk).update(advises_rejection=True)


def test_a_ranking_orders_every_subject(city, office):
    panel = make_panel(city, make_project(city, stage=Stage.SOLICITING), "scheme")
    file_opinions(panel)
    one, two, three = panel.subjects.order_by("pk")
    with pytest.raises(PanelRefused, match="全部评审对象"):
        conclude(panel, office, "ranking", order=[one, two])
    conclude(panel, office, "ranking", order=[two, three, one])
    assert list(panel.subjects.order_by("place")) == [two, three, one]
    assert Panel.objects.schemes_ranked()


@pytest.mark.parametrize(("verdict", "passed"), [("pass", True), ("fail", False)])
def test_acceptance_passes_or_fails(city, office, verdict, passed):
    project = make_project(city, stage=Stage.PRELIMINARILY_ACCEPTED)
    panel = make_panel(city, project, "acceptance")
    file_opinions(panel, *[verdict] * 5)
    conclude(panel, office, verdict)
    assert project.panels.acceptance_passed() is passed
    assert project.panels.acceptance_failed() is not passed
    if not passed:
        advance(project=project, step="return_to_construction", by=office, reason="性能不达标")
        assert stage_of(panel) == Stage.UNDER_CONSTRUCTION
        assert not project.panels.acceptance_failed()
