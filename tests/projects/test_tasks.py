"""To-do lists follow each deed, at a cost that does not grow with what the deed leaves to do."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from acceptance.models import Evaluation
from egov.notices.models import Notice
from projects.actions import advance, record
from projects.actions.application import return_application, submit_application
from projects.actions.plan import close_plan, open_plan, reopen_plan
from projects.actions.proposal import start_again
from projects.flow import STEPS, Stage
from projects.models import AnnualPlan, Project, Task, TaskKind
from tests.factories import (
    City,
    make_application,
    make_built_project,
    make_member,
    make_plan,
    make_project,
    make_proposal,
)

pytestmark = pytest.mark.django_db

PARTIES = sorted(party.role.value for party in STEPS["publish_evaluation"].who)


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def evaluated(city: City) -> Project:
    """A project that waits for the signatures of five parties, each with a line on its list."""
    project = make_built_project(city, stage=Stage.IN_USE)
    Evaluation.objects.create(
        project=project,
        opened_by=city.actor("informatization_office").user,
        scored_at=timezone.now(),
        total=Decimal(91),
        grade="excellent",
    )
    for role in PARTIES:
        city.actor(role)
    do_something(project, city)
    return project


def do_something(project: Project, city: City) -> int:
    """Let a deed happen that changes nothing but the to-do lists; return how many queries it took."""
    with CaptureQueriesContext(connection) as captured:
        record(verb="test", project=project, by=city.actor("owner_unit"))
    return len(captured)


def close(project: Project, **which: object) -> None:
    project.tasks.open().filter(**which).update(closed_at=timezone.now())


def holders(project: Project) -> list[str]:
    return sorted(project.tasks.open().values_list("role", flat=True))


def test_a_deed_that_leaves_the_lists_alone_is_cheap(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    project = make_project(city, stage=Stage.REJECTED)
    do_something(project, city)
    # Three of them chain the event to the trail.
    with django_assert_num_queries(7):
        do_something(project, city)


def test_five_tasks_cost_what_one_costs(city: City, evaluated: Project) -> None:
    close(evaluated, role="audit_bureau")
    for_one = do_something(evaluated, city)
    assert holders(evaluated) == PARTIES
    close(evaluated)
    assert do_something(evaluated, city) == for_one
    assert holders(evaluated) == PARTIES


def test_three_stale_tasks_cost_what_one_costs(city: City, evaluated: Project) -> None:
    costs = []
    for stale in (["approve"], ["accept_application", "open_tender", "terminate"]):
        for name in stale:
            Task.objects.create(
                project=evaluated,
                organization=city.owner_unit,
                role="owner_unit",
                capacity="member",
                kind=TaskKind.STEP,
                name=name,
                due=timezone.localdate(),
            )
        costs.append(do_something(evaluated, city))
        assert holders(evaluated) == PARTIES
    assert costs[0] == costs[1]


def test_a_large_office_costs_what_a_small_one_costs(city: City, evaluated: Project) -> None:
    close(evaluated)
    before = do_something(evaluated, city)
    Notice.objects.all().delete()
    for role in PARTIES:
        for _ in range(3):
            make_member(city.organization(role), is_signatory=True)
        make_member(city.organization(role), is_signatory=False)
    close(evaluated)
    assert do_something(evaluated, city) == before
    # The signatories alone are told: the one who was there, and three more.
    assert Notice.objects.count() == 4 * len(PARTIES)


def test_the_last_signature_leaves_the_lists_as_its_step_demands(
    city: City, evaluated: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    *others, last = PARTIES
    for role in others:
        advance(project=evaluated, step="publish_evaluation", by=city.actor(role))
    assert holders(evaluated) == [last]
    # The report that goes out with it is written, numbered, stored, filed and told of.
    with django_assert_max_num_queries(65):
        done = advance(project=evaluated, step="publish_evaluation", by=city.actor(last))
    assert done.taken
    assert holders(evaluated) == []


def waiting_for_owner(project: Project) -> list[str]:
    return list(project.tasks.open().filter(role="owner_unit").values_list("name", flat=True))


def deferred(city: City) -> Project:
    """A project that the plan of 2027 deferred; no later plan is open."""
    project = make_project(city, stage=Stage.DEFERRED)
    plan = make_plan(city, is_open=False)
    make_proposal(project, plan, decision="deferred", decision_reason="条件未成熟。")
    do_something(project, city)
    return project


def open_year(city: City, year: int) -> AnnualPlan:
    office = city.actor("informatization_office")
    return open_plan(year=year, priorities="数据共享", ceiling=Decimal("90000000.00"), by=office)


def test_a_deferred_project_is_asked_for_when_a_later_year_opens(city: City) -> None:
    project, elsewhere = deferred(city), deferred(City())
    assert waiting_for_owner(project) == []
    open_year(city, 2026)
    assert waiting_for_owner(project) == []
    told = Notice.objects.filter(user=city.actor("owner_unit").user)
    assert not told.exists()
    plan = open_year(city, 2028)
    assert waiting_for_owner(project) == ["plan_later"]
    assert told.count() == 1
    assert waiting_for_owner(elsewhere) == []
    close_plan(plan=plan, by=city.actor("informatization_office"))
    assert waiting_for_owner(project) == []
    reopen_plan(plan=plan, by=city.actor("informatization_office"))
    assert waiting_for_owner(project) == ["plan_later"]


def test_a_revised_proposal_is_asked_for_while_its_year_is_open(city: City) -> None:
    project, owner = deferred(city), city.actor("owner_unit")
    plan = open_year(city, 2028)
    start_again(project=project, plan=plan, by=owner)
    assert waiting_for_owner(project) == ["repropose"]
    close_plan(plan=plan, by=city.actor("informatization_office"))
    assert waiting_for_owner(project) == []


def test_nobody_is_asked_for_a_draft_whose_year_is_closed(city: City) -> None:
    project, plan = make_project(city), make_plan(city)
    make_proposal(project, plan, content="")
    do_something(project, city)
    assert waiting_for_owner(project) == ["proposal_complete"]
    close_plan(plan=plan, by=city.actor("informatization_office"))
    assert waiting_for_owner(project) == []


def test_a_draft_that_is_saved_moves_no_due_day_of_a_returned_application(city: City) -> None:
    project = make_project(city, stage=Stage.PLANNED)
    make_proposal(project, make_plan(city))
    owner, office = city.actor("owner_unit"), city.actor("informatization_office")
    with time_machine.travel(date(2027, 3, 1)):
        make_application(project, owner, necessity="数据不通。")
        submit_application(project=project, by=owner)
    with time_machine.travel(date(2027, 3, 2)):
        return_application(project=project, marks={"necessity": "请补充"}, reason="补正", by=office)
    asked = project.tasks.open().get(role="owner_unit")
    with time_machine.travel(date(2027, 4, 20)):
        make_application(project, owner, necessity="")
        make_application(project, owner, necessity="数据不通，涉及 36 个系统。")
        answer = project.tasks.open().get(role="owner_unit")
        assert (asked.kind, answer.kind) == (TaskKind.CORRECT, TaskKind.STEP)
        assert (answer.since, answer.due) == (asked.since, asked.due)
        assert answer.is_overdue
