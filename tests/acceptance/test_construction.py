"""Milestones, reports and quality issues: what must be met before the trial run."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from acceptance import actions
from acceptance.models import Milestone, QualityIssue
from egov.audit.models import Event
from projects.actions import NotReady
from projects.flow import Stage
from projects.models import Project
from tests.factories import City, make_built_project
from tests.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def plan(project: Project, city: City) -> Milestone:
    return actions.plan_milestone(
        project=project,
        title="完成系统联调",
        planned_on=timezone.localdate(),
        deliverable="联调报告",
        by=city.actor("construction_entity"),
    )


def meet(milestone: Milestone, city: City) -> None:
    actions.meet_milestone(
        milestone=milestone,
        met_on=timezone.localdate(),
        evidence=upload("联调报告.pdf"),
        by=city.actor("construction_entity"),
    )


def issue_of(project: Project, city: City, *, role: str = "user_unit", **fields: object) -> QualityIssue:
    values = {
        "title": "并发不足",
        "description": "200 并发时响应超过 5 秒。",
        "is_blocking": True,
        "due_on": timezone.localdate() + timedelta(days=7),
    }
    return actions.raise_quality_issue(project=project, by=city.actor(role), **{**values, **fields})


def start(project: Project, city: City) -> None:
    actions.start_trial_run(
        project=project,
        starts_on=timezone.localdate(),
        planned_days=90,
        by=city.actor("construction_entity"),
    )


def test_no_milestone_is_not_all_met(city: City) -> None:
    project = make_built_project(city)
    assert not project.milestones.all_met()
    first, second = plan(project, city), plan(project, city)
    meet(first, city)
    assert not project.milestones.all_met()
    meet(second, city)
    assert project.milestones.all_met()


def test_a_met_milestone_is_fixed_and_holds_its_evidence(city: City) -> None:
    project = make_built_project(city)
    milestone = plan(project, city)
    actions.change_milestone(
        milestone=milestone,
        title="完成联调和压力测试",
        planned_on=milestone.planned_on,
        deliverable="两份报告",
        by=city.actor("construction_entity"),
    )
    meet(milestone, city)
    milestone.refresh_from_db()
    assert (milestone.title, milestone.evidence.name) == ("完成联调和压力测试", "联调报告.pdf")
    with pytest.raises(ValidationError):
        actions.drop_milestone(milestone=milestone, by=city.actor("construction_entity"))
    with pytest.raises(ValidationError):
        meet(milestone, city)


def test_a_dropped_milestone_stays_in_the_trail(city: City) -> None:
    milestone = plan(make_built_project(city), city)
    actions.drop_milestone(milestone=milestone, by=city.actor("construction_entity"))
    assert not Milestone.objects.exists()
    assert Event.objects.get(verb="acceptance.drop_milestone").before["title"] == "完成系统联调"


def test_a_milestone_is_not_met_tomorrow_nor_without_evidence(city: City) -> None:
    milestone = plan(make_built_project(city), city)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError):
        actions.meet_milestone(
            milestone=milestone, met_on=tomorrow, evidence=upload(), by=city.actor("construction_entity")
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.update(met_on=tomorrow)


@pytest.mark.parametrize("role", ["informatization_office", "user_unit", "supervisor", "owner_unit"])
def test_only_the_construction_entity_plans_and_reports(city: City, role: str) -> None:
    project = make_built_project(city)
    today = timezone.localdate()
    with pytest.raises(PermissionDenied):
        actions.plan_milestone(
            project=project, title="一", planned_on=today, deliverable="二", by=city.actor(role)
        )
    with pytest.raises(PermissionDenied):
        actions.file_progress_report(
            project=project,
            from_on=today,
            to_on=today,
            percent=30,
            done="一",
            problems="",
            next="二",
            by=city.actor(role),
        )
    assert not project.milestones.exists()
    assert not project.progress_reports.exists()


def test_progress_is_reported_for_a_period_that_is_over(city: City) -> None:
    project, today = make_built_project(city), timezone.localdate()
    facts = {"percent": 40, "done": "完成开发", "problems": "", "next": "联调"}
    by = city.actor("construction_entity")
    report = actions.file_progress_report(
        project=project, from_on=today - timedelta(days=6), to_on=today, paper=upload(), by=by, **facts
    )
    assert report.paper.document.kind == "progress_report"
    for from_on, to_on in ((today, today - timedelta(days=1)), (today, today + timedelta(days=1))):
        with pytest.raises(ValidationError):
            actions.file_progress_report(project=project, from_on=from_on, to_on=to_on, by=by, **facts)


def test_supervision_reports_come_from_the_supervisor(city: City) -> None:
    project, today = make_built_project(city), timezone.localdate()
    facts = {
        "kind": "weekly",
        "from_on": today,
        "to_on": today,
        "quality": "合格",
        "progress": "正常",
        "cost": "未超",
        "safety": "无事故",
    }
    report = actions.file_supervision_report(
        project=project, paper=upload(), by=city.actor("supervisor"), **facts
    )
    assert project.supervision_reports.get() == report
    with pytest.raises(PermissionDenied):
        actions.file_supervision_report(
            project=project, paper=upload(), by=city.actor("construction_entity"), **facts
        )


def test_another_supervisor_is_a_stranger(city: City) -> None:
    project = make_built_project(city)
    with pytest.raises(PermissionDenied):
        issue_of(project, City(), role="supervisor")


def test_a_blocking_issue_stops_the_trial_run_until_it_is_closed(city: City) -> None:
    project = make_built_project(city)
    meet(plan(project, city), city)
    issue = issue_of(project, city)
    with pytest.raises(NotReady) as refused:
        start(project, city)
    assert [c.name for c in refused.value.conditions] == ["no_blocking_issue"]
    actions.rectify_quality_issue(
        issue=issue, rectification="增加缓存", proof=upload(), by=city.actor("construction_entity")
    )
    with pytest.raises(NotReady):
        start(project, city)
    actions.close_quality_issue(issue=issue, by=city.actor("user_unit"))
    start(project, city)
    project.refresh_from_db()
    assert project.stage == Stage.TRIAL_RUN


def test_an_issue_that_does_not_block_lets_the_trial_run_start(city: City) -> None:
    project = make_built_project(city)
    meet(plan(project, city), city)
    issue_of(project, city, is_blocking=False)
    start(project, city)
    assert project.trial_runs.get().passed is None


def test_whoever_raised_it_or_the_supervisor_closes_it(city: City) -> None:
    project = make_built_project(city)
    issue = issue_of(project, city, role="informatization_office")
    with pytest.raises(ValidationError):
        actions.close_quality_issue(issue=issue, by=city.actor("informatization_office"))
    actions.rectify_quality_issue(issue=issue, rectification="已修复", by=city.actor("construction_entity"))
    for role in ("user_unit", "construction_entity"):
        with pytest.raises(PermissionDenied):
            actions.close_quality_issue(issue=issue, by=city.actor(role))
    actions.close_quality_issue(issue=issue, by=city.actor("supervisor"))
    issue.refresh_from_db()
    assert issue.state == "closed"


def test_a_rectification_can_be_sent_back(city: City) -> None:
    issue = issue_of(make_built_project(city), city)
    actions.rectify_quality_issue(issue=issue, rectification="已修复", by=city.actor("construction_entity"))
    with pytest.raises(ValidationError):
        actions.reject_rectification(issue=issue, reason=" ", by=city.actor("user_unit"))
    actions.reject_rectification(issue=issue, reason="复测仍慢", by=city.actor("user_unit"))
    issue.refresh_from_db()
    assert issue.state == "open"
    event = Event.objects.get(verb="acceptance.reject_rectification")
    assert (event.before["rectification"], event.reason) == ("已修复", "复测仍慢")


def test_an_issue_cannot_be_due_yesterday(city: City) -> None:
    with pytest.raises(ValidationError):
        issue_of(make_built_project(city), city, due_on=timezone.localdate() - timedelta(days=1))


def test_construction_is_over_after_final_acceptance(city: City) -> None:
    project = make_built_project(city, stage=Stage.ACCEPTED)
    with pytest.raises(ValidationError):
        plan(project, city)
    with pytest.raises(ValidationError):
        issue_of(project, city)
