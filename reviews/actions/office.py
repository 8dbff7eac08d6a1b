"""What the office has to do for a panel before it sits: fill its seats, and record who leads it."""

from django.urls import reverse
from django.utils import timezone

from egov.accounts.acting import Actor
from egov.accounts.roles import Role
from projects.actions import open_task
from projects.models import TaskKind
from reviews.models import Panel

OFFICE_TASKS = (TaskKind.FILL_PANEL, TaskKind.NAME_LEADER)


def settle_office_tasks(panel: Panel, *, by: Actor) -> None:
    """Bring the office's own lines for a panel up to date."""
    wanted = _wanted(panel)
    tasks = panel.project.tasks.open().filter(kind__in=OFFICE_TASKS)
    tasks.exclude(kind=wanted).update(closed_at=timezone.now())
    office = panel.project.organization_of(Role.INFORMATIZATION_OFFICE)
    if wanted and office and not tasks.exists():
        open_task(
            project=panel.project,
            organization=office,
            role=Role.INFORMATIZATION_OFFICE,
            kind=TaskKind(wanted),
            url=reverse("reviews:project", args=[panel.project.number]),
            by=by,
        )


def _wanted(panel: Panel) -> str:
    """Return what is to be done next; nothing for a panel from before there were draws."""
    if panel.size is None or not panel.lives:
        return ""
    sitting = panel.members.sitting()
    if sitting.count() < panel.size:
        return str(TaskKind.FILL_PANEL)
    waits = sitting.filter(declared_at__isnull=True).exists()
    return "" if waits or sitting.filter(is_leader=True).exists() else str(TaskKind.NAME_LEADER)
