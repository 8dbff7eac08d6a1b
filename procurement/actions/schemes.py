"""What happens to the schemes that come in, clause 三(三)1."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from procurement.actions.beginning import begin, refuse_if
from procurement.models import Scheme, Solicitation, Supplier
from procurement.models.readiness import why_no_choice, why_no_scheme
from projects.actions import record, withdraw_signatures
from projects.actions.documents import file_document
from projects.flow import Stage
from projects.models import DocumentKind, Project


@transaction.atomic
def record_scheme(
    *,
    project: Project,
    author: str,
    received_at: datetime,
    upload: File[Any],
    by: Actor,
    uscc: str = "",
    summary: str = "",
) -> Scheme:
    """Record a scheme that a company handed in after the call was published.

    Raises ``ValidationError`` (outside the time for schemes, a second one of the same company), and
    ``PermissionDenied``.
    """
    project = begin(project, Permission.RUN_PROCUREMENT, [Stage.SOLICITING], by=by)
    refuse_if(why_no_scheme(project))
    notice = _open_call(project, received_at)
    supplier, filed = Supplier(author.strip(), uscc), project.schemes.of_current_call().standing()
    if any(other.supplier.is_same_as(supplier) for other in filed):
        raise ValidationError({"author": _("A scheme of this company is recorded already.")})
    version = file_document(
        project=project, kind=DocumentKind.SCHEME, title=supplier.name, upload=upload, by=by
    )
    scheme = Scheme.objects.create(
        project=project,
        solicitation=notice,
        author=supplier.name,
        uscc=supplier.uscc,
        received_at=received_at,
        file=version,
        summary=summary.strip(),
        recorded_by=by.user,
    )
    record(
        verb="procurement.record_scheme",
        project=project,
        by=by,
        on=scheme,
        after={"author": scheme.author, "uscc": scheme.uscc},
    )
    return scheme


def _open_call(project: Project, received_at: datetime) -> Solicitation:
    """Return the call that a scheme answers; ``ValidationError`` if it came outside of its time."""
    notice = project.solicitations.published().latest("sequence")
    if received_at > timezone.now():
        raise ValidationError({"received_at": _("This time lies in the future.")})
    if not notice.was_public_at(received_at):
        raise ValidationError({"received_at": _("This is before the notice was published.")})
    if notice.was_over_at(received_at):
        raise ValidationError({"received_at": _("The deadline for schemes had passed; it is not accepted.")})
    return notice


@transaction.atomic
def withdraw_scheme(*, scheme: Scheme, reason: str, by: Actor) -> None:
    """Strike a scheme that was recorded by mistake or taken back; the row and its file stay.

    Raises ``ValidationError`` once the panel is formed or without a reason, and ``PermissionDenied``.
    """
    project = begin(scheme.project, Permission.RUN_PROCUREMENT, [Stage.SOLICITING], by=by)
    refuse_if(why_no_scheme(project))
    scheme.refresh_from_db()
    if scheme.withdrawn_at is not None:
        raise ValidationError(_("This scheme is withdrawn already."))
    if scheme.solicitation != project.solicitations.current():
        raise ValidationError(_("This scheme answers an earlier call and stays as it was judged."))
    if not reason.strip():
        raise ValidationError({"reason": _("Please give a reason.")})
    scheme.withdrawn_at, scheme.withdrawn_by = timezone.now(), by.user
    scheme.withdrawal_reason = reason.strip()
    scheme.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    record(verb="procurement.withdraw_scheme", project=project, by=by, on=scheme, reason=reason.strip())


@transaction.atomic
def choose_scheme(*, scheme: Scheme, by: Actor, reason: str = "") -> None:
    """Choose the best scheme after the panel's ranking (三(三)1).

    Any other than the first of the ranking needs a reason. Choosing anew withdraws the signatures
    given to the earlier choice. Raises ``ValidationError`` and ``PermissionDenied``.
    """
    project = begin(scheme.project, Permission.CHOOSE_SCHEME, [Stage.SOLICITING], by=by)
    refuse_if(why_no_choice(project))
    scheme.refresh_from_db()
    if scheme.withdrawn_at is not None:
        raise ValidationError(_("This scheme is withdrawn already."))
    place = scheme.place
    if place is None:
        raise ValidationError(_("The panel did not rank this scheme."))
    if place != 1 and not reason.strip():
        raise ValidationError({"reason": _("Say why not the first of the ranking is chosen.")})
    earlier = project.schemes.chosen()
    if earlier is not None and earlier.pk != scheme.pk:
        _unchoose(project, earlier, by=by)
    scheme.chosen_at, scheme.chosen_by = timezone.now(), by.user
    scheme.choice_reason = reason.strip()
    scheme.save(update_fields=["chosen_at", "chosen_by", "choice_reason"])
    record(
        verb="procurement.choose_scheme",
        project=project,
        by=by,
        on=scheme,
        after={"place": place},
        reason=reason.strip(),
    )


def _unchoose(project: Project, scheme: Scheme, *, by: Actor) -> None:
    scheme.chosen_at = scheme.chosen_by = None
    scheme.choice_reason = ""
    scheme.save(update_fields=["chosen_at", "chosen_by", "choice_reason"])
    withdraw_signatures(project=project, step="select_scheme", reason=_("Another scheme was chosen."), by=by)
