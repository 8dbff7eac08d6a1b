"""The only deeds of the desk: what auditors write for themselves. None of them touches a project."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egov.accounts.acting import Actor
from egov.accounts.models import AdminRole, Organization, User
from egov.accounts.models import OrganizationKind as Kind
from egov.accounts.roles import Permission
from egov.audit.actions import record_event
from egov.audit.models import Checkpoint, Event, Verification
from egov.audit.refusals import Refusal
from egov.dashboard.models import Note, NoteRevision, SavedSearch
from egov.notices.actions import Message, notify_organizations, notify_users
from projects.models import Project
from projects.papers.proof import PaperFault


class NoteChanged(Refusal, ValidationError):
    """Somebody else revised the finding in the meantime."""

    is_slip = True


@transaction.atomic
def write_note(
    *,
    text: str,
    severity: str,
    about: str,
    project: Project | None = None,
    event: Event | None = None,
    flag: str = "",
    flagged: str = "",
    by: Actor,
) -> Note:
    """Open a finding on a project, an event, or what a red flag shows of a project.

    ``about`` says what it is on as that reads now. The trail learns that there is a finding, not what it
    says: others read the trail too. Raises ``PermissionDenied`` for anybody but the auditors of a bureau.
    """
    organization = _bureau(by)
    note = Note(
        jurisdiction=organization.jurisdiction,
        organization=organization,
        project=project,
        event=event,
        flag=flag,
        flagged=flagged,
        about=about[:500],
        opened_by=by.user,
    )
    note.save()
    _revise(note, number=1, text=text, severity=severity, state=NoteRevision.State.OPEN, by=by)
    record_event(verb="desk.write_note", by=by, on=note, after={"flag": flag} if flag else None)
    return note


@transaction.atomic
def revise_note(*, note: Note, seen: int, text: str, severity: str, state: str, by: Actor) -> NoteRevision:
    """Write a new revision of a finding, or settle it; the earlier ones stay.

    ``seen`` is the number of the revision that the person read. Raises ``NoteChanged`` where a later one
    was written meanwhile, ``PermissionDenied`` unless the finding is of the person's own jurisdiction.
    """
    organization = _bureau(by)
    if note.jurisdiction_id != organization.jurisdiction_id:
        raise PermissionDenied
    last = note.revisions.select_for_update(of=("self",), no_key=True).order_by("-number").first()
    if last is None or last.number != seen:
        raise NoteChanged(_("Somebody else has revised the finding meanwhile. Read it again, then revise."))
    revision = _revise(note, number=seen + 1, text=text, severity=severity, state=state, by=by)
    record_event(
        verb="desk.revise_note", by=by, on=note, before={"version": seen}, after={"version": revision.number}
    )
    return revision


def _bureau(by: Actor) -> Organization:
    if by.organization is None or not by.may(Permission.KEEP_FINDINGS):
        raise PermissionDenied
    return by.organization


def _revise(note: Note, *, number: int, text: str, severity: str, state: str, by: Actor) -> NoteRevision:
    revision = NoteRevision(
        note=note,
        number=number,
        text=text.strip(),
        severity=severity,
        state=state,
        by=by.user,
        organization=_bureau(by),
    )
    revision.save()
    return revision


@transaction.atomic
def save_search(*, name: str, query: str, by: Actor) -> SavedSearch:
    """Keep a search over the trail under a name; the same name keeps the newer one."""
    if not by.may(Permission.READ_TRAIL):
        raise PermissionDenied
    kept, _created = SavedSearch.objects.update_or_create(user=by.user, name=name, defaults={"query": query})
    record_event(verb="desk.save_search", by=by, on=kept)
    return kept


@transaction.atomic
def drop_search(*, search: SavedSearch, by: Actor) -> None:
    """Forget a search of one's own. Raises ``PermissionDenied`` for another person's."""
    if search.user_id != by.user.pk:
        raise PermissionDenied
    record_event(verb="desk.drop_search", by=by, on=search)
    search.delete()


@transaction.atomic
def note_export(*, file: str, form: str, count: int, sha256: str, manifest: str, by: Actor) -> None:
    """Leave in the trail what somebody took home: file and manifest by their hashes, and how many lines."""
    record_event(
        verb="desk.export",
        by=by,
        after={"file": file, "form": form, "count": count, "sha256": sha256, "manifest": manifest},
    )


@transaction.atomic
def note_checkpoint_export(*, checkpoint: Checkpoint, by: Actor) -> None:
    """Leave in the trail that somebody took a checkpoint home."""
    record_event(
        verb="audit.export_checkpoint", by=by, on=checkpoint, after={"checkpoint": checkpoint.number}
    )


@transaction.atomic
def tell_readers(verification: Verification) -> None:
    """Tell all auditors, and the audit administrators, that the trail does not hold, and where to read it."""
    text = lazy(_words_of, str)(len(verification.findings) + verification.unnamed)
    url = reverse("dashboard:verification", args=[verification.pk])
    _tell_readers(text, url)


@transaction.atomic
def tell_of_papers(faults: Sequence[PaperFault]) -> None:
    """Leave in the trail which issued papers do not hold any more, and tell those who read it.

    ``faults`` are at least one.
    """
    record_event(verb="audit.find_faulty_papers", by=None, after={"faults": [str(one) for one in faults]})
    _tell_readers(lazy(_words_of_papers, str)(len(faults), faults[0]), reverse("dashboard:verifications"))


def _tell_readers(text: Any, url: str) -> None:
    bureaus = Organization.objects.active().filter(kind__in=[Kind.AUDIT_BUREAU, Kind.SUPERVISION_BUREAU])
    notify_organizations([Message(organization=bureau, text=text, url=url) for bureau in bureaus])
    notify_users(User.objects.filter(admin_role=AdminRole.AUDIT, is_active=True), text=text, url=url)


def _words_of_papers(faults: int, first: PaperFault) -> str:
    return ngettext(
        "The verification of issued papers found %(n)d fault: %(first)s Secure the evidence.",
        "The verification of issued papers found %(n)d faults, the first: %(first)s Secure the evidence.",
        faults,
    ) % {"n": faults, "first": first}


def _words_of(faults: int) -> str:
    return ngettext(
        "The verification of the audit trail found %(n)d fault. Read it, and secure the evidence.",
        "The verification of the audit trail found %(n)d faults. Read them, and secure the evidence.",
        faults,
    ) % {"n": faults}
