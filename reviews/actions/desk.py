"""The to-do lines of a panel's members: who must file, who must sign, who must draw up and file."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from egov.accounts.acting import Actor
from egov.accounts.roles import Role
from projects.actions import open_task
from projects.models import TaskKind
from reviews.models import Panel, PanelMember

BEFORE_FILING = (TaskKind.ANSWER_INVITATION, TaskKind.SIGN_DECLARATION, TaskKind.FILE_OPINION)
"""What asks one member to take the seat and to mark."""

AFTER_FILING = (TaskKind.SIGN_OPINION, TaskKind.CONCLUDE_PANEL)
"""What members do once all have filed."""


def close_opinion_task(member: PanelMember) -> None:
    """Take the line that asks for an opinion off the member's list."""
    _close(member, [TaskKind.FILE_OPINION])


def close_seat_tasks(member: PanelMember) -> None:
    """Take every line of the panel off the member's list."""
    _close(member, [*BEFORE_FILING, *AFTER_FILING])


def _close(member: PanelMember, kinds: list[TaskKind]) -> None:
    tasks = member.panel.project.tasks.open().filter(kind__in=kinds, user=member.user_id)
    tasks.update(closed_at=timezone.now())


def settle_panel_tasks(panel: Panel, *, by: Actor) -> None:
    """Make the lines of a panel true: open those that now hold, close those that no longer do."""
    wanted: dict[tuple[str, int | None], PanelMember] = {(k, m.user_id): m for k, m in _wanted(panel)}
    tasks = panel.project.tasks.open().filter(kind__in=AFTER_FILING, user__in=panel.members.values("user"))
    for task in tasks:
        if wanted.pop((task.kind, task.user_id), None) is None:
            task.closed_at = timezone.now()
            task.save(update_fields=["closed_at"])
    for (kind, _user), member in wanted.items():
        _open(panel, TaskKind(kind), member, by)


def _wanted(panel: Panel) -> Iterator[tuple[str, PanelMember]]:
    """Name who is to do what, once all have filed: the leader draws up, all sign, the leader files."""
    if not panel.lives or not panel.has_all_opinions:
        return
    resolution = panel.resolution
    unsigned = resolution.unsigned() if resolution else []
    for member in unsigned:
        yield TaskKind.SIGN_OPINION, member
    if not unsigned:
        for leader in panel.members.sitting().filter(is_leader=True).select_related("user", "organization"):
            yield TaskKind.CONCLUDE_PANEL, leader


def _open(panel: Panel, kind: TaskKind, member: PanelMember, by: Actor) -> None:
    signs, resolution = kind == TaskKind.SIGN_OPINION, panel.resolution
    number = panel.project.number
    open_task(
        project=panel.project,
        organization=member.organization,
        user=member.user,
        role=Role.EXPERT,
        kind=kind,
        url=reverse("reviews:sign", args=[member.pk])
        if signs
        else reverse("reviews:conclude", args=[number, panel.pk]),
        by=by,
        due=resolution.due if resolution else None,
    )
