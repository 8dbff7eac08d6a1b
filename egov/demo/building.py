"""Construction under supervision, trial run and acceptance, clauses 三(三)3–4 and 三(四)1."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from acceptance.actions import (
    Outstanding,
    approve_change,
    close_quality_issue,
    conclude_trial_run,
    file_change,
    file_progress_report,
    file_supervision_report,
    log_trial_run,
    meet_milestone,
    plan_milestone,
    raise_quality_issue,
    record_preliminary_acceptance,
    record_sub_acceptance,
    rectify_quality_issue,
    return_to_construction,
    settle_outstanding_issue,
    start_trial_run,
    usual_due_day,
)
from acceptance.models import Milestone, QualityIssue, SubAcceptance, SupervisionReport
from egov.demo import papers
from egov.demo.arguing import sit
from egov.demo.founding import Desk
from egov.demo.journey import Journey
from egov.demo.paying import check, claim, settle
from projects.actions import advance
from projects.models import FundLine
from reviews.models import Panel

WRONG_INVOICE = "发票抬头与合同签订单位不一致，不予支付；请更正发票后重新申请。"
STRETCH, TRIAL = 34, 92
"""Days between two milestones, and of a trial run."""


def build_up(j: Journey) -> Iterator[datetime]:
    """Build by milestones, with reports, issues and changes, until everything is there."""
    yield j.wait(5)
    claim(j, 1)
    for place, part in enumerate(j.topic.parts, start=1):
        plan_milestone(
            project=j.project,
            title=f"完成{part}",
            planned_on=j.today + timedelta(days=int(place * STRETCH * j.tale.pace) + 3),
            deliverable=j.words.deliverable(part),
            by=j.builder.handler,
        )
    for place, part in enumerate(j.topic.parts, start=1):
        yield from _stretch(j, place)
        for shares in [shares for twist, shares in CHANGES.items() if place == 1 and j.tale.has(twist)]:
            yield from _change(j, shares)
        if place == 2 and (j.tale.has("issue") or j.tale.has("blocked")):
            yield from _issue(j, blocking=j.tale.has("blocked"))
        yield j.wait(STRETCH / 3)
        milestone = Milestone.objects.get(project=j.pk, title=f"完成{part}")
        evidence = papers.word(f"{part}阶段成果确认单", j.builder.name, j.today, j.words.evidence(part))
        meet_milestone(milestone=milestone, met_on=j.today, evidence=evidence, by=j.builder.handler)
        settle(j, refuses=WRONG_INVOICE if place == 2 and j.tale.has("change") else "")
        claim(j, 1, FundLine.REVIEW)
        claim(j, 2)


def _stretch(j: Journey, place: int) -> Iterator[datetime]:
    began = j.today
    yield j.wait(STRETCH / 3)
    check(j)
    check(j, FundLine.REVIEW)
    percent = min(95, place * 90 // len(j.topic.parts))
    file_progress_report(
        project=j.project,
        from_on=began,
        to_on=j.today,
        percent=percent,
        done=j.words.done(place),
        problems=j.words.troubles(place),
        next=j.words.planned(place),
        by=j.builder.handler,
    )
    yield j.wait(STRETCH / 3)
    settle(j, FundLine.REVIEW)
    _supervise(j, began, percent)


def _supervise(j: Journey, began: date, percent: int) -> None:
    supervisor = j.desk(j.tale.supervisor)
    findings = j.words.supervision(percent)
    issue = SupervisionReport.objects.filter(project=j.pk).count() + 1
    file_supervision_report(
        project=j.project,
        kind="monthly",
        from_on=began,
        to_on=j.today,
        **findings,
        paper=papers.word(f"监理月报第{issue}期", supervisor.name, j.today, list(findings.items())),
        by=supervisor.handler,
    )


CHANGES = {
    "change": ("0.03", "0.085"),
    "change at the limit": ("0.03", "0.066"),
    "change over": ("0.02", "0.108"),
}
"""By twist, which parts of the contract's sum its two changes add."""


def _change(j: Journey, shares: tuple[str, str]) -> Iterator[datetime]:
    """Change the contract twice: a little, and so much that the office may have to approve."""
    for share in map(Decimal, shares):
        yield j.wait(5)
        approves = share > Decimal("0.08")
        delta = (j.contract_sum * share / 1000).quantize(Decimal(1)) * 1000
        content = j.words.change(large=approves)
        change = file_change(
            project=j.project,
            content=content,
            reason=j.topic.trouble,
            amount_delta=delta,
            days_delta=15 if approves else 0,
            paper=papers.word(
                "变更申请单", j.builder.name, j.today, (("变更内容", content), ("变更原因", j.topic.trouble))
            ),
            by=j.builder.handler,
        )
        if change.status == "pending":
            if j.tale.has("change waits"):
                return
            yield j.wait(6)
            approve_change(
                change=change, reason="确因客观条件变化，未突破批准投资，同意变更。", by=j.here("office").head
            )


def _issue(j: Journey, *, blocking: bool) -> Iterator[datetime]:
    supervisor = j.desk(j.tale.supervisor)
    for desk, blocks in ((j.here("office"), False), (supervisor, blocking)):
        yield j.wait(3)
        issue = raise_quality_issue(
            project=j.project,
            title=j.words.issue_title(blocking=blocks),
            description=j.words.issue(blocking=blocks),
            is_blocking=blocks,
            due_on=j.today + timedelta(days=20),
            by=desk.handler,
        )
        if blocks and j.tale.has("blocked"):
            continue
        yield j.wait(8)
        _rectify(j, issue, desk)


def _rectify(j: Journey, issue: QualityIssue, desk: Desk) -> None:
    proof = papers.word("整改报告", j.builder.name, j.today, (("整改情况", j.words.rectified()),))
    rectify_quality_issue(issue=issue, rectification=j.words.rectified(), proof=proof, by=j.builder.handler)
    close_quality_issue(issue=issue, by=desk.handler)


def accept(j: Journey) -> Iterator[datetime]:
    """Try, accept preliminarily, accept finally; where it fails, rectify and try again."""
    if j.tale.has("preliminary fails"):
        yield from _try(j)
        yield j.wait(6)
        _accept_preliminarily(j, passed=False)
        yield from _make_good(j)
    if j.tale.has("final fails"):
        yield from _try(j)
        yield j.wait(6)
        _accept_preliminarily(j, passed=True)
        yield from sit(j, Panel.Kind.ACCEPTANCE, "fails")
        yield j.wait(3)
        return_to_construction(
            project=j.project,
            reason=j.words.final_failure(),
            due_on=usual_due_day(j.project),
            by=j.here("office").handler,
        )
        yield from _make_good(j)
    yield from _try(j)
    yield j.wait(6)
    _accept_preliminarily(j, passed=True)
    yield from _accept_finally(j)


def _make_good(j: Journey) -> Iterator[datetime]:
    yield j.wait(5)
    milestone = plan_milestone(
        project=j.project,
        title="完成验收问题整改",
        planned_on=j.today + timedelta(days=30),
        deliverable=j.words.deliverable("验收问题整改"),
        by=j.builder.handler,
    )
    yield j.wait(16)
    evidence = papers.word("整改成果确认单", j.builder.name, j.today, j.words.evidence("验收问题整改"))
    meet_milestone(milestone=milestone, met_on=j.today, evidence=evidence, by=j.builder.handler)
    for issue in j.project.quality_issues.filter(is_blocking=True, closed_at__isnull=True):
        _rectify(j, issue, j.desk(j.tale.supervisor))


def _try(j: Journey) -> Iterator[datetime]:
    yield j.wait(4)
    plan = papers.word("试运行方案", j.builder.name, j.today, (("试运行安排", j.words.trial_plan()),))
    start_trial_run(project=j.project, starts_on=j.today, planned_days=TRIAL, plan=plan, by=j.builder.handler)
    ends = j.now + timedelta(days=TRIAL)
    for place in range(3):
        began = j.today
        yield j.wait(18, exact=True)
        log_trial_run(project=j.project, seen_on=j.today, finding=j.words.trial_log(place), by=j.user.handler)
        _supervise(j, began, percent=95)
    began = j.today
    j.now = max(j.now, ends)
    yield j.wait(2)
    _supervise(j, began, percent=95)
    report = papers.word("试运行报告", j.user.name, j.today, (("试运行情况", j.words.trial_report()),))
    conclude_trial_run(
        project=j.project, passed=True, findings=j.words.trial_report(), report=report, by=j.user.handler
    )


def _accept_preliminarily(j: Journey, *, passed: bool) -> None:
    supervisor = j.desk(j.tale.supervisor)
    findings = j.words.preliminary(passed=passed)
    report = papers.word("初步验收报告", supervisor.name, j.today, (("验收结论", findings),))
    record_preliminary_acceptance(
        project=j.project, passed=passed, findings=findings, report=report, by=supervisor.head
    )
    if passed:
        claim(j, 3)


def _accept_finally(j: Journey) -> Iterator[datetime]:
    for place, kind in enumerate(SubAcceptance.Kind.values):
        yield j.wait(2.5)
        check(j) if place == 0 else settle(j)
        _sub_accept(j, kind, with_rest=place == 2)
    yield from sit(j, Panel.Kind.ACCEPTANCE)
    yield j.wait(3)
    advance(project=j.project, step="pass_final_acceptance", by=j.here("office").head)


def _sub_accept(j: Journey, kind: str, *, with_rest: bool) -> None:
    findings = j.words.sub_acceptance(kind)
    rest = Outstanding(j.words.rest(), j.builder.handler.user.name, j.today + timedelta(days=20))
    acceptance = record_sub_acceptance(
        project=j.project,
        kind=kind,
        responsible=j.here("office").handler.user.name,
        held_on=j.today,
        passed=True,
        findings=findings,
        report=papers.word(
            f"{SubAcceptance.Kind(kind).label}验收报告",
            j.here("office").name,
            j.today,
            (("验收意见", findings),),
        ),
        outstanding=[rest] if with_rest else [],
        by=j.here("office").handler,
    )
    for issue in acceptance.outstanding_issues.all():
        if j.chance.random() < 0.6:
            settle_outstanding_issue(issue=issue, settlement=j.words.rectified(), by=j.here("office").handler)
