"""What the passing of days brings about: to-do lists that change, and word of what is overdue."""

import logging
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from egov.notices.actions import Message, notify_organizations
from projects.actions.duties import DATED_STAGES
from projects.actions.tasks import message_of, refresh_tasks
from projects.models import Project, Task

logger = logging.getLogger(__name__)

TOLD_AT_ONCE = 200


def refresh_by_date() -> None:
    """Bring up to date the lists of the projects in which a day that passed may have changed them.

    Each in a transaction of its own; one that fails is logged and keeps back no other.
    """
    for pk in list(Project.objects.filter(stage__in=DATED_STAGES).values_list("pk", flat=True)):
        try:
            _refresh(pk)
        except Exception:
            logger.exception("The tasks of project %s could not be brought up to date", pk)


@transaction.atomic
def _refresh(pk: int) -> None:
    # Locked, as by every deed: two at once would open the same task twice.
    refresh_tasks(Project.objects.select_for_update(of=("self",)).get(pk=pk), by=None)


def tell_overdue() -> int:
    """Tell the holders of overdue tasks, of each task once; return of how many they were told now."""
    told = 0
    while some := _tell_some():
        told += some
    return told


@transaction.atomic
def _tell_some() -> int:
    untold = Task.objects.overdue().filter(overdue_told_at__isnull=True).order_by("due", "pk")
    related = untold.select_related("project", "plan", "organization", "user")
    tasks = list(related.select_for_update(of=("self",))[:TOLD_AT_ONCE])
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(overdue_told_at=timezone.now())
    notify_organizations([_overdue(message_of(task)) for task in tasks])
    return len(tasks)


def _overdue(message: Message) -> Message:
    return replace(message, text=format_lazy(_("Overdue: {what}"), what=message.text))
