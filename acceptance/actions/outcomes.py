"""Preliminary acceptance by the supervisor and the five sub-acceptances, clause 三(四)1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from acceptance.actions.common import begin, needed, not_after_today
from acceptance.actions.returning import return_to_construction, usual_due_day
from acceptance.models import OutstandingIssue, PreliminaryAcceptance, SubAcceptance
from egov.accounts.acting import Actor
from egov.accounts.roles import Permission, Role
from projects.actions import Advance, advance, close_task, open_task, record
from projects.actions.documents import file_document
from projects.flow import Stage
from projects.models import DocumentKind, Project, TaskKind

SETTLING = (
    Stage.UNDER_CONSTRUCTION,
    Stage.TRIAL_RUN,
    Stage.PRELIMINARILY_ACCEPTED,
    Stage.ACCEPTED,
    Stage.IN_USE,
    Stage.EVALUATED,
)
"""From the first sub-acceptance on, also where the project returned to construction afterwards."""


@transaction.atomic
def record_preliminary_acceptance(
    *, project: Project, passed: bool, findings: str, report: File[Any], by: Actor
) -> Advance:
    """Record the supervisor's preliminary acceptance, by its signatory, and take the step it calls for.

    Passed, the project is preliminarily accepted; failed, it returns to construction and the findings
    are the reason, and what is to be rectified. Raises ``StepRefused`` as ``advance`` does: a trial run
    too short, or not passed.
    """
    project = begin(project, Permission.ACCEPT_PRELIMINARILY, [Stage.TRIAL_RUN], by=by)
    if not by.is_signatory:
        raise PermissionDenied
    findings = needed(findings, field="findings")
    paper = file_document(
        project=project,
        kind=DocumentKind.PRELIMINARY_ACCEPTANCE,
        title=_("Report on the preliminary acceptance"),
        upload=report,
        by=by,
    )
    acceptance = PreliminaryAcceptance.objects.create(
        project=project,
        visit=project.visit,
        passed=passed,
        findings=findings,
        report=paper,
        accepted_by=by.user,
    )
    record(
        verb="acceptance.record_preliminary_acceptance",
        project=project,
        by=by,
        on=acceptance,
        after={"passed": passed},
        reason="" if passed else findings,
    )
    if passed:
        return advance(project=project, step="pass_preliminary_acceptance", by=by)
    return return_to_construction(project=project, reason=findings, due_on=usual_due_day(project), by=by)


@dataclass(frozen=True)
class Outstanding:
    """What is left to be done after a sub-acceptance."""

    description: str
    responsible: str
    due_on: date


@transaction.atomic
def record_sub_acceptance(
    *,
    project: Project,
    kind: str,
    responsible: str,
    held_on: date,
    passed: bool,
    findings: str,
    report: File[Any],
    outstanding: Sequence[Outstanding] = (),
    by: Actor,
) -> SubAcceptance:
    """Record one of the five sub-acceptances, as the office. A later record of the same kind replaces it."""
    project = begin(project, Permission.RUN_ACCEPTANCE, [Stage.PRELIMINARILY_ACCEPTED], by=by)
    not_after_today(held_on, field="held_on")
    acceptance = SubAcceptance(
        project=project,
        visit=project.visit,
        kind=SubAcceptance.Kind(kind),
        responsible=responsible,
        held_on=held_on,
        passed=passed,
        findings=needed(findings, field="findings"),
        recorded_by=by.user,
    )
    acceptance.report = file_document(
        project=project,
        kind=DocumentKind.SUB_ACCEPTANCE,
        title=_("Sub-acceptance report: %(kind)s") % {"kind": acceptance},
        upload=report,
        by=by,
    )
    acceptance.save()
    for left in outstanding:
        _ask_to_settle(
            acceptance.outstanding_issues.create(
                description=left.description, responsible=left.responsible, due_on=left.due_on
            ),
            by=by,
        )
    record(
        verb="acceptance.record_sub_acceptance",
        project=project,
        by=by,
        on=acceptance,
        after={"kind": kind, "passed": passed, "outstanding": [left.description for left in outstanding]},
        reason="" if passed else acceptance.findings,
    )
    return acceptance


def _ask_to_settle(issue: OutstandingIssue, *, by: Actor) -> None:
    project = issue.sub_acceptance.project
    office = project.organization_of(Role.INFORMATIZATION_OFFICE)
    if office is not None:
        open_task(
            project=project,
            organization=office,
            role=Role.INFORMATIZATION_OFFICE,
            kind=TaskKind.SETTLE_ISSUE,
            name=str(issue.pk),
            subject=issue.description[:120],
            url=reverse("acceptance:settle_issue", args=[project.number, issue.pk]),
            due=issue.due_on,
            by=by,
        )


@transaction.atomic
def settle_outstanding_issue(*, issue: OutstandingIssue, settlement: str, by: Actor) -> None:
    """Record how an outstanding issue was settled, as the office."""
    project = begin(issue.sub_acceptance.project, Permission.RUN_ACCEPTANCE, SETTLING, by=by)
    fresh = OutstandingIssue.objects.get(pk=issue.pk, sub_acceptance__project=project)
    if fresh.settled_at:
        raise ValidationError(_("This issue is settled."))
    fresh.settlement = needed(settlement, field="settlement")
    fresh.settled_at, fresh.settled_by = timezone.now(), by.user
    fresh.save()
    for task in project.tasks.open().filter(kind=TaskKind.SETTLE_ISSUE, name=str(fresh.pk)):
        close_task(task)
    record(
        verb="acceptance.settle_outstanding_issue",
        project=project,
        by=by,
        on=fresh,
        after={"settlement": fresh.settlement},
    )
