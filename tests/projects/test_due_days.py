"""A task is due when the plan says so; where the plan says nothing, after the usual time."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from acceptance import actions
from acceptance.models import Milestone, TrialRun
from egov.accounts.acting import Actor
from egov.accounts.models import AdminRole
from egov.policy.actions import set_parameter
from egov.policy.calendar import add_months, add_working_days
from procurement.models import Contract, Solicitation, Tender
from projects.actions import advance, open_task
from projects.actions.due import DueDays
from projects.actions.tasks import refresh_tasks
from projects.flow import STEPS, Stage
from projects.models import Project, Task, TaskKind
from tests.evidence import make_ready_project, make_staffed_project
from tests.evidence.acceptance import (
    preliminary_report_passes,
    scored_by_four,
    trial_run_passed,
    trial_runs,
)
from tests.evidence.procurement import received, solicitation_published, tender_published
from tests.factories import City, make_contract, make_jurisdiction, make_user
from tests.uploads import upload

pytestmark = pytest.mark.django_db

USUAL = 10


@pytest.fixture
def city() -> City:
    return City()


def today() -> date:
    return timezone.localdate()


def later(**span: int) -> date:
    return today() + timedelta(**span)


def open_line(project: Project, city: City, name: str) -> Task:
    """Return the open line of that name after the lists were brought up to date."""
    refresh_tasks(project, by=city.actor("owner_unit"))
    return Task.objects.open().get(project=project, name=name)


def plan_milestone(project: Project, city: City, planned_on: date) -> Milestone:
    return actions.plan_milestone(
        project=project,
        title="上线部署",
        planned_on=planned_on,
        deliverable="系统部署完毕。",
        by=city.actor("construction_entity"),
    )


def meet(milestone: Milestone, city: City) -> None:
    actions.meet_milestone(
        milestone=milestone,
        met_on=today(),
        evidence=upload("部署记录.pdf"),
        by=city.actor("construction_entity"),
    )


def test_the_planned_day_rules_unless_it_was_past_when_asked_for() -> None:
    days = DueDays(make_jurisdiction().pk)
    monday = date(2027, 3, 1)
    assert days.find(since=monday, planned=monday) == monday
    assert days.find(since=monday, planned=date(2028, 1, 31)) == date(2028, 1, 31)
    assert days.find(since=monday, planned=date(2027, 2, 28)) == date(2027, 3, 15)


def test_the_usual_time_counts_from_the_day_on_which_something_can_be_done() -> None:
    days = DueDays(make_jurisdiction().pk)
    monday = date(2027, 3, 1)
    assert days.find(since=monday) == date(2027, 3, 15)
    assert days.find(since=monday, opens=date(2027, 2, 1)) == date(2027, 3, 15)
    assert days.find(since=monday, opens=date(2027, 4, 1)) == date(2027, 4, 15)


def test_rule_and_calendar_are_read_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    days = DueDays(make_jurisdiction().pk)
    with django_assert_num_queries(2):
        assert days.find(since=date(2027, 3, 1)) == days.find(since=date(2027, 3, 1))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2027, 3, 15), 6, date(2027, 9, 15)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 12, 31), 24, date(2029, 12, 31)),
        (date(2027, 12, 1), 1, date(2028, 1, 1)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_there_is(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_milestones_are_due_one_after_the_other_as_planned(city: City) -> None:
    project = make_staffed_project(city, Stage.UNDER_CONSTRUCTION)
    assert open_line(project, city, "milestones_met").due == add_working_days(today(), USUAL)
    first = plan_milestone(project, city, later(days=40))
    plan_milestone(project, city, later(days=90))
    assert open_line(project, city, "milestones_met").due == later(days=40)
    actions.change_milestone(
        milestone=first,
        title=first.title,
        planned_on=later(days=60),
        deliverable=first.deliverable,
        by=city.actor("construction_entity"),
    )
    assert open_line(project, city, "milestones_met").due == later(days=60)
    meet(first, city)
    assert open_line(project, city, "milestones_met").due == later(days=90)


def test_the_trial_run_starts_by_the_last_planned_milestone(city: City) -> None:
    project = make_staffed_project(city, Stage.UNDER_CONSTRUCTION)
    for days in (90, 40):
        meet(plan_milestone(project, city, later(days=days)), city)
    assert open_line(project, city, "start_trial_run").due == later(days=90)


def test_after_a_late_milestone_the_trial_run_has_the_usual_time(city: City) -> None:
    project = make_staffed_project(city, Stage.UNDER_CONSTRUCTION)
    meet(plan_milestone(project, city, later(days=-3)), city)
    assert open_line(project, city, "start_trial_run").due == add_working_days(today(), USUAL)


def test_construction_starts_as_the_contract_says(city: City) -> None:
    project = make_staffed_project(city, Stage.CONTRACTED)
    make_contract(project, city.actor("construction_entity"), Decimal("980000.00"))
    Contract.objects.filter(project=project).update(starts_on=later(days=45))
    assert open_line(project, city, "supervisor_assigned").due == later(days=45)
    step = STEPS["start_construction"]
    ready = make_ready_project(city, step, Stage.CONTRACTED)
    make_contract(ready, city.actor("construction_entity"), Decimal("980000.00"))
    Contract.objects.filter(project=ready).update(starts_on=later(days=30), ends_on=later(days=300))
    assert open_line(ready, city, "start_construction").due == later(days=30)


def test_a_trial_run_is_concluded_after_its_planned_end(city: City) -> None:
    project = make_staffed_project(city, Stage.TRIAL_RUN)
    trial_runs(city, project)
    TrialRun.objects.filter(project=project).update(starts_on=today(), planned_days=120)
    assert open_line(project, city, "trial_run_passed").due == add_working_days(later(days=120), USUAL)


def test_final_acceptance_is_due_half_a_year_after_the_trial_run_began(city: City) -> None:
    project = make_staffed_project(city, Stage.TRIAL_RUN)
    trial_run_passed(city, project)
    began = project.trial_runs.get().starts_on
    preliminary_report_passes(city, project)
    advance(project=project, step="pass_preliminary_acceptance", by=city.actor("supervisor"))
    assert Task.objects.open().get(project=project).due == add_months(began, 6)


def test_an_evaluation_is_due_within_its_period_which_a_city_may_change(city: City) -> None:
    project = make_staffed_project(city, Stage.IN_USE)
    assert open_line(project, city, "scores_in").due == add_months(today(), 24)
    set_parameter(
        jurisdiction=city.jurisdiction,
        code="evaluation_within_months",
        value=Decimal(12),
        effective_from=today(),
        source="东政发",
        by=Actor(user=make_user(admin_role=AdminRole.SECURITY)),
    )
    assert open_line(project, city, "scores_in").due == add_months(today(), 12)
    scored_by_four(city, project)
    scoring = Task.objects.open().get(project=project, kind=TaskKind.SCORE)
    assert scoring.due == add_working_days(today(), USUAL)


def test_bids_and_schemes_are_awaited_until_their_deadline(city: City) -> None:
    tendering = make_staffed_project(city, Stage.TENDERING)
    tender_published(city, tendering)
    moment = timezone.now() + timedelta(days=25)
    Tender.objects.update(deadline=moment, opening_at=moment)
    assert open_line(tendering, city, "award_published").due == add_working_days(later(days=25), USUAL)
    soliciting = make_staffed_project(city, Stage.SOLICITING)
    solicitation_published(city, soliciting)
    Solicitation.objects.update(deadline=timezone.now() + timedelta(days=15))
    assert open_line(soliciting, city, "schemes_received").due == later(days=15)
    received(city, soliciting)
    assert open_line(soliciting, city, "schemes_ranked").due == add_working_days(later(days=15), USUAL)


def test_a_line_that_the_flow_does_not_derive_is_due_as_it_says(city: City) -> None:
    project = make_staffed_project(city, Stage.UNDER_CONSTRUCTION)
    fields = {
        "project": project,
        "organization": city.construction_entity,
        "role": "construction_entity",
        "kind": TaskKind.DECIDE_CHANGE,
        "url": "/",
        "by": city.actor("owner_unit"),
    }
    assert open_task(**fields, due=later(days=3)).due == later(days=3)
    assert open_task(**fields).due == add_working_days(today(), USUAL)
