from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from egov.accounts.models import OrganizationKind
from egov.audit.models import Event
from projects.actions import IllegalStep, NotReady, advance
from projects.actions.approval import DecisionRefused, decide_approval, decide_termination, request_approval
from projects.flow import Stage
from projects.models import ApprovalRequest, Decision, DocumentKind, Project, Task
from tests.approvals import make_meeting_record
from tests.factories import (
    City,
    make_actor,
    make_organization,
    make_plan,
    make_project,
    make_proposal,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def argued(city):
    project = make_project(city, stage=Stage.ARGUED)
    make_proposal(project, make_plan(city))
    return project


@pytest.fixture
def awaiting(city, argued):
    ask(argued, city.actor("informatization_office"))
    return Project.objects.get(pk=argued.pk)


def ask(project, by, **fields):
    usual = {"document_number": "东信办请〔2027〕3号", "title": "关于立项的请示", "text": "请审批。"}
    return request_approval(project=project, by=by, **{**usual, **fields})


def decide(city, project, by=None, **fields):
    usual = {
        "outcome": "approve",
        "meeting": "第12次常务会议",
        "meeting_on": timezone.localdate(),
        "meeting_record": fields.pop("meeting_record", None) or make_meeting_record(city, project),
        "construction_entity": city.construction_entity,
        "approved_investment": Decimal("1000000.00"),
    }
    by = by or city.actor("municipal_government")
    return decide_approval(project=project, by=by, **{**usual, **fields})


def test_the_request_submits_the_project(city, argued):
    government = city.actor("municipal_government")
    ask(argued, city.actor("informatization_office"))
    assert Project.objects.get(pk=argued.pk).stage == Stage.AWAITING_APPROVAL
    assert Task.objects.waiting_for(government).exists()


@pytest.mark.parametrize("role", ["owner_unit", "finance_bureau", "municipal_government"])
def test_only_the_office_asks(city, argued, role):
    with pytest.raises(PermissionDenied):
        ask(argued, city.actor(role))


def test_a_request_needs_its_parts_and_its_stage(city, argued):
    office = city.actor("informatization_office")
    with pytest.raises(DecisionRefused):
        ask(argued, office, document_number=" ")
    ask(argued, office)
    with pytest.raises(IllegalStep):
        ask(argued, office)
    assert ApprovalRequest.objects.count() == 1


def test_approval_names_builder_and_money_and_takes_the_step_at_once(city, awaiting):
    decide(city, awaiting)
    project = Project.objects.get(pk=awaiting.pk)
    assert project.stage == Stage.APPROVED
    assert project.construction_entity == city.construction_entity
    assert project.approved_investment == Decimal("1000000.00")
    assert project.decisions.get().construction_entity == city.construction_entity
    assert Event.objects.get(verb="project.decide").after["approved_investment"] == "1000000.00"


def test_rejection_ends_the_project_with_its_reason(city, awaiting):
    decide(city, awaiting, outcome="reject", reason="与省级平台重复。")
    project = Project.objects.get(pk=awaiting.pk)
    assert project.stage == Stage.REJECTED
    assert project.construction_entity is None
    assert project.transitions.get(step="reject").reason == "与省级平台重复。"


@pytest.mark.parametrize("role", ["informatization_office", "owner_unit", "leading_group_office"])
def test_only_the_municipal_government_decides(city, awaiting, role):
    with pytest.raises(PermissionDenied):
        decide(city, awaiting, by=city.actor(role))


def test_a_handler_of_the_government_cannot_decide(city, awaiting):
    handler = make_actor(city.municipal_government, is_signatory=False)
    with pytest.raises(PermissionDenied):
        decide(city, awaiting, by=handler)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"outcome": "terminate"}, "选择决定"),
        ({"meeting": " "}, "会议名称"),
        ({"meeting_on": timezone.localdate() + timedelta(days=2)}, "尚未召开"),
        ({"construction_entity": None}, "建设主体"),
        ({"approved_investment": None}, "批复投资"),
        ({"approved_investment": Decimal("1200000.01")}, "120.00 万元"),
        ({"outcome": "reject"}, "理由"),
    ],
)
def test_a_faulty_decision_is_refused(city, awaiting, fields, fault):
    with pytest.raises(DecisionRefused, match=fault):
        decide(city, awaiting, **fields)
    assert Project.objects.get(pk=awaiting.pk).stage == Stage.AWAITING_APPROVAL
    assert not Decision.objects.exists()


def test_the_builder_is_a_government_organization_of_the_same_place(city, awaiting):
    company = make_organization(kind=OrganizationKind.COMPANY, jurisdiction=city.jurisdiction)
    for builder in (company, City().construction_entity):
        with pytest.raises(DecisionRefused, match="建设主体"):
            decide(city, awaiting, construction_entity=builder)


def test_the_meeting_record_is_of_this_project(city, awaiting):
    other = make_project(city, stage=Stage.AWAITING_APPROVAL)
    with pytest.raises(DecisionRefused, match="会议纪要"):
        decide(city, awaiting, meeting_record=make_meeting_record(city, other))
    assert awaiting.documents.filter(kind=DocumentKind.MEETING_RECORD).count() == 0


def test_a_project_is_decided_once(city, awaiting):
    decide(city, awaiting)
    with pytest.raises(IllegalStep):
        decide(city, awaiting)


def test_the_database_wants_builder_and_money_for_an_approval(city, awaiting):
    version = make_meeting_record(city, awaiting)
    decision = Decision(
        project=awaiting,
        visit=awaiting.visit,
        outcome="approve",
        meeting="会议",
        meeting_on=timezone.localdate(),
        record=version,
        decided_by=city.actor("municipal_government").user,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        decision.save()


def test_a_decision_changes_by_no_hand(city, awaiting):
    decide(city, awaiting)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE projects_decision SET meeting = '另一次会议'")


def terminate(city, project, role, **fields):
    usual = {
        "meeting": "第15次常务会议",
        "meeting_on": timezone.localdate(),
        "meeting_record": make_meeting_record(city, project, role),
        "reason": "机构改革，职能划转。",
    }
    return decide_termination(project=project, by=city.actor(role), **{**usual, **fields})


def test_the_government_decides_to_terminate_and_the_office_terminates(city):
    project = make_project(city, stage=Stage.TENDERING)
    office = city.actor("informatization_office")
    with pytest.raises(NotReady):
        advance(project=project, step="terminate", by=office, reason="机构改革")
    terminate(city, project, "municipal_government")
    assert Task.objects.waiting_for(office).get().name == "terminate"
    assert advance(project=project, step="terminate", by=office, reason="机构改革").taken


def test_the_office_records_it_only_where_the_government_does_not_see_the_project(city):
    early, late = make_project(city, stage=Stage.PLANNED), make_project(city, stage=Stage.INITIATED)
    terminate(city, early, "informatization_office")
    assert early.decisions.terminates()
    with pytest.raises(PermissionDenied):
        terminate(city, late, "informatization_office")


def test_a_termination_needs_reason_and_stage_and_is_decided_once(city):
    project = make_project(city, stage=Stage.INITIATED)
    with pytest.raises(DecisionRefused, match="理由"):
        terminate(city, project, "municipal_government", reason="")
    terminate(city, project, "municipal_government")
    with pytest.raises(DecisionRefused, match="已有决定"):
        terminate(city, project, "municipal_government")
    with pytest.raises(IllegalStep):
        terminate(city, make_project(city, stage=Stage.ACCEPTED), "municipal_government")
