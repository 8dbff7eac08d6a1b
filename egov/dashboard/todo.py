"""The lines of a to-do list, as the home page shows them."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from egov.accounts.models import Organization
from projects.models import Task, TaskKind


def by_urgency(tasks: list[Task], today: date) -> list[dict[str, Any]]:
    """Return the lines of a to-do list in groups: overdue, today, this week, later; empty ones left out."""
    week = today + timedelta(days=6 - today.weekday())
    groups: list[dict[str, Any]] = [
        {"key": "overdue", "label": _("Overdue"), "until": today - timedelta(days=1), "tasks": []},
        {"key": "today", "label": _("Today"), "until": today, "tasks": []},
        {"key": "week", "label": _("This week"), "until": week, "tasks": []},
        {"key": "later", "label": _("Later"), "until": date.max, "tasks": []},
    ]
    for task in tasks:
        group = next(group for group in groups if task.due <= group["until"])
        group["tasks"].append(_line(task, task.opened_by))
    return [group for group in groups if group["tasks"]]


def _line(task: Task, other: Organization | None) -> dict[str, Any]:
    return {
        "title": task.label,
        "url": task.url,
        "project": task.project.title if task.project else str(task.plan),
        "project_url": reverse("projects:overview", args=[task.project.number]) if task.project else "",
        "from_whom": other.short_name if other else "",
        "since": task.since,
        "due": task.due,
        "action": _("Sign") if task.kind in {TaskKind.SIGN, TaskKind.SIGN_PLAN} else _("Open"),
    }


def other_line(task: Task) -> dict[str, Any]:
    """Return what somebody else is to do; it leads to the project, for their page is theirs alone."""
    line = _line(task, task.organization)
    return line | {"url": line["project_url"] or line["url"], "action": ""}
