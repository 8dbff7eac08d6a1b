"""Who sits: members replaced, seats filled by hand where no draw can, the leader, the clerk in charge."""

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.models import Membership
from egov.accounts.roles import Permission
from projects.actions import record, require
from reviews.actions.desk import settle_panel_tasks
from reviews.actions.office import settle_office_tasks
from reviews.actions.refusal import refuse_if
from reviews.actions.reserves import fell_short, reserves_left, seat_reserve
from reviews.actions.seats import offer_seat, vacate
from reviews.models import Panel, PanelMember
from reviews.models.candidates import employer_of, employers_on
from reviews.models.pool import experts_for, officials_for

Departure = PanelMember.Departure


@transaction.atomic
def replace_member(
    *, member: PanelMember, reason: str, by: Actor, departure: str = Departure.REPLACED
) -> PanelMember | None:
    """Take a member off the panel, for a reason, and invite the next reserve; what they filed is void.

    ``departure`` is "absent" or "replaced". Returns the new seat, or None where no reserve is left. Raises
    ``PermissionDenied`` unless the office asks, ``PanelRefused`` where the member has left already.
    """
    panel = _locked(member.panel)
    require(panel.project, Permission.FORM_PANEL, by=by)
    seat = panel.members.select_related("user").get(pk=member.pk)
    seat.panel = panel
    refuse_if([*_faults_of_panel(panel), *_faults_of_leaving(seat), *_faults_of_reason(reason)])
    vacate(seat, departure, reason, by=by)
    reserve = seat_reserve(seat, by=by)
    after = {"departure": departure, "reserve": reserve}
    record(
        verb="review.replace_member",
        project=panel.project,
        on=panel,
        by=by,
        after=after,
        reason=reason.strip(),
    )
    return PanelMember.objects.filter(succeeds=seat).first()


@transaction.atomic
def name_member(*, panel: Panel, membership: Membership, reason: str, by: Actor) -> PanelMember:
    """Put a person on an empty seat by hand: an official, or an expert where the draw could not fill it.

    An expert named so is marked as such for ever. Raises ``PermissionDenied`` unless the office asks,
    ``PanelRefused`` while reserves are left, before a draw fell short, or where the person may not sit.
    """
    locked = _locked(panel)
    project = locked.project
    require(project, Permission.FORM_PANEL, by=by)
    is_expert = experts_for(project).filter(pk=membership.pk).exists()
    specialty = next(iter(locked.seats_left()), "") if is_expert else ""
    refuse_if(
        [
            *_faults_of_panel(locked),
            *_faults_of_reason(reason),
            *_faults_of_person(locked, membership, is_expert=is_expert),
            *_faults_of_seat(locked, specialty, is_expert=is_expert),
        ]
    )
    gone = locked.members.vacancies().filter(is_expert=is_expert, specialty=specialty).order_by("pk").first()
    seat = offer_seat(
        locked,
        membership,
        is_expert=is_expert,
        specialty=specialty,
        succeeds=gone,
        picked_reason=reason.strip() if is_expert else "",
        by=by,
    )
    settle_office_tasks(locked, by=by)
    after = {"is_expert": is_expert, "specialty": specialty}
    record(verb="review.name_member", project=project, on=locked, by=by, after=after, reason=reason.strip())
    return seat


def obstacles_to_naming(panel: Panel) -> list[str]:
    """Say why nobody can be named by hand now, whoever it were; officials' seats are filled first."""
    is_expert = not panel.official_seats_left
    specialty = next(iter(panel.seats_left()), "") if is_expert else ""
    return [*_faults_of_panel(panel), *_faults_of_seat(panel, specialty, is_expert=is_expert)]


@transaction.atomic
def name_leader(*, member: PanelMember, by: Actor) -> PanelMember:
    """Record whom the members chose to lead them; an expert who has signed the declaration.

    Raises ``PermissionDenied`` unless the office asks, ``PanelRefused`` for anybody else.
    """
    panel = _locked(member.panel)
    require(panel.project, Permission.FORM_PANEL, by=by)
    seat = panel.members.select_related("user").get(pk=member.pk)
    refuse_if([*_faults_of_panel(panel), *_faults_of_leading(seat)])
    panel.members.sitting().filter(is_leader=True).update(is_leader=False)
    seat.is_leader = True
    seat.save(update_fields=["is_leader"])
    settle_office_tasks(panel, by=by)
    settle_panel_tasks(panel, by=by)
    record(verb="review.name_leader", project=panel.project, on=panel, by=by)
    return seat


@transaction.atomic
def take_charge(*, panel: Panel, reason: str, by: Actor) -> Panel:
    """Become the clerk in charge of a panel, who alone knows its names before the rest of the office does.

    Raises ``PermissionDenied`` unless the office asks, ``PanelRefused`` without a reason.
    """
    locked = _locked(panel)
    require(locked.project, Permission.FORM_PANEL, by=by)
    refuse_if([*_faults_of_panel(locked), *_faults_of_reason(reason)])
    before = {"clerk": locked.clerk_id}
    locked.clerk = by.user
    locked.save(update_fields=["clerk"])
    record(
        verb="review.take_charge",
        project=locked.project,
        on=locked,
        by=by,
        before=before,
        reason=reason.strip(),
    )
    return locked


def _locked(panel: Panel) -> Panel:
    rows = Panel.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("project__jurisdiction").get(pk=panel.pk)


def _faults_of_panel(panel: Panel) -> Iterator[str]:
    if not panel.lives:
        yield _("The panel no longer sits.")


def _faults_of_leaving(seat: PanelMember) -> Iterator[str]:
    if seat.left_at is not None:
        yield _("This member has already left the panel.")


def _faults_of_reason(reason: str) -> Iterator[str]:
    if not reason.strip():
        yield _("Please give a reason.")


def _faults_of_person(panel: Panel, membership: Membership, *, is_expert: bool) -> Iterator[str]:
    name = {"name": membership.user.name}
    free = (experts_for if is_expert else officials_for)(
        panel.project, names=panel.labels, on=panel.meeting_day
    )
    if not free.filter(pk=membership.pk).exists():
        yield _("%(name)s cannot sit on a panel of this project, or must be recused.") % name
    if panel.has_had(membership):
        yield _("This person has already had a seat on the panel.")
    if employers_on(panel) & employer_of(membership, is_expert=is_expert):
        yield _("%(name)s is of the same employer as another member.") % name


def _faults_of_seat(panel: Panel, specialty: str, *, is_expert: bool) -> Iterator[str]:
    vacant = panel.size is None and panel.members.vacancies().filter(is_expert=is_expert).exists()
    if not is_expert:
        if not (panel.official_seats_left or vacant):
            yield _("No seat of an official is empty.")
    elif not (specialty or vacant):
        yield _("No seat of an expert is empty.")
    elif panel.draws.under_way().exists() or reserves_left(panel, specialty):
        yield _("Experts are drawn; reserves are left, or a draw is under way.")
    elif not fell_short(panel, specialty):
        yield _(
            "Experts are drawn. Please make another draw first; only where it falls short you may name one."
        )


def _faults_of_leading(seat: PanelMember) -> Iterator[str]:
    if not seat.is_expert:
        yield _("The panel leader must be an expert.")
    if seat.left_at is not None or not seat.has_declared:
        yield _("The panel leader must have signed the declaration.")
