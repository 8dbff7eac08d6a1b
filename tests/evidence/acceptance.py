"""Evidence of construction, acceptance, operation and evaluation, clauses 三(三)3 and 三(四)."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from acceptance import actions
from acceptance.actions.evaluation import PRESET, Points
from acceptance.models import PARTIES, PreliminaryAcceptance, QualityIssue, SubAcceptance, TrialRun
from projects.flow import Stage
from projects.models import DocumentKind, Project
from reviews.models import Panel
from tests.evidence.base import Evidence, absent, await_opinions, hold_panel
from tests.factories import City, make_paper
from tests.uploads import upload

Conclusion = Panel.Conclusion


def milestone_planned(city: City, project: Project) -> None:
    actions.plan_milestone(
        project=project,
        title="上线部署",
        planned_on=timezone.localdate(),
        deliverable="系统部署完毕。",
        by=city.actor("construction_entity"),
    )


def milestones_met(city: City, project: Project) -> None:
    for _each in range(2):
        _meet_one(city, project)


def one_of_two_met(city: City, project: Project) -> None:
    _meet_one(city, project)
    milestone_planned(city, project)


def _meet_one(city: City, project: Project) -> None:
    milestone_planned(city, project)
    actions.meet_milestone(
        milestone=project.milestones.get(met_on=None),
        met_on=timezone.localdate(),
        evidence=upload("部署记录.pdf"),
        by=city.actor("construction_entity"),
    )


def blocking_issue(city: City, project: Project) -> QualityIssue:
    return actions.raise_quality_issue(
        project=project,
        title="数据丢失",
        description="交换任务中断后数据丢失。",
        is_blocking=True,
        due_on=timezone.localdate(),
        by=city.actor("supervisor"),
    )


def issue_rectified(city: City, project: Project) -> QualityIssue:
    issue = blocking_issue(city, project)
    actions.rectify_quality_issue(
        issue=issue, rectification="已加断点续传。", by=city.actor("construction_entity")
    )
    return issue


def issue_closed(city: City, project: Project) -> None:
    actions.close_quality_issue(issue=issue_rectified(city, project), by=city.actor("supervisor"))


def trial_runs(city: City, project: Project) -> None:
    TrialRun.objects.create(
        project=project,
        visit=project.visit,
        starts_on=timezone.localdate() - timedelta(days=90),
        planned_days=90,
        started_by=city.actor("construction_entity").user,
    )


def trial_run_passed(city: City, project: Project) -> None:
    _conclude_trial_run(city, project, passed=True)


def trial_run_failed(city: City, project: Project) -> None:
    _conclude_trial_run(city, project, passed=False)


def trial_run_too_short(city: City, project: Project) -> None:
    # No deed leads there: a trial run that is too short does not pass.
    trial_run_passed(city, project)
    TrialRun.objects.filter(project=project).update(starts_on=timezone.localdate() - timedelta(days=89))


def _conclude_trial_run(city: City, project: Project, *, passed: bool) -> None:
    trial_runs(city, project)
    actions.conclude_trial_run(
        project=project,
        passed=passed,
        findings="运行平稳。" if passed else "数据交换中断两次。",
        report=upload("试运行报告.pdf"),
        by=city.actor("user_unit"),
    )


def preliminary_report_passes(city: City, project: Project) -> None:
    _report_preliminarily(city, project, passed=True)


def preliminary_report_fails(city: City, project: Project) -> None:
    _report_preliminarily(city, project, passed=False)


def _report_preliminarily(city: City, project: Project, *, passed: bool) -> None:
    # Not by the deed: it takes the step with the report.
    by = city.actor("supervisor")
    PreliminaryAcceptance.objects.create(
        project=project,
        visit=project.visit,
        passed=passed,
        findings="符合合同。",
        report=make_paper(project, by, DocumentKind.PRELIMINARY_ACCEPTANCE),
        accepted_by=by.user,
    )


def acceptance_failed(city: City, project: Project) -> None:
    if project.stage == Stage.TRIAL_RUN:
        trial_run_failed(city, project)
    else:
        panel_fails(city, project)


def acceptance_did_not_fail(city: City, project: Project) -> None:
    if project.stage == Stage.TRIAL_RUN:
        trial_run_passed(city, project)
        preliminary_report_passes(city, project)
    else:
        panel_passes(city, project)


def panel_passes(city: City, project: Project) -> None:
    hold_panel(city, project, Panel.Kind.ACCEPTANCE, Conclusion.PASS)


def panel_fails(city: City, project: Project) -> None:
    hold_panel(city, project, Panel.Kind.ACCEPTANCE, Conclusion.FAIL)


def panel_still_sits(city: City, project: Project) -> None:
    await_opinions(city, project, Panel.Kind.ACCEPTANCE)


def all_parts_passed(city: City, project: Project) -> None:
    for kind in SubAcceptance.Kind:
        _record_part(city, project, kind)


def security_not_held(city: City, project: Project) -> None:
    for kind in set(SubAcceptance.Kind) - {SubAcceptance.Kind.SECURITY}:
        _record_part(city, project, kind)


def security_failed(city: City, project: Project) -> None:
    all_parts_passed(city, project)
    _record_part(city, project, SubAcceptance.Kind.SECURITY, passed=False)


def _record_part(city: City, project: Project, kind: SubAcceptance.Kind, *, passed: bool = True) -> None:
    actions.record_sub_acceptance(
        project=project,
        kind=kind,
        responsible="王工",
        held_on=timezone.localdate(),
        passed=passed,
        findings="资料齐全。" if passed else "缺少测评报告。",
        report=upload("单项验收.pdf"),
        by=city.actor("informatization_office"),
    )


def maintenance_arranged(city: City, project: Project) -> None:
    today = timezone.localdate()
    actions.arrange_maintenance(
        project=project,
        operator="东海运维有限公司",
        contact="李工",
        phone="0571-88880000",
        service_level="7×24 小时。",
        annual_cost=Decimal("96000.00"),
        starts_on=today,
        ends_on=today + timedelta(days=365),
        plan=upload("运维方案.pdf"),
        by=city.actor("user_unit"),
    )


def scored_by_four(city: City, project: Project) -> None:
    _score(city, project, PARTIES[:-1])


def scored_by_five(city: City, project: Project) -> None:
    _score(city, project, PARTIES)


def _score(city: City, project: Project, parties: tuple[str, ...]) -> None:
    evaluation = actions.open_evaluation(
        project=project, indicators=PRESET, by=city.actor("informatization_office")
    )
    full = [Points(line, line.weight) for line in evaluation.indicators.all()]
    for role in parties:
        actions.file_scores(sheet=evaluation.sheets.get(role=role), scores=full, by=city.actor(role))


def retirement_explained(city: City, project: Project) -> None:
    actions.explain_retirement(project=project, reason="已由新平台替代。", by=city.actor("user_unit"))


EVIDENCE = {
    "milestones_met": Evidence(milestones_met, lacks=(absent, milestone_planned, one_of_two_met)),
    "no_blocking_issue": Evidence(issue_closed, lacks=(blocking_issue, issue_rectified)),
    "acceptance_failed": Evidence(acceptance_failed, lacks=(absent, acceptance_did_not_fail)),
    "trial_run_passed": Evidence(
        trial_run_passed, lacks=(absent, trial_runs, trial_run_failed, trial_run_too_short)
    ),
    "preliminary_report_filed": Evidence(preliminary_report_passes, lacks=(absent, preliminary_report_fails)),
    "acceptance_panel_passed": Evidence(panel_passes, lacks=(absent, panel_still_sits, panel_fails)),
    "sub_acceptances_passed": Evidence(all_parts_passed, lacks=(absent, security_not_held, security_failed)),
    "maintenance_arranged": Evidence(maintenance_arranged),
    "scores_in": Evidence(
        scored_by_five,
        lacks=(absent, scored_by_four),
        takes_along={"grade_computed": "The grade is computed from the scores, with the last of them."},
    ),
    "grade_computed": Evidence(
        absent,
        lacks=(),
        never_alone="The database refuses an evaluation that is scored and has no grade.",
    ),
    "retirement_explained": Evidence(retirement_explained),
}
