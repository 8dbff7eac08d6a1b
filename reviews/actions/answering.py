"""What a person answers who is offered a seat: accepted or declined, taken with a declaration, given up."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm

from egov.accounts.acting import Actor
from projects.actions import record
from projects.models import TaskKind
from reviews.actions.desk import close_seat_tasks
from reviews.actions.office import settle_office_tasks
from reviews.actions.refusal import refuse_if
from reviews.actions.reserves import seat_reserve
from reviews.actions.seats import GRANT, ask, vacate
from reviews.models import Panel, PanelMember
from reviews.wording import declaration_for

Departure = PanelMember.Departure


@transaction.atomic
def accept_invitation(*, member: PanelMember, by: Actor) -> PanelMember:
    """Accept a seat. Raises ``PermissionDenied`` for anybody but the invited, ``PanelRefused`` too late."""
    seat = _own(member, by)
    refuse_if(_faults_of_answer(seat))
    seat.accepted_at = timezone.now()
    seat.save(update_fields=["accepted_at"])
    close_seat_tasks(seat)
    ask(seat, TaskKind.SIGN_DECLARATION, "reviews:invitation", by=by)
    record(verb="review.accept_invitation", project=seat.panel.project, on=seat.panel, by=by)
    return seat


@transaction.atomic
def decline_invitation(*, member: PanelMember, reason: str, by: Actor) -> PanelMember:
    """Give a seat back, for a reason, before the declaration or for a meeting that was moved since.

    The next reserve is invited. Raises ``PermissionDenied`` for anybody but the invited, ``PanelRefused``
    without a reason or too late.
    """
    seat = _own(member, by)
    refuse_if([*_faults_of_leaving(seat, reason), *_faults_of_declining(seat)])
    vacate(seat, Departure.DECLINED, reason, by=by)
    after, told = {"reserve": seat_reserve(seat, by=by)}, reason.strip()
    project, panel = seat.panel.project, seat.panel
    record(verb="review.decline_invitation", project=project, on=panel, by=by, after=after, reason=told)
    return seat


@transaction.atomic
def sign_declaration(*, member: PanelMember, by: Actor) -> PanelMember:
    """Sign the declaration of integrity and recusal; from now on the material is open to the member.

    The text is kept as it was signed. Raises ``PermissionDenied`` for anybody but the member,
    ``PanelRefused`` before the seat is accepted, or twice.
    """
    seat = _own(member, by)
    refuse_if(_faults_of_signing(seat))
    seat.declared_at, seat.declaration = timezone.now(), "\n".join(declaration_for(seat.panel))
    seat.save(update_fields=["declared_at", "declaration"])
    assign_perm(GRANT, seat.user, seat.panel.project)
    close_seat_tasks(seat)
    ask(seat, TaskKind.FILE_OPINION, "reviews:seat", by=by)
    settle_office_tasks(seat.panel, by=by)
    record(verb="review.sign_declaration", project=seat.panel.project, on=seat.panel, by=by)
    return seat


@transaction.atomic
def declare_conflict(*, member: PanelMember, reason: str, by: Actor) -> PanelMember:
    """Leave a seat for a conflict of interest, at any time; what was filed no longer counts (TBR art. 48).

    Raises ``PermissionDenied`` for anybody but the member, ``PanelRefused`` without a reason.
    """
    seat = _own(member, by)
    refuse_if(_faults_of_leaving(seat, reason))
    vacate(seat, Departure.CONFLICT, reason, by=by)
    # The trail keeps that there is a conflict; what it is, the page of the panel tells the office.
    after = {"reserve": seat_reserve(seat, by=by)}
    record(verb="review.declare_conflict", project=seat.panel.project, on=seat.panel, by=by, after=after)
    return seat


def _own(member: PanelMember, by: Actor) -> PanelMember:
    """Return the seat, its panel locked; raise ``PermissionDenied`` unless it is the person's own."""
    panel = Panel.objects.select_for_update(of=("self",), no_key=True).get(pk=member.panel_id)
    seat = panel.members.of(by).filter(pk=member.pk).select_related("user").first()
    if seat is None:
        raise PermissionDenied
    seat.panel = panel
    return seat


def _faults_of_seat(seat: PanelMember) -> Iterator[str]:
    if not seat.panel.lives:
        yield _("The panel no longer sits.")
    if seat.left_at is not None:
        yield _("You no longer have this seat.")


def _faults_of_answer(seat: PanelMember) -> Iterator[str]:
    yield from _faults_of_seat(seat)
    if seat.accepted_at is not None:
        yield _("You have already accepted the invitation.")


def _faults_of_declining(seat: PanelMember) -> Iterator[str]:
    if not seat.may_decline:
        yield _("You have signed the declaration. If you must leave, declare the conflict or ask the office.")


def _faults_of_signing(seat: PanelMember) -> Iterator[str]:
    yield from _faults_of_seat(seat)
    if seat.accepted_at is None:
        yield _("Please accept the invitation first.")
    if seat.has_declared:
        yield _("You have already signed the declaration.")


def _faults_of_leaving(seat: PanelMember, reason: str) -> Iterator[str]:
    yield from _faults_of_seat(seat)
    if not reason.strip():
        yield _("Please give a reason.")
