"""A failed trial run or acceptance: what was found is raised, and blocks the next trial run until closed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from acceptance import actions
from acceptance.models import QualityIssue, TrialRun
from projects.actions import NotReady
from projects.flow import STEPS, Stage
from projects.models import Project
from reviews.models import Panel
from tests.factories import City, acting, conclude_panel, file_opinions, make_built_project, make_panel
from tests.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def finally_failed(city: City) -> Project:
    """Make a project whose technical part failed and whose acceptance panel found "fail"."""
    project = make_built_project(city, stage=Stage.PRELIMINARILY_ACCEPTED)
    for kind, passed in (("technical", False), ("archive", True)):
        actions.record_sub_acceptance(
            project=project,
            kind=kind,
            responsible="王工",
            held_on=timezone.localdate(),
            passed=passed,
            findings="并发响应超过五秒。",
            report=upload("分项验收报告.pdf"),
            by=city.actor("informatization_office"),
        )
    panel = make_panel(city, project, Panel.Kind.ACCEPTANCE)
    file_opinions(panel, *["fail"] * 5)
    leader = acting(panel.members.get(is_leader=True))
    conclude_panel(panel=panel, conclusion="fail", opinion="功能未达到合同要求。", by=leader)
    return project


def give_back(project: Project, city: City, role: str = "informatization_office", **fields: object) -> None:
    facts = {"reason": "限期整改", "due_on": in_days(20), **fields}
    actions.return_to_construction(project=project, by=city.actor(role), **facts)


def test_each_finding_of_a_failed_acceptance_blocks_the_next_trial_run(city: City) -> None:
    project = finally_failed(city)
    give_back(project, city)

    raised = QualityIssue.objects.order_by("pk").values_list("title", "description", "is_blocking", "due_on")
    assert list(raised) == [
        ("竣工验收未通过", "功能未达到合同要求。", True, in_days(20)),
        ("分项验收未通过：技术", "并发响应超过五秒。", True, in_days(20)),
    ]
    project.refresh_from_db()
    assert project.stage == Stage.UNDER_CONSTRUCTION
    unmet = [c.name for c in STEPS["start_trial_run"].conditions if not c(project)]
    assert "no_blocking_issue" in unmet


def test_the_next_trial_run_starts_once_all_is_closed(city: City) -> None:
    project = finally_failed(city)
    project.milestones.create(title="上线", planned_on=in_days(-9), deliverable="系统")
    give_back(project, city)
    milestone, builder = project.milestones.get(), city.actor("construction_entity")
    actions.meet_milestone(milestone=milestone, met_on=in_days(0), evidence=upload("单.pdf"), by=builder)
    run = {"project": project, "starts_on": in_days(0), "planned_days": 90, "by": builder}
    for issue in project.quality_issues.all():
        with pytest.raises(NotReady):
            actions.start_trial_run(**run)
        actions.rectify_quality_issue(issue=issue, rectification="已优化并复测。", by=builder)
        actions.close_quality_issue(issue=issue, by=city.actor("supervisor"))
    actions.start_trial_run(**run)
    project.refresh_from_db()
    assert project.stage == Stage.TRIAL_RUN


def test_a_failed_preliminary_acceptance_raises_its_findings(city: City) -> None:
    project = make_built_project(city, stage=Stage.TRIAL_RUN)
    supervisor = city.actor("supervisor")
    actions.record_preliminary_acceptance(
        project=project, passed=False, findings="数据未割接。", report=upload("初验报告.pdf"), by=supervisor
    )
    issue = project.quality_issues.get()
    assert (issue.title, issue.description) == ("初步验收未通过", "数据未割接。")
    assert issue.due_on == in_days(30)


def test_a_failed_trial_run_raises_its_findings(city: City) -> None:
    project = make_built_project(city, stage=Stage.TRIAL_RUN)
    user = city.actor("user_unit")
    TrialRun.objects.create(
        project=project, visit=project.visit, starts_on=in_days(-5), planned_days=90, started_by=user.user
    )
    actions.conclude_trial_run(project=project, passed=False, findings="接口中断。", by=user)
    give_back(project, city, "supervisor")
    assert [i.description for i in project.quality_issues.all()] == ["接口中断。"]


def test_nothing_returns_without_a_failure_or_into_the_past(city: City) -> None:
    project = make_built_project(city, stage=Stage.PRELIMINARILY_ACCEPTED)
    with pytest.raises(NotReady):
        give_back(project, city)
    with pytest.raises(ValidationError):
        give_back(finally_failed(city), city, due_on=in_days(-1))
    assert not QualityIssue.objects.exists()


def test_the_page_says_what_will_block_and_returns(city: City, client: Client) -> None:
    project = finally_failed(city)
    client.force_login(city.actor("informatization_office").user)
    step = reverse("projects:step", args=[project.number, "return_to_construction"])
    page = reverse("acceptance:return_to_construction", args=[project.number])
    assert client.get(step).url == page
    shown = client.get(page).text
    assert "竣工验收未通过、分项验收未通过：技术" in shown
    wrong = client.post(page, {"reason": "限期整改", "due_on": in_days(-1)})
    assert "该日期已过" in wrong.text
    assert "限期整改" in wrong.text
    assert client.post(page, {"reason": "限期整改", "due_on": in_days(20)}).status_code == 302
    assert project.quality_issues.count() == 2
    again = client.post(page, {"reason": "限期整改", "due_on": in_days(20)}, follow=True)
    assert "建设中" in again.text
    assert project.quality_issues.count() == 2


def test_the_page_is_for_those_who_may_return(city: City, client: Client) -> None:
    project = make_built_project(city, stage=Stage.PRELIMINARILY_ACCEPTED)
    page = reverse("acceptance:return_to_construction", args=[project.number])
    client.force_login(city.actor("user_unit").user)
    assert client.get(page).status_code == 403
    client.force_login(city.actor("supervisor").user)
    assert client.get(page).url == reverse("acceptance:acceptance", args=[project.number])
