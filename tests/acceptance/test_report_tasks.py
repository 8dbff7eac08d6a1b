"""Each month that is over asks the construction entity and the supervisor for their report."""

from datetime import date, datetime, time

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from acceptance import actions
from egov.policy.calendar import add_working_days
from projects.actions.tasks import refresh_tasks
from projects.flow import Stage
from projects.models import Project, TaskKind
from tests.evidence import make_staffed_project
from tests.factories import City, put_in_stage
from tests.uploads import upload

pytestmark = pytest.mark.django_db

BUILDER, SUPERVISOR = "construction_entity", "supervisor"


@pytest.fixture
def city() -> City:
    return City()


def on(day: str) -> time_machine.travel:
    """Let it be ten in the morning of that day."""
    moment = datetime.combine(date.fromisoformat(day), time(10))
    return time_machine.travel(timezone.make_aware(moment), tick=False)


def begun(city: City, day: str, stage: Stage = Stage.UNDER_CONSTRUCTION) -> Project:
    with on(day):
        return make_staffed_project(city, stage)


def owed(project: Project, city: City, day: str) -> list[tuple[str, str, date]]:
    """Return role, month and due day of the reports that stand on the lists on a day."""
    with on(day):
        refresh_tasks(project, by=city.actor("owner_unit"))
    tasks = project.tasks.open().filter(kind=TaskKind.REPORT).order_by("role", "pk")
    return [(task.role, task.name.partition(":")[2], task.due) for task in tasks]


def months(project: Project, city: City, day: str) -> list[tuple[str, str]]:
    return [(role, month) for role, month, _due in owed(project, city, day)]


def report(project: Project, city: City, from_on: str, to_on: str) -> None:
    with on(to_on):
        actions.file_progress_report(
            project=project,
            from_on=date.fromisoformat(from_on),
            to_on=date.fromisoformat(to_on),
            percent=30,
            done="完成两个子系统。",
            problems="",
            next="联调。",
            by=city.actor(BUILDER),
        )


def supervise(project: Project, city: City, from_on: str, to_on: str, kind: str = "monthly") -> None:
    with on(to_on):
        actions.file_supervision_report(
            project=project,
            kind=kind,
            from_on=date.fromisoformat(from_on),
            to_on=date.fromisoformat(to_on),
            quality="合格",
            progress="正常",
            cost="正常",
            safety="正常",
            paper=upload("监理月报.pdf"),
            by=city.actor(SUPERVISOR),
        )


def test_a_month_is_reported_on_once_it_is_over(city: City) -> None:
    project = begun(city, "2027-01-10")
    assert owed(project, city, "2027-01-31") == []
    due = add_working_days(date(2027, 1, 31), 5)
    assert owed(project, city, "2027-02-01") == [(BUILDER, "2027-01", due), (SUPERVISOR, "2027-01", due)]


def test_the_report_takes_its_line_off_the_list(city: City) -> None:
    project = begun(city, "2027-01-10")
    assert len(owed(project, city, "2027-02-01")) == 2
    report(project, city, "2027-01-10", "2027-02-01")
    assert months(project, city, "2027-02-01") == [(SUPERVISOR, "2027-01")]
    supervise(project, city, "2027-01-10", "2027-01-31")
    assert months(project, city, "2027-02-28") == []
    assert months(project, city, "2027-03-01") == [(BUILDER, "2027-02"), (SUPERVISOR, "2027-02")]


def test_days_before_the_first_half_month_belong_to_the_next_report(city: City) -> None:
    project = begun(city, "2027-01-20")
    assert months(project, city, "2027-02-28") == []
    assert months(project, city, "2027-03-01") == [(BUILDER, "2027-02"), (SUPERVISOR, "2027-02")]


def test_reports_may_run_from_the_26th_to_the_25th(city: City) -> None:
    project = begun(city, "2027-01-01")
    report(project, city, "2027-01-01", "2027-01-25")
    supervise(project, city, "2027-01-01", "2027-01-25")
    assert months(project, city, "2027-02-05") == []
    report(project, city, "2027-01-26", "2027-02-25")
    assert months(project, city, "2027-03-05") == [(SUPERVISOR, "2027-02")]


def test_a_weekly_report_is_no_monthly_one(city: City) -> None:
    project = begun(city, "2027-01-01")
    report(project, city, "2027-01-01", "2027-01-31")
    supervise(project, city, "2027-01-25", "2027-01-31", kind="weekly")
    assert months(project, city, "2027-02-01") == [(SUPERVISOR, "2027-01")]


def test_missed_months_are_asked_for_one_after_the_other(city: City) -> None:
    project = begun(city, "2027-01-01")
    late = owed(project, city, "2027-02-01")
    assert owed(project, city, "2027-04-10") == late
    report(project, city, "2027-01-01", "2027-01-31")
    assert (BUILDER, "2027-02") in months(project, city, "2027-04-10")


def test_the_supervisor_reports_on_the_trial_run_too_and_nobody_after_acceptance(city: City) -> None:
    project = begun(city, "2027-01-01")
    with on("2027-01-20"):
        put_in_stage(project, Stage.TRIAL_RUN, city)
    assert months(project, city, "2027-02-01") == [(SUPERVISOR, "2027-01")]
    with on("2027-02-02"):
        put_in_stage(project, Stage.ACCEPTED, city)
    assert months(project, city, "2027-04-01") == []


def test_after_a_return_progress_is_reported_from_the_return_on(city: City) -> None:
    project = begun(city, "2027-01-01")
    for day, stage in (("2027-02-05", Stage.TRIAL_RUN), ("2027-05-10", Stage.UNDER_CONSTRUCTION)):
        with on(day):
            put_in_stage(project, stage, city)
    assert (BUILDER, "2027-05") not in months(project, city, "2027-05-31")
    assert (BUILDER, "2027-05") in months(project, city, "2027-06-01")


def test_the_line_names_the_month_and_leads_to_the_form(client: Client, city: City) -> None:
    project = begun(city, "2027-01-10")
    owed(project, city, "2027-02-01")
    labels = {"construction_entity": "填报工程进度（2027年1月）", "supervisor": "填报监理月报（2027年1月）"}
    for role, label in labels.items():
        client.force_login(city.actor(role).user)
        groups = client.get(reverse("dashboard:home")).context["groups"]
        lines = {line["title"]: line["url"] for group in groups for line in group["tasks"]}
        assert client.get(lines[label]).status_code == 200
