"""What a member found and marked: drafted freely, filed once, corrected only by another filing."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from egov.accounts.acting import Actor
from projects.actions import record
from reviews.actions.desk import close_opinion_task, settle_panel_tasks
from reviews.actions.filing_faults import (
    Marks,
    faults_of_correction,
    faults_of_filing,
    faults_of_findings,
    faults_of_marks,
    faults_of_sheet,
    faults_of_time,
    faults_of_verdict,
)
from reviews.actions.refusal import refuse_if
from reviews.models import (
    Finding,
    Mark,
    MarkSheet,
    Opinion,
    OpinionDraft,
    Panel,
    PanelMember,
    PanelSubject,
    Verdict,
)
from reviews.models.opinions import DIMENSIONS_OF


@transaction.atomic
def save_draft(*, member: PanelMember, entries: Mapping[str, Any], by: Actor) -> OpinionDraft:
    """Keep what a member has typed so far, right or wrong; 三(二)2.

    It leaves no event: nobody may know from the trail how far a member is. Raises ``PermissionDenied`` for
    anybody but that member, ``PanelRefused`` once the opinion is filed or the panel no longer sits.
    """
    panel = _locked(member, by)
    refuse_if([*faults_of_time(panel, member), *faults_of_filing(member)])
    values = {"entries": dict(entries), "saved_at": timezone.now()}
    draft, _made = OpinionDraft.objects.update_or_create(member=member, defaults=values)
    return draft


@transaction.atomic
def file_opinion(
    *,
    member: PanelMember,
    findings: Mapping[str, tuple[str, str]],
    marks: Marks,
    by: Actor,
    verdict: str = Verdict.RANKING,
    problems: str = "",
    suggestions: str = "",
) -> Opinion:
    """File a member's opinion with its marks; 三(二)2, 三(三)1–2, 三(四)1.

    ``findings`` has, for each dimension of the panel's kind, an assessment and a remark (needed unless
    it is "meets"). Raises ``PermissionDenied`` for anybody but that member, ``PanelRefused`` where
    something is missing or out of its range, the score sheet is not fixed, or the panel no longer sits.
    """
    panel = _locked(member, by)
    refuse_if([*faults_of_time(panel, member), *faults_of_filing(member)])
    opinion = Opinion(
        member=member, verdict=verdict, problems=problems.strip(), suggestions=suggestions.strip()
    )
    _keep(panel, opinion, findings, marks)
    OpinionDraft.objects.filter(member=member).delete()
    close_opinion_task(member)
    settle_panel_tasks(panel, by=by)
    # The trail says that it was filed, not what it says: others may read the trail before the conclusion.
    record(verb="review.file_opinion", project=panel.project, on=panel, by=by)
    return opinion


@transaction.atomic
def correct_opinion(
    *,
    member: PanelMember,
    findings: Mapping[str, tuple[str, str]],
    marks: Marks,
    reason: str,
    by: Actor,
    verdict: str = Verdict.RANKING,
    problems: str = "",
    suggestions: str = "",
) -> Opinion:
    """File a member's opinion again before the conclusion, for a reason; the earlier one stays on record.

    What was drawn up upon the earlier one no longer stands. Raises as ``file_opinion`` does, and
    ``PanelRefused`` before anything was filed or without a reason.
    """
    panel = _locked(member, by)
    earlier = member.opinions.order_by("-number").first()
    refuse_if([*faults_of_time(panel, member), *faults_of_correction(earlier, reason)])
    opinion = Opinion(
        member=member,
        number=earlier.number + 1 if earlier else 1,
        reason=reason.strip(),
        verdict=verdict,
        problems=problems.strip(),
        suggestions=suggestions.strip(),
    )
    _keep(panel, opinion, findings, marks)
    settle_panel_tasks(panel, by=by)
    record(verb="review.correct_opinion", project=panel.project, on=panel, by=by)
    return opinion


def _locked(member: PanelMember, by: Actor) -> Panel:
    panel = Panel.objects.select_for_update(of=("self",), no_key=True).get(pk=member.panel_id)
    if not panel.members.sitting().of(by).filter(pk=member.pk).exists():
        raise PermissionDenied
    return panel


def _keep(panel: Panel, opinion: Opinion, findings: Mapping[str, tuple[str, str]], marks: Marks) -> None:
    sheet = MarkSheet.objects.of(panel)
    refuse_if(faults_of_sheet(sheet))
    assert sheet is not None  # noqa: S101 - refused above
    subjects: list[PanelSubject | None] = list(panel.subjects.order_by("pk")) or [None]
    refuse_if(
        [
            *faults_of_findings(panel, findings),
            *faults_of_marks(sheet, subjects, marks),
            *faults_of_verdict(panel, opinion, sheet, marks),
        ]
    )
    opinion.save()
    for dimension in DIMENSIONS_OF[panel.kind]:
        assessment, remark = findings[dimension]
        Finding(opinion=opinion, dimension=dimension, assessment=assessment, remark=remark.strip()).save()
    for criterion in sheet.marked:
        for subject in subjects:
            value = marks[criterion.pk, subject.pk if subject else None]
            kept = {"is_met": value} if criterion.is_gate else {"points": value}
            Mark(opinion=opinion, criterion=criterion, subject=subject, **kept).save()
