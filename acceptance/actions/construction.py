"""Milestones and reports, clause 三(三)3–4."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from acceptance.actions.common import BUILDING, WATCHED, begin, not_after_today
from acceptance.models import Milestone, ProgressReport, SupervisionReport
from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.actions import record
from projects.actions.documents import file_document
from projects.flow import Stage
from projects.models import DocumentKind, Project

PLANNING = (Stage.CONTRACTED, Stage.UNDER_CONSTRUCTION)


@transaction.atomic
def plan_milestone(
    *, project: Project, title: str, planned_on: date, deliverable: str, by: Actor
) -> Milestone:
    """Plan a milestone, as the construction entity."""
    project = begin(project, Permission.REPORT_PROGRESS, PLANNING, by=by)
    milestone = Milestone.objects.create(
        project=project, title=title, planned_on=planned_on, deliverable=deliverable
    )
    record(verb="acceptance.plan_milestone", project=project, by=by, on=milestone, after=_facts(milestone))
    return milestone


@transaction.atomic
def change_milestone(
    *, milestone: Milestone, title: str, planned_on: date, deliverable: str, by: Actor
) -> None:
    """Change a milestone that is not met yet. Raises ``ValidationError`` for one that is."""
    milestone = _unmet(milestone, by=by)
    before = _facts(milestone)
    milestone.title, milestone.planned_on, milestone.deliverable = title, planned_on, deliverable
    milestone.save()
    record(
        verb="acceptance.change_milestone",
        project=milestone.project,
        by=by,
        on=milestone,
        before=before,
        after=_facts(milestone),
    )


@transaction.atomic
def drop_milestone(*, milestone: Milestone, by: Actor) -> None:
    """Take an unmet milestone out of the plan; the trail keeps what it was."""
    milestone = _unmet(milestone, by=by)
    project, facts, number = milestone.project, _facts(milestone), milestone.pk
    milestone.delete()
    milestone.pk = number
    record(verb="acceptance.drop_milestone", project=project, by=by, on=milestone, before=facts)


@transaction.atomic
def meet_milestone(*, milestone: Milestone, met_on: date, evidence: File[Any], by: Actor) -> None:
    """Declare a milestone met on a day, with the evidence. Raises ``ValidationError`` for a later day."""
    milestone = _unmet(milestone, by=by)
    not_after_today(met_on, field="met_on")
    milestone.evidence = file_document(
        project=milestone.project,
        kind=DocumentKind.OTHER,
        title=_("Evidence for the milestone: %(title)s") % {"title": milestone.title},
        upload=evidence,
        by=by,
    )
    milestone.met_on, milestone.met_by = met_on, by.user
    milestone.save()
    record(
        verb="acceptance.meet_milestone",
        project=milestone.project,
        by=by,
        on=milestone,
        after={"met_on": met_on.isoformat(), "evidence": milestone.evidence.sha256},
    )


def _unmet(milestone: Milestone, *, by: Actor) -> Milestone:
    project = begin(milestone.project, Permission.REPORT_PROGRESS, PLANNING, by=by)
    fresh = project.milestones.get(pk=milestone.pk)
    if fresh.met_on:
        raise ValidationError(_("This milestone is met; it can no longer be changed."))
    fresh.project = project
    return fresh


def _facts(milestone: Milestone) -> dict[str, str]:
    return {
        "title": milestone.title,
        "planned_on": milestone.planned_on.isoformat(),
        "deliverable": milestone.deliverable,
    }


def _period(from_on: date, to_on: date) -> None:
    if to_on < from_on:
        raise ValidationError({"to_on": _("The period ends before it begins.")})
    not_after_today(to_on, field="to_on")


@transaction.atomic
def file_progress_report(
    *,
    project: Project,
    from_on: date,
    to_on: date,
    percent: int,
    done: str,
    problems: str,
    next: str,  # noqa: A002 - the heading of the report: what is planned next
    paper: File[Any] | None = None,
    by: Actor,
) -> ProgressReport:
    """File how far construction has come (``percent`` of the whole), as the construction entity."""
    project = begin(project, Permission.REPORT_PROGRESS, BUILDING, by=by)
    _period(from_on, to_on)
    report = ProgressReport(
        project=project,
        from_on=from_on,
        to_on=to_on,
        percent=percent,
        done=done,
        problems=problems,
        next=next,
        filed_by=by.user,
    )
    if paper:
        title = _("Progress report %(period)s") % {"period": report}
        report.paper = file_document(
            project=project, kind=DocumentKind.PROGRESS_REPORT, title=title, upload=paper, by=by
        )
    report.save()
    record(
        verb="acceptance.file_progress_report",
        project=project,
        by=by,
        on=report,
        after={"percent": percent, "problems": problems},
    )
    return report


@transaction.atomic
def file_supervision_report(
    *,
    project: Project,
    kind: str,
    from_on: date,
    to_on: date,
    quality: str,
    progress: str,
    cost: str,
    safety: str,
    paper: File[Any],
    by: Actor,
) -> SupervisionReport:
    """File the supervisor's weekly or monthly report, clause 三(三)4."""
    project = begin(project, Permission.REPORT_SUPERVISION, WATCHED, by=by)
    _period(from_on, to_on)
    report = SupervisionReport(
        project=project,
        kind=kind,
        from_on=from_on,
        to_on=to_on,
        quality=quality,
        progress=progress,
        cost=cost,
        safety=safety,
        filed_by=by.user,
    )
    title = _("Supervision report: %(report)s") % {"report": report}
    report.paper = file_document(
        project=project, kind=DocumentKind.SUPERVISION_REPORT, title=title, upload=paper, by=by
    )
    report.save()
    record(verb="acceptance.file_supervision_report", project=project, by=by, on=report, after={"kind": kind})
    return report
