from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from egov.audit.models import Event
from projects.actions import advance
from projects.flow import Stage
from projects.models import Project, Task, TaskKind
from reviews.actions import Ask, PanelRefused
from reviews.models import Panel
from tests.factories import (
    City,
    acting,
    convene,
    fix_sheet_for,
    make_expert,
    make_member,
    make_panel,
    make_project,
    make_tender,
    put_in_stage,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    made = City()
    make_expert(made)
    return made


@pytest.fixture
def office(city):
    return city.actor("informatization_office")


@pytest.fixture
def project(city):
    return make_project(city, stage=Stage.UNDER_ARGUMENTATION)


def faults(city, project, **fields):
    with pytest.raises(PanelRefused) as refusal:
        convene(city, project, **fields)
    assert not Panel.objects.exists()
    return " ".join(refusal.value.faults)


def test_a_panel_is_convened_with_its_draw_opened(city, office, project):
    panel = convene(city, project)
    assert (panel.size, panel.clerk, panel.draws.get().is_under_way) == (5, office.user, True)
    assert Task.objects.waiting_for(office).get(kind=TaskKind.FILL_PANEL).project == project
    told = Event.objects.get(verb="review.open_draw").after
    assert told["commitment"] == panel.draws.get().commitment
    assert panel.draws.get().commitment not in panel.draws.get().seed_sealed


def test_officials_are_invited_at_once(city, project):
    official = make_member(city.other_department)
    panel = convene(city, project, asks=[Ask("0101", 4, 2)], officials=[official])
    assert panel.members.get().user == official.user
    assert Task.objects.waiting_for(acting(official)).get().kind == TaskKind.ANSWER_INVITATION


@pytest.mark.parametrize("role", ["finance_bureau", "owner_unit", "municipal_government", "audit_bureau"])
def test_only_the_office_convenes(city, project, role):
    with pytest.raises(PermissionDenied):
        convene(city, project, by=city.actor(role))


@pytest.mark.parametrize(
    ("asks", "said"),
    [
        ([Ask("0101", 3, 0)], "不得少于 5 人"),
        ([Ask("0101", 6, 0)], "单数"),
        ([], "请选择专家的专业"),
        ([Ask("9999", 5, 0)], "请选择专家的专业"),
        ([Ask("0101", 2, 0), Ask("0101", 3, 0)], "重复选择"),
    ],
)
def test_what_is_asked_for_must_make_a_panel(city, project, asks, said):
    assert said in faults(city, project, asks=asks)


def test_two_thirds_are_experts(city, project):
    officials = [make_member(city.other_department), make_member(city.informatization_office)]
    assert "三分之二" in faults(city, project, asks=[Ask("0101", 3, 0)], officials=officials)


def test_a_large_tender_needs_seven(city):
    project = make_project(city, stage=Stage.TENDERING)
    make_tender(project, city.actor("construction_entity"), budget=Decimal(10_000_000))
    city.actor("informatization_office")
    fix_sheet_for(project, "bid")
    assert "不得少于 7 人" in faults(city, project, kind="bid", subjects=["甲"])
    assert convene(city, project, kind="bid", subjects=["甲"], asks=[Ask("0101", 7, 0)]).size == 7


def test_the_meeting_lies_ahead_at_some_place(city, project):
    said = faults(city, project, meets_at=timezone.now() - timedelta(hours=1), place=" ")
    assert "尚未到来" in said
    assert "会议地点" in said


@pytest.mark.parametrize("role", ["owner_unit", "user_unit", "construction_entity"])
def test_nobody_of_the_parties_sits(city, role):
    project = make_project(
        city, stage=Stage.UNDER_ARGUMENTATION, construction_entity=city.construction_entity
    )
    official = make_member(city.organization(role))
    assert "应当回避" in faults(city, project, asks=[Ask("0101", 4, 0)], officials=[official])


def test_an_official_with_a_tie_to_a_bidder_is_recused(city):
    project = make_project(city, stage=Stage.SOLICITING)
    official = make_member(city.other_department)
    make_expert(city, user=official.user).ties.create(kind="holding", name="乙 公司")
    said = faults(
        city, project, kind="scheme", subjects=["甲公司", "乙公司"], asks=[Ask("0101", 4, 0)], officials=[official]
    )  # fmt: skip
    assert "应当回避" in said


@pytest.mark.parametrize("kind", ["audit_bureau", "supervision_bureau", "municipal_government"])
def test_who_decides_or_audits_does_not_advise(city, project, kind):
    official = make_member(city.organization(kind))
    assert "不能担任" in faults(city, project, asks=[Ask("0101", 4, 0)], officials=[official])


def test_two_officials_of_one_unit_do_not_sit_together(city, project):
    pair = [make_member(city.other_department), make_member(city.other_department)]
    assert "同一单位" in faults(city, project, asks=[Ask("0101", 5, 0)], officials=pair)


def test_a_panel_sits_in_its_stage_only(city, project):
    assert "阶段组建" in faults(city, project, kind="acceptance")


def test_one_panel_for_each_stay(city, project):
    convene(city, project)
    with pytest.raises(PanelRefused, match="已组建专家组"):
        convene(city, project)
    put_in_stage(project, Stage.RETURNED, city)
    put_in_stage(project, Stage.UNDER_ARGUMENTATION, city)
    assert convene(city, project).visit == project.visit


def test_a_ranking_panel_needs_something_to_rank(city):
    project = make_project(city, stage=Stage.SOLICITING)
    assert "尚无可供排序" in faults(city, project, kind="scheme")
    assert "名称重复" in faults(city, project, kind="scheme", subjects=["甲", "甲"])
    panel = convene(city, project, kind="scheme", subjects=["甲", "乙"])
    assert set(panel.subjects.values_list("label", flat=True)) == {"甲", "乙"}


def test_the_sight_of_the_project_ends_with_the_stay_even_without_a_conclusion(city):
    project = make_project(city, stage=Stage.TENDERING, construction_entity=city.construction_entity)
    panel = make_panel(city, project, "bid")
    expert = acting(panel.members.first())
    builder = city.actor("construction_entity")
    make_tender(project, builder)
    advance(project=project, step="fail_tender", by=builder, reason="不足三家")
    assert not Project.objects.visible_to(expert).exists()
    assert not Task.objects.waiting_for(expert).exists()


def test_the_database_keeps_panels_odd_and_their_leader_an_expert(city, project):
    panel = make_panel(city, project)
    for change in ({"size": 6}, {"size": 5, "meets_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Panel.objects.filter(pk=panel.pk).update(**change)
    leader = panel.members.get(is_leader=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        panel.members.filter(pk=leader.pk).update(is_expert=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        panel.members.exclude(pk=leader.pk).filter(is_expert=True).update(is_leader=True)
