"""Each quality issue stands on the to-do list of whoever must act next."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from acceptance import actions
from acceptance.models import QualityIssue
from egov.accounts.models import User
from egov.notices.models import Notice
from egov.policy.calendar import add_working_days
from projects.actions import advance
from projects.flow import Stage
from projects.models import Project, Task, TaskKind
from tests.evidence import make_staffed_project
from tests.evidence.application import decided_to_terminate
from tests.factories import City, make_organization
from tests.uploads import upload

pytestmark = pytest.mark.django_db

RECTIFY, CHECK = TaskKind.RECTIFY_ISSUE, TaskKind.CHECK_RECTIFICATION


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def project(city: City) -> Project:
    return make_staffed_project(city, Stage.UNDER_CONSTRUCTION)


def in_days(count: int) -> date:
    return timezone.localdate() + timedelta(days=count)


def raise_issue(project: Project, city: City, role: str = "user_unit", **fields: object) -> QualityIssue:
    values = {
        "title": "接口超时",
        "description": "高峰时段超时。",
        "is_blocking": False,
        "due_on": in_days(20),
    }
    return actions.raise_quality_issue(project=project, by=city.actor(role), **{**values, **fields})


def rectify(issue: QualityIssue, city: City) -> None:
    by = city.actor("construction_entity")
    actions.rectify_quality_issue(issue=issue, rectification="已扩容。", by=by)


def lines(project: Project) -> list[tuple[str, str]]:
    """Return kind and holder's role of the open lines about issues, in the order in which they arose."""
    tasks = project.tasks.open().filter(kind__in=[RECTIFY, CHECK]).order_by("pk")
    return [(task.kind, task.role) for task in tasks]


@pytest.mark.parametrize("role", ["informatization_office", "user_unit", "supervisor"])
def test_an_issue_goes_from_list_to_list_until_it_is_closed(city: City, project: Project, role: str) -> None:
    issue = raise_issue(project, city, role)
    assert lines(project) == [(RECTIFY, "construction_entity")]
    rectify(issue, city)
    assert lines(project) == [(CHECK, role)]
    rectify(issue, city)
    assert lines(project) == [(CHECK, role)]
    actions.reject_rectification(issue=issue, reason="仍超时。", by=city.actor(role))
    assert lines(project) == [(RECTIFY, "construction_entity")]
    rectify(issue, city)
    actions.close_quality_issue(issue=issue, by=city.actor("supervisor"))
    assert lines(project) == []


def test_each_issue_has_its_own_line_which_names_it_and_leads_to_it(
    client: Client, city: City, project: Project
) -> None:
    first = raise_issue(project, city)
    second = raise_issue(project, city, title="日志缺失", due_on=in_days(5))
    tasks = project.tasks.open().filter(kind=RECTIFY).order_by("pk")
    assert [task.due for task in tasks] == [in_days(20), in_days(5)]
    assert [task.label for task in tasks] == ["整改质量问题：接口超时", "整改质量问题：日志缺失"]
    client.force_login(city.actor("construction_entity").user)
    groups = client.get(reverse("dashboard:home")).context["groups"]
    urls = {line["url"] for group in groups for line in group["tasks"]}
    assert {reverse("acceptance:quality_issue", args=[project.number, i.pk]) for i in (first, second)} <= urls
    assert all(client.get(task.url).status_code == 200 for task in tasks)
    rectify(first, city)
    assert lines(project) == [(RECTIFY, "construction_entity"), (CHECK, "user_unit")]


def told(user: User, beginning: str) -> int:
    return sum(one.text.startswith(beginning) for one in Notice.objects.filter(user=user))


def test_whoever_must_act_is_told(city: City, project: Project) -> None:
    builder, user = city.actor("construction_entity").user, city.actor("user_unit").user
    issue = raise_issue(project, city)
    assert told(builder, "整改质量问题：接口超时") == 1
    rectify(issue, city)
    assert told(user, "核查整改情况：接口超时") == 1


def test_a_rectification_sent_back_after_its_day_has_the_usual_time(city: City, project: Project) -> None:
    issue = raise_issue(project, city)
    rectify(issue, city)
    QualityIssue.objects.update(due_on=in_days(-1))
    actions.reject_rectification(issue=issue, reason="仍超时。", by=city.actor("user_unit"))
    assert project.tasks.open().get(kind=RECTIFY).due == add_working_days(timezone.localdate(), 10)


def test_the_supervisor_checks_for_one_that_no_longer_watches(city: City, project: Project) -> None:
    issue = raise_issue(project, city)
    project.user_unit = make_organization(jurisdiction=city.jurisdiction)
    project.save(update_fields=["user_unit"])
    rectify(issue, city)
    assert lines(project) == [(CHECK, "supervisor")]


def test_a_blocking_issue_is_one_line_not_two(city: City, project: Project) -> None:
    by = city.actor("construction_entity")
    raise_issue(project, city, is_blocking=True)
    milestone = actions.plan_milestone(
        project=project, title="上线", planned_on=in_days(9), deliverable="系统部署完毕。", by=by
    )
    actions.meet_milestone(
        milestone=milestone, met_on=timezone.localdate(), evidence=upload("部署记录.pdf"), by=by
    )
    assert [task.kind for task in project.tasks.open()] == [RECTIFY]


def test_of_a_project_that_has_ended_nothing_is_asked(city: City, project: Project) -> None:
    raise_issue(project, city)
    decided_to_terminate(city, project)
    office = city.actor("informatization_office")
    advance(project=project, step="terminate", by=office, reason="机构改革。")
    assert not Task.objects.open().filter(project=project).exists()
