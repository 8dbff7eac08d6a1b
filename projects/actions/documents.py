from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.audit.actions import record_event
from egov.audit.refusals import Refusal
from egov.policy.rules import value_of
from projects.actions.recording import record, require
from projects.files import digest, judge
from projects.models import Document, DocumentKind, DocumentVersion, IssuedPaper, Project, Signature
from projects.models.documents import BEFORE_SUBMISSION, REPORTS


class DocumentStays(Refusal, ValidationError):
    """The document was submitted or signed, or a record rests on it; what was filed stays."""


def max_megabytes(jurisdiction_id: int | None) -> int:
    """Return how large a file may be in a jurisdiction, in MB."""
    return int(value_of("upload_max_megabytes", jurisdiction_id=jurisdiction_id))


@transaction.atomic
def file_document(
    *,
    project: Project,
    kind: str,
    title: str,
    upload: File[Any],
    by: Actor,
    document: Document | None = None,
) -> DocumentVersion:
    """File a paper, or a new version of ``document``. Older versions stay.

    Raises ``FileRefused`` for a file that is not taken, ``DocumentStays`` for a report of an
    application that has been submitted, and ``PermissionDenied`` without ``ATTACH_DOCUMENT``.
    """
    require(project, Permission.ATTACH_DOCUMENT, by=by)
    return keep_paper(project=project, kind=kind, title=title, upload=upload, by=by, document=document)


@transaction.atomic
def keep_paper(
    *,
    project: Project,
    kind: str,
    title: str,
    upload: File[Any],
    by: Actor,
    document: Document | None = None,
) -> DocumentVersion:
    """File a paper in the course of another deed, which has checked who may; raises as ``file_document``."""
    judgement = judge(upload, max_megabytes=max_megabytes(project.jurisdiction_id))
    # The project's row makes people who file at the same moment wait for each other: no version
    # number is given twice, and no paper slips in beside a step.
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if kind in REPORTS and project.stage not in BEFORE_SUBMISSION:
        raise DocumentStays(_("The application was submitted with its reports; they can no longer change."))
    if document is None:
        document = Document.objects.create(
            project=project, kind=DocumentKind(kind), title=(title.strip() or judgement.name)[:200]
        )
    elif not project.documents.standing().filter(pk=document.pk, kind=kind).exists():
        raise PermissionDenied
    elif document.versions.filter(issued__isnull=False).exists():
        raise DocumentStays(_("This paper was issued under a number; it does not change."))
    version = DocumentVersion(
        document=document,
        number=(document.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        file=upload,
        name=judgement.name,
        media_type=judgement.media_type,
        size=judgement.size,
        sha256=digest(upload),
        uploaded_by=by.user,
        organization=by.organization,
        visit=project.visit,
    )
    version.save()
    record(
        verb="document.file",
        project=project,
        by=by,
        on=document,
        after={"kind": kind, "version": version.number, "name": version.name, "sha256": version.sha256},
    )
    return version


@transaction.atomic
def file_issued(*, paper: IssuedPaper, project: Project, by: Actor) -> DocumentVersion:
    """File an official paper with its project, in the name of the organ that issues it.

    The file is not stored a second time. To be called by ``issue_paper`` alone.
    """
    document = Document.objects.create(
        project=project, kind=DocumentKind(paper.kind), title=paper.title[:200]
    )
    version = DocumentVersion(
        document=document,
        number=1,
        file=paper.file.name,
        name=paper.name,
        media_type="application/pdf",
        size=paper.size,
        sha256=paper.sha256,
        uploaded_by=by.user,
        organization=paper.issuer,
        visit=project.visit,
    )
    version.save()
    after = {"kind": paper.kind, "version": 1, "name": version.name, "sha256": version.sha256}
    record(verb="document.file", project=project, by=by, on=document, after=after, goes_on=True)
    return version


@transaction.atomic
def remove_document(*, document: Document, by: Actor, reason: str = "") -> None:
    """Take back a paper that was filed by mistake; its file and its trail are kept.

    Possible for the organization that filed it, until the project takes its next step or somebody
    signs: from then on others have relied on it. Raises ``DocumentStays`` or ``PermissionDenied``.
    """
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=document.project_id)
    require(project, Permission.ATTACH_DOCUMENT, by=by)
    document = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    versions = list(document.versions.select_related("organization"))
    if document.removed_at or any(version.organization != by.organization for version in versions):
        raise PermissionDenied
    relied_on = Signature.objects.standing().filter(project=project, visit=project.visit).exists()
    if relied_on or any(version.visit != project.visit or version.is_evidence() for version in versions):
        raise DocumentStays(_("Others have relied on this document; it stays. You can file a new version."))
    document.removed_at, document.removed_by = timezone.now(), by.user
    document.save(update_fields=["removed_at", "removed_by"])
    record(
        verb="document.remove",
        project=project,
        by=by,
        on=document,
        before={"name": versions[-1].name if versions else document.title},
        reason=reason,
    )


def note_download(*, version: DocumentVersion, by: Actor) -> None:
    """Write into the trail who took which file home."""
    record_event(
        verb="document.download",
        by=by,
        on=version,
        project_id=version.document.project_id,
        jurisdiction_id=version.document.project.jurisdiction_id,
        after={"version": version.number, "sha256": version.sha256},
    )
