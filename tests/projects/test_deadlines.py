"""A new day changes lists by itself and tells of what is overdue; the timetable sees to it."""

import sys
from datetime import timedelta

import pytest
from celery.schedules import crontab
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from acceptance import actions
from egov.celery import app
from egov.demo.management.commands.serve import worker
from egov.notices.models import Notice
from procurement.models import Tender
from projects.actions import deadlines
from projects.actions.deadlines import refresh_by_date, tell_overdue
from projects.actions.tasks import refresh_tasks
from projects.flow import Stage
from projects.models import Project, Task, TaskKind
from projects.tasks import follow_deadlines
from tests.evidence import make_staffed_project
from tests.evidence.procurement import tender_published
from tests.factories import City, make_member

pytestmark = pytest.mark.django_db

FUTURE = timedelta(days=30)


@pytest.fixture
def city() -> City:
    return City()


def tendering(city: City) -> Project:
    """A project whose tender is under way, without a bid, and whose lists are up to date."""
    project = make_staffed_project(city, Stage.TENDERING)
    tender_published(city, project)
    Tender.objects.filter(project=project).update(deadline=timezone.now() + FUTURE)
    refresh_tasks(project, by=city.actor("construction_entity"))
    return project


def make_task(city: City, **fields: object) -> Task:
    defaults = {
        "organization": city.construction_entity,
        "role": "construction_entity",
        "capacity": "member",
        "kind": TaskKind.COMPILE_PLAN,
        "url": "/",
        "due": timezone.localdate() - timedelta(days=1),
    }
    return Task.objects.create(**{**defaults, **fields})


def names(project: Project) -> list[str]:
    return list(project.tasks.open().values_list("name", flat=True))


def told(user: object) -> list[str]:
    return [one.text for one in Notice.objects.filter(user=user) if one.text.startswith("已逾期")]


def test_a_deadline_that_passes_changes_the_list(city: City) -> None:
    project = tendering(city)
    follow_deadlines.delay()
    assert names(project) == ["award_published"]
    Tender.objects.filter(project=project).update(deadline=timezone.now() - timedelta(hours=1))
    follow_deadlines.delay()
    assert names(project) == ["fail_tender"]
    task = project.tasks.open().get()
    assert (task.organization, task.opened_by) == (city.construction_entity, None)
    assert Notice.objects.filter(user=city.actor("construction_entity").user, url=task.url).exists()


def test_a_project_that_cannot_be_brought_up_to_date_keeps_back_no_other(
    city: City, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole = tendering(city), tendering(city)
    Tender.objects.update(deadline=timezone.now() - timedelta(hours=1))

    def refresh(project: Project, *, by: None) -> None:
        if project == broken:
            raise ArithmeticError
        refresh_tasks(project, by=by)

    monkeypatch.setattr(deadlines, "refresh_tasks", refresh)
    refresh_by_date()
    assert (names(broken), names(whole)) == (["award_published"], ["fail_tender"])
    assert str(broken.pk) in caplog.text


def test_of_what_is_overdue_people_are_told_once(city: City) -> None:
    person = city.actor("construction_entity").user
    task = make_task(city)
    make_task(city, due=timezone.localdate())
    make_task(city, closed_at=timezone.now())
    assert tell_overdue() == 1
    assert tell_overdue() == 0
    assert told(person) == [f"已逾期：{task.label}"]


def test_only_those_who_can_act_are_told(city: City) -> None:
    signatory = city.actor("construction_entity").user
    handler = make_member(city.construction_entity).user
    make_task(city, capacity="signatory")
    make_task(city, user=handler)
    tell_overdue()
    assert (len(told(signatory)), len(told(handler))) == (1, 1)


def test_a_day_that_was_moved_is_told_of_again(city: City) -> None:
    project = make_staffed_project(city, Stage.UNDER_CONSTRUCTION)
    builder = city.actor("construction_entity")
    plan = {"title": "上线", "deliverable": "系统部署完毕。", "by": builder}
    milestone = actions.plan_milestone(project=project, planned_on=timezone.localdate(), **plan)
    task = project.tasks.open().get(name="milestones_met")
    past = timezone.now() - timedelta(days=5)
    Task.objects.filter(pk=task.pk).update(since=past, due=past)
    assert tell_overdue() == 1
    later = timezone.localdate() + FUTURE
    actions.change_milestone(milestone=milestone, planned_on=later, **plan)
    task.refresh_from_db()
    assert (task.due, task.overdue_told_at) == (later, None)
    assert tell_overdue() == 0
    Task.objects.filter(pk=task.pk).update(due=past)
    assert tell_overdue() == 1
    assert len(told(builder.user)) == 2


def test_many_are_told_at_the_cost_of_one(city: City) -> None:
    city.actor("construction_entity")
    costs = []
    for count in (1, 3):
        for _each in range(count):
            make_task(city)
        with CaptureQueriesContext(connection) as captured:
            tell_overdue()
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_more_are_told_than_fit_into_one_transaction(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "TOLD_AT_ONCE", 2)
    for _each in range(5):
        make_task(city)
    assert tell_overdue() == 5
    assert not Task.objects.filter(overdue_told_at=None).exists()


def test_the_timetable_names_tasks_that_exist_and_follows_the_deadlines_each_morning() -> None:
    app.loader.import_default_modules()
    timetable = {entry["task"]: entry["schedule"] for entry in app.conf.beat_schedule.values()}
    assert timetable.keys() <= app.tasks.keys()
    assert timetable["projects.tasks.follow_deadlines"] == crontab(hour=6, minute=0)
    assert str(app.timezone) == "Asia/Shanghai"


def test_the_worker_of_the_embedded_mode_keeps_the_timetable() -> None:
    command = worker()
    assert command[0] == sys.executable
    assert {"worker", "--beat", "--schedule"} <= set(command)
