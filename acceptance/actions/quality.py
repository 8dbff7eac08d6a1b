"""Quality issues: raised, rectified, closed; clause 三(三)3."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from acceptance.actions.common import WATCHED, begin, needed
from acceptance.models import QualityIssue
from egov.accounts.acting import Actor
from egov.accounts.models import Organization
from egov.accounts.roles import Permission, Role
from projects.actions import open_task, record
from projects.actions.documents import file_document
from projects.flow import Stage
from projects.models import DocumentKind, Project, TaskKind
from projects.models.records import TaskQuerySet

FOLLOWED_UP = (*WATCHED, Stage.ACCEPTED, Stage.IN_USE, Stage.EVALUATED)
"""What did not block may still be rectified and closed after acceptance."""

WATCHERS = (Role.INFORMATIZATION_OFFICE, Role.USER_UNIT, Role.SUPERVISOR)
"""Who may raise an issue."""


@transaction.atomic
def raise_quality_issue(
    *, project: Project, title: str, description: str, is_blocking: bool, due_on: date, by: Actor
) -> QualityIssue:
    """Raise an issue, as the office, the user unit or the supervisor. A blocking one stops the trial run."""
    project = begin(project, Permission.RECORD_QUALITY_ISSUE, WATCHED, by=by)
    if by.organization is None:
        raise PermissionDenied
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": _("This day is past.")})
    issue = QualityIssue.objects.create(
        project=project,
        title=title,
        description=description,
        is_blocking=is_blocking,
        due_on=due_on,
        raised_by=by.user,
        raised_for=by.organization,
    )
    record(
        verb="acceptance.raise_quality_issue",
        project=project,
        by=by,
        on=issue,
        after={"is_blocking": is_blocking, "due_on": due_on.isoformat(), "description": description},
    )
    _ask_to_rectify(issue, by=by)
    return issue


@transaction.atomic
def rectify_quality_issue(
    *, issue: QualityIssue, rectification: str, proof: File[Any] | None = None, by: Actor
) -> None:
    """Say how an issue was rectified, as the construction entity; it waits to be closed.

    May be repeated until it is closed. Raises ``ValidationError`` for a closed issue.
    """
    issue = _open(issue, Permission.REPORT_PROGRESS, by=by)
    before = {"rectification": issue.rectification}
    if proof:
        issue.proof = file_document(
            project=issue.project,
            kind=DocumentKind.OTHER,
            title=_("Proof of rectification: %(title)s") % {"title": issue.title},
            upload=proof,
            by=by,
        )
    issue.rectification = needed(rectification, field="rectification")
    issue.rectified_at, issue.rectified_by = timezone.now(), by.user
    issue.save()
    record(
        verb="acceptance.rectify_quality_issue",
        project=issue.project,
        by=by,
        on=issue,
        before=before,
        after={"rectification": issue.rectification},
    )
    _ask_to_check(issue, by=by)


def may_close(issue: QualityIssue, by: Actor) -> bool:
    """Tell whether the person acts for whoever raised the issue, or for the supervisor."""
    raised_it = by.organization is not None and by.organization.pk == issue.raised_for_id
    roles = issue.project.roles_of(by)
    return Role.SUPERVISOR in roles or (
        raised_it and issue.project.allows(by, Permission.RECORD_QUALITY_ISSUE)
    )


@transaction.atomic
def close_quality_issue(*, issue: QualityIssue, by: Actor) -> None:
    """Close a rectified issue, as whoever raised it or the supervisor.

    Raises ``PermissionDenied`` for others, ``ValidationError`` before it is rectified.
    """
    issue = _open(issue, Permission.RECORD_QUALITY_ISSUE, by=by)
    if not may_close(issue, by):
        raise PermissionDenied
    if not issue.rectified_at:
        raise ValidationError(_("The issue is not rectified yet."))
    issue.closed_at, issue.closed_by = timezone.now(), by.user
    issue.save()
    record(verb="acceptance.close_quality_issue", project=issue.project, by=by, on=issue)
    _tasks_of(issue).update(closed_at=timezone.now())


@transaction.atomic
def reject_rectification(*, issue: QualityIssue, reason: str, by: Actor) -> None:
    """Send a rectification back as not good enough; the issue is open again."""
    issue = _open(issue, Permission.RECORD_QUALITY_ISSUE, by=by)
    if not may_close(issue, by):
        raise PermissionDenied
    if not issue.rectified_at:
        raise ValidationError(_("The issue is not rectified yet."))
    before = {"rectification": issue.rectification}
    reason = needed(reason, field="reason")
    issue.rectification, issue.rectified_at, issue.rectified_by = "", None, None
    issue.save()
    record(
        verb="acceptance.reject_rectification",
        project=issue.project,
        by=by,
        on=issue,
        before=before,
        reason=reason,
    )
    _tasks_of(issue).update(closed_at=timezone.now())
    _ask_to_rectify(issue, by=by)


def _ask_to_rectify(issue: QualityIssue, *, by: Actor) -> None:
    builder = issue.project.construction_entity
    if builder is not None:
        _ask(issue, TaskKind.RECTIFY_ISSUE, builder, Role.CONSTRUCTION_ENTITY, due=issue.due_on, by=by)


def _ask_to_check(issue: QualityIssue, *, by: Actor) -> None:
    """Ask whoever raised it; where they no longer watch over the project, the supervisor."""
    _tasks_of(issue).filter(kind=TaskKind.RECTIFY_ISSUE).update(closed_at=timezone.now())
    watchers = issue.project.organizations_of(WATCHERS)
    raiser = [role for role, holder in watchers.items() if holder.pk == issue.raised_for_id]
    role = raiser[0] if raiser else Role.SUPERVISOR
    if role in watchers and not _tasks_of(issue).exists():
        _ask(issue, TaskKind.CHECK_RECTIFICATION, watchers[role], role, by=by)


def _ask(
    issue: QualityIssue,
    kind: TaskKind,
    organization: Organization,
    role: Role,
    *,
    due: date | None = None,
    by: Actor,
) -> None:
    open_task(
        project=issue.project,
        organization=organization,
        role=role,
        kind=kind,
        name=str(issue.pk),
        subject=issue.title,
        url=reverse("acceptance:quality_issue", args=[issue.project.number, issue.pk]),
        due=due,
        by=by,
    )


def _tasks_of(issue: QualityIssue) -> TaskQuerySet:
    kinds = [TaskKind.RECTIFY_ISSUE, TaskKind.CHECK_RECTIFICATION]
    return issue.project.tasks.open().filter(kind__in=kinds, name=str(issue.pk))


def _open(issue: QualityIssue, permission: Permission, *, by: Actor) -> QualityIssue:
    project = begin(issue.project, permission, FOLLOWED_UP, by=by)
    fresh = project.quality_issues.get(pk=issue.pk)
    if fresh.closed_at:
        raise ValidationError(_("This issue is closed."))
    fresh.project = project
    return fresh
