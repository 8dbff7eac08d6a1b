"""Drafting, publishing and clarifying the two calls: for schemes and for bids."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from procurement.actions.beginning import begin, live_tender, refuse_if
from procurement.models import Clarification, Notice, Solicitation, Tender
from procurement.models.readiness import why_no_new_call, why_not_publish
from projects.actions import advance, record
from projects.actions.documents import file_document
from projects.flow import Stage
from projects.models import DocumentKind, Project

SOLICITATION_FIELDS = ("title", "text", "requirements", "deadline", "contact")
TENDER_FIELDS = (
    *("title", "text", "contact", "method", "method_reason", "budget", "max_price"),
    *("deadline", "opening_at", "opening_place"),
)

N = TypeVar("N", bound=Notice)


@transaction.atomic
def save_solicitation(
    *,
    project: Project,
    fields: dict[str, Any],
    by: Actor,
    revision: int = 0,
    files: list[File[Any]] | None = None,
) -> Solicitation:
    """Save the draft of the call for schemes, complete or not; after one without success the next (三(三)1).

    ``revision`` is that of the draft that was edited. Raises ``ValidationError`` if somebody saved it
    meanwhile or if the present call has not come to nothing, and ``PermissionDenied``.
    """
    project = _begin_call(project, by=by)
    draft = _draft_of(project)
    _fill(draft, {name: fields[name] for name in SOLICITATION_FIELDS if name in fields}, revision)
    _attach(draft, project, DocumentKind.SOLICITATION, files or [], by=by)
    record(verb="procurement.save_solicitation", project=project, by=by, on=draft)
    return draft


@transaction.atomic
def save_tender(
    *,
    project: Project,
    fields: dict[str, Any],
    by: Actor,
    revision: int = 0,
    files: list[File[Any]] | None = None,
) -> Tender:
    """Save the draft of a tender, complete or not; after a failed one this is the next (三(三)2).

    Amounts in yuan. Raises ``ValidationError`` if somebody saved it meanwhile or if it is published,
    and ``PermissionDenied``.
    """
    project = begin(project, Permission.RUN_PROCUREMENT, [Stage.SCHEME_CONFIRMED], by=by)
    draft = project.tenders.live() or Tender(project=project, sequence=project.tenders.count() + 1)
    _fill(draft, {name: fields[name] for name in TENDER_FIELDS if name in fields}, revision)
    _attach(draft, project, DocumentKind.TENDER_DOCUMENT, files or [], by=by)
    record(verb="procurement.save_tender", project=project, by=by, on=draft)
    return draft


def _fill(draft: N, fields: dict[str, Any], revision: int) -> None:
    if draft.is_published:
        raise ValidationError(_("The notice is published and can no longer be changed; clarify it instead."))
    if draft.revision != revision:
        raise ValidationError(
            _("Somebody else saved this draft meanwhile. Open it anew in another window and compare.")
        )
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.revision += 1
    draft.save()


def _attach(
    draft: Notice, project: Project, kind: DocumentKind, files: list[File[Any]], *, by: Actor
) -> None:
    for upload in files:
        version = file_document(project=project, kind=kind, title=upload.name or "", upload=upload, by=by)
        draft.files.add(version)


@transaction.atomic
def remove_file(*, project: Project, notice: Notice, version_id: int, by: Actor) -> None:
    """Take a file off the draft of a notice; the file itself stays among the project's documents.

    Raises ``ValidationError`` once the notice is published, and ``PermissionDenied``.
    """
    stages = [Stage.INITIATED, Stage.SOLICITING, Stage.SCHEME_CONFIRMED]
    project = begin(project, Permission.RUN_PROCUREMENT, stages, by=by)
    notice.refresh_from_db()
    if notice.is_published:
        raise ValidationError(_("The notice is published and can no longer be changed; clarify it instead."))
    notice.files.remove(version_id)
    record(verb="procurement.remove_file", project=project, by=by, on=notice, before={"version": version_id})


@transaction.atomic
def publish_solicitation(*, project: Project, by: Actor) -> Project:
    """Publish the call for schemes; with the first one the solicitation is open (三(三)1).

    A later one follows in the same stay: what answered the call before it is not ranked any more.
    Raises ``ValidationError`` with what the notice lacks, ``PermissionDenied`` or ``StepRefused``.
    """
    project = _begin_call(project, by=by)
    notice = _draft_of(project)
    refuse_if(why_not_publish(notice))
    _publish(notice, by=by)
    if project.stage == Stage.INITIATED:
        project = advance(project=project, step="open_solicitation", by=by).project
    record(
        verb="procurement.publish_solicitation",
        project=project,
        by=by,
        on=notice,
        after={"call": notice.sequence},
    )
    return project


def _begin_call(project: Project, *, by: Actor) -> Project:
    """Lock a project for the draft of a call; ``ValidationError`` while another call may still succeed."""
    project = begin(project, Permission.RUN_PROCUREMENT, [Stage.INITIATED, Stage.SOLICITING], by=by)
    if project.stage == Stage.SOLICITING:
        refuse_if(why_no_new_call(project))
    return project


def _draft_of(project: Project) -> Solicitation:
    draft = project.solicitations.draft()
    return draft or Solicitation(project=project, sequence=project.solicitations.count() + 1)


@transaction.atomic
def publish_tender(*, project: Project, by: Actor) -> Project:
    """Publish the tender notice with its document; with it the tender is open (三(三)2).

    Raises ``ValidationError`` with what the notice lacks, ``PermissionDenied`` or ``StepRefused``.
    """
    project = begin(project, Permission.RUN_PROCUREMENT, [Stage.SCHEME_CONFIRMED], by=by)
    notice = live_tender(project)
    refuse_if(why_not_publish(notice))
    _publish(notice, by=by)
    project = advance(project=project, step="open_tender", by=by).project
    record(
        verb="procurement.publish_tender",
        project=project,
        by=by,
        on=notice,
        after={"method": notice.method, "budget": str(notice.budget), "max_price": str(notice.max_price)},
    )
    return project


def _publish(notice: Notice, *, by: Actor) -> None:
    notice.published_at, notice.published_by = timezone.now(), by.user
    notice.save(update_fields=["published_at", "published_by"])


@transaction.atomic
def clarify(*, project: Project, notice: Solicitation | Tender, text: str, by: Actor) -> Clarification:
    """Publish a clarification of a notice that is public; the notice itself stays as it was.

    Raises ``ValidationError`` before publication or once the call is over, and ``PermissionDenied``.
    """
    project = begin(project, Permission.RUN_PROCUREMENT, [Stage.SOLICITING, Stage.TENDERING], by=by)
    notice.refresh_from_db()
    if not notice.is_published or notice.is_over:
        raise ValidationError(_("A notice can be clarified from its publication until its deadline."))
    target = {"tender": notice} if isinstance(notice, Tender) else {"solicitation": notice}
    clarification = Clarification(text=text.strip(), published_by=by.user, **target)
    clarification.published_at = timezone.now()
    clarification.save()
    record(verb="procurement.clarify", project=project, by=by, on=notice, after={"text": text.strip()})
    return clarification
