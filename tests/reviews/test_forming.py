import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from egov.accounts.models import OrganizationKind
from egov.audit.models import Event
from projects.actions import advance
from projects.flow import Stage
from projects.models import Project, Task, TaskKind
from reviews.actions import PanelRefused, form_panel, replace_member
from reviews.models import Expert, Panel
from tests.factories import (
    City,
    acting,
    file_opinions,
    make_experts,
    make_member,
    make_organization,
    make_panel,
    make_project,
    make_tender,
    put_in_stage,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def project(city):
    return make_project(city, stage=Stage.UNDER_ARGUMENTATION)


def faults(city, project, members, leader=None, **fields):
    with pytest.raises(PanelRefused) as refusal:
        make_panel(city, project, members=members, leader=leader or members[0], **fields)
    assert not Panel.objects.exists()
    return " ".join(refusal.value.faults)


def test_members_see_the_project_and_are_asked_for_an_opinion(city, project):
    panel = make_panel(city, project)
    seat = panel.members.first()
    expert = acting(seat)
    assert Project.objects.visible_to(expert).get() == project
    task = Task.objects.waiting_for(expert).get()
    assert task.kind == TaskKind.FILE_OPINION
    assert task.url == f"/reviews/seats/{seat.pk}/"
    assert not Project.objects.visible_to(acting(make_experts(city, 1)[0])).exists()
    assert Event.objects.get(verb="review.form_panel").after["leader"] == seat.user.name


@pytest.mark.parametrize("role", ["finance_bureau", "owner_unit", "municipal_government", "audit_bureau"])
def test_only_the_office_forms_a_panel(city, project, role):
    members = make_experts(city, 5)
    with pytest.raises(PermissionDenied):
        form_panel(
            project=project, kind="argumentation", members=members, leader=members[0], by=city.actor(role)
        )


def test_a_panel_has_at_least_five_members(city, project):
    assert "不得少于 5 人" in faults(city, project, make_experts(city, 3))


def test_a_panel_is_odd(city, project):
    assert "单数" in faults(city, project, make_experts(city, 6))


def test_two_thirds_are_experts(city, project):
    officials = [make_member(city.other_department), make_member(city.finance_bureau)]
    assert "三分之二" in faults(city, project, make_experts(city, 3) + officials)
    panel = make_panel(city, project, members=make_experts(city, 4) + officials[:1])
    assert panel.members.filter(is_expert=False).get().organization == city.other_department


def test_an_official_on_the_panel_sees_the_project(city, project):
    official = make_member(city.other_department)
    assert not Project.objects.visible_to(acting(official)).exists()
    make_panel(city, project, members=[*make_experts(city, 4), official])
    assert Project.objects.visible_to(acting(official)).get() == project


@pytest.mark.parametrize("role", ["owner_unit", "user_unit", "construction_entity"])
def test_nobody_of_the_parties_sits(city, role):
    project = make_project(
        city, stage=Stage.UNDER_ARGUMENTATION, construction_entity=city.construction_entity
    )
    official = make_member(city.organization(role))
    assert "应当回避" in faults(city, project, [*make_experts(city, 4), official])


def test_an_expert_who_also_belongs_to_a_party_is_recused(city, project):
    experts = make_experts(city, 5)
    city.owner_unit.memberships.create(user=experts[2].user, is_handler=True)
    assert experts[2].user.name in faults(city, project, experts)


def test_an_expert_employed_by_a_party_is_recused(city, project):
    experts = make_experts(city, 5)
    Expert.objects.filter(user=experts[1].user).update(employer=city.user_unit.name)
    assert city.user_unit.name in faults(city, project, experts)


def test_an_expert_employed_by_whom_the_panel_ranks_is_recused(city):
    project = make_project(city, stage=Stage.SOLICITING)
    experts = make_experts(city, 5)
    Expert.objects.filter(user=experts[1].user).update(employer="乙公司")
    assert "乙公司" in faults(city, project, experts, kind="scheme")


@pytest.mark.parametrize("kind", ["audit_bureau", "supervision_bureau", "municipal_government"])
def test_who_decides_or_audits_does_not_advise(city, project, kind):
    members = [*make_experts(city, 4), make_member(city.organization(kind))]
    assert "不能担任" in faults(city, project, members)


def test_an_expert_of_another_city_does_not_sit(city, project):
    stranger = make_member(make_organization(kind=OrganizationKind.EXPERT_POOL))
    assert "不能担任" in faults(city, project, [*make_experts(city, 4), stranger])


def test_a_district_may_use_the_experts_of_its_city(city):
    district = City(parent=city.jurisdiction)
    project = make_project(district, stage=Stage.UNDER_ARGUMENTATION)
    panel = make_panel(district, project, members=make_experts(city, 5))
    assert panel.members.count() == 5


def test_a_city_may_not_use_the_experts_of_its_district(city, project):
    district = City(parent=city.jurisdiction)
    assert "不能担任" in faults(city, project, make_experts(district, 5))


def test_the_leader_is_an_expert_on_the_panel(city, project):
    experts, official = make_experts(city, 4), make_member(city.other_department)
    assert "组长应由专家担任" in faults(city, project, [*experts, official], leader=official)
    outsider = make_experts(city, 1)[0]
    assert "成员中产生" in faults(city, project, make_experts(city, 5), leader=outsider)


def test_nobody_sits_twice(city, project):
    experts = make_experts(city, 4)
    assert "重复选择" in faults(city, project, [*experts, experts[0]])


def test_a_panel_sits_in_its_stage_only(city, project):
    assert "阶段组建" in faults(city, project, make_experts(city, 5), kind="acceptance")


def test_one_panel_for_each_stay(city, project):
    make_panel(city, project)
    with pytest.raises(PanelRefused, match="已组建专家组"):
        make_panel(city, project)
    put_in_stage(project, Stage.RETURNED, city)
    put_in_stage(project, Stage.UNDER_ARGUMENTATION, city)
    assert make_panel(city, project).visit == project.visit


def test_a_ranking_panel_needs_something_to_rank(city):
    project = make_project(city, stage=Stage.SOLICITING)
    members = make_experts(city, 5)
    assert "尚无可供排序" in faults(city, project, members, kind="scheme", subjects=[])
    assert "名称重复" in faults(city, project, members, kind="scheme", subjects=["甲", "甲"])
    panel = make_panel(city, project, "scheme", subjects=["甲", "乙"])
    assert set(panel.subjects.values_list("label", flat=True)) == {"甲", "乙"}


def test_a_replaced_member_no_longer_sees_the_project(city, project):
    panel = make_panel(city, project)
    leader = panel.members.get(is_leader=True)
    successor = make_experts(city, 1)[0]
    seat = replace_member(
        member=leader, successor=successor, reason="临时出差", by=city.actor("informatization_office")
    )
    assert seat.is_leader
    assert not Project.objects.visible_to(acting(leader)).exists()
    assert not Task.objects.waiting_for(acting(leader)).exists()
    assert Project.objects.visible_to(acting(successor)).exists()
    assert panel.members.sitting().count() == 5
    assert Event.objects.get(verb="review.replace_member").reason == "临时出差"


def test_a_replacement_keeps_the_panel_within_the_rules(city, project):
    official = make_member(city.other_department)
    panel = make_panel(city, project, members=[*make_experts(city, 4), official])
    office = city.actor("informatization_office")
    expert = panel.members.filter(is_expert=True, is_leader=False).first()
    second = make_member(city.finance_bureau)
    with pytest.raises(PanelRefused, match="三分之二"):
        replace_member(member=expert, successor=second, reason="生病", by=office)
    with pytest.raises(PanelRefused, match="理由"):
        replace_member(member=expert, successor=make_experts(city, 1)[0], reason=" ", by=office)
    with pytest.raises(PanelRefused, match="已担任过"):
        replace_member(member=expert, successor=official, reason="生病", by=office)
    with pytest.raises(PermissionDenied):
        replace_member(member=expert, successor=second, reason="生病", by=city.actor("finance_bureau"))


def test_who_was_replaced_still_has_their_opinion_but_it_does_not_count(city, project):
    panel = make_panel(city, project)
    file_opinions(panel)
    replaced = panel.members.filter(is_leader=False).first()
    replace_member(
        member=replaced,
        successor=make_experts(city, 1)[0],
        reason="声明利益冲突",
        by=city.actor("informatization_office"),
    )
    assert replaced.has_filed
    assert panel.members.owing().count() == 1


def test_the_sight_of_the_project_ends_with_the_stay_even_without_a_conclusion(city):
    project = make_project(city, stage=Stage.TENDERING, construction_entity=city.construction_entity)
    panel = make_panel(city, project, "bid")
    expert = acting(panel.members.first())
    builder = city.actor("construction_entity")
    make_tender(project, builder)
    advance(project=project, step="fail_tender", by=builder, reason="不足三家")
    assert not Project.objects.visible_to(expert).exists()
    assert not Task.objects.waiting_for(expert).exists()


def test_the_database_keeps_one_leader_who_is_an_expert(city, project):
    panel = make_panel(city, project)
    second = panel.members.filter(is_leader=False).first()
    second.is_leader = True
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()
    leader = panel.members.get(is_leader=True)
    leader.is_expert = False
    with pytest.raises(IntegrityError), transaction.atomic():
        leader.save()
