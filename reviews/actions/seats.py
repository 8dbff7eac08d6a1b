"""A seat on a panel: offered, and left; what comes and goes with it."""

from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import remove_perm

from egov.accounts.acting import Actor
from egov.accounts.models import Membership
from egov.accounts.roles import Role
from projects.actions import open_task
from projects.models import TaskKind
from reviews.actions.desk import close_seat_tasks, settle_panel_tasks
from reviews.models import Draw, Panel, PanelMember

GRANT = "projects.review_project"


def offer_seat(
    panel: Panel,
    membership: Membership,
    *,
    is_expert: bool,
    by: Actor,
    is_leader: bool = False,
    succeeds: PanelMember | None = None,
    draw: Draw | None = None,
    specialty: str = "",
    picked_reason: str = "",
) -> PanelMember:
    """Invite a person to a seat. They see nothing of the project until they have signed the declaration."""
    seat = panel.members.create(
        user=membership.user,
        organization=membership.organization,
        is_expert=is_expert,
        is_leader=is_leader,
        succeeds=succeeds,
        draw=draw,
        specialty=specialty,
        picked_reason=picked_reason,
    )
    ask(seat, TaskKind.ANSWER_INVITATION, "reviews:invitation", by=by)
    settle_panel_tasks(panel, by=by)
    return seat


def vacate(member: PanelMember, departure: str, reason: str, *, by: Actor) -> None:
    """Let a member leave, and take away what came with the seat."""
    member.left_at, member.left_by, member.left_reason = timezone.now(), by.user, reason.strip()
    member.departure = departure
    member.save(update_fields=["left_at", "left_by", "left_reason", "departure"])
    withdraw_seat(member)
    # What was drawn up upon this member's marks no longer stands.
    settle_panel_tasks(member.panel, by=by)


def withdraw_seat(member: PanelMember) -> None:
    """Take away what came with the seat: the sight of the project and the lines on the to-do list."""
    remove_perm(GRANT, member.user, member.panel.project)
    close_seat_tasks(member)


def ask(seat: PanelMember, kind: TaskKind, page: str, *, by: Actor) -> None:
    """Put what is asked of a member on their to-do list."""
    project = seat.panel.project
    task = open_task(
        project=project,
        organization=seat.organization,
        user=seat.user,
        role=Role.EXPERT,
        kind=kind,
        url=reverse(page, args=[seat.pk]),
        by=by,
    )
    # It is the office that waits for the answer, whoever's deed asked for it.
    task.opened_by = project.organization_of(Role.INFORMATIZATION_OFFICE)
    task.save(update_fields=["opened_by"])
