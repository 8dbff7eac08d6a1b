"""The lines of a to-do list, as the home page shows them."""

from collections.abc import Container, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egov.ui.formats import listed
from projects.models import Task, TaskKind


def by_urgency(
    tasks: list[Task], today: date, seen: Container[int], briefs: Mapping[int, Any]
) -> list[dict[str, Any]]:
    """Return the lines of a to-do list in groups: overdue, today, this week, later; empty ones left out.

    ``seen`` holds the keys of the projects that the reader may open: only those are linked. ``briefs`` says
    by the same keys what some of them are about.
    """
    week = today + timedelta(days=6 - today.weekday())
    groups: list[dict[str, Any]] = [
        {"key": "overdue", "label": _("Overdue"), "until": today - timedelta(days=1), "tasks": []},
        {"key": "today", "label": _("Today"), "until": today, "tasks": []},
        {"key": "week", "label": _("This week"), "until": week, "tasks": []},
        {"key": "later", "label": _("Later"), "until": date.max, "tasks": []},
    ]
    for task in tasks:
        group = next(group for group in groups if task.due <= group["until"])
        brief = briefs.get(task.project_id or 0, [])
        group["tasks"].append(_own_line(task, linked=task.project_id in seen) | {"brief": brief})
    return [group for group in groups if group["tasks"]]


def _own_line(task: Task, *, linked: bool) -> dict[str, Any]:
    signs = task.kind in {TaskKind.SIGN, TaskKind.SIGN_PLAN}
    return _line(task) | {
        "url": task.url,
        "project_url": _page_of(task) if linked and task.project else "",
        "from_whom": task.opened_by.short_name if task.opened_by else "",
        "action": _("Sign") if signs else _("Open"),
    }


def sent_on(tasks: Iterable[Task], seen: Container[int]) -> list[dict[str, Any]]:
    """Return what others are to do, one line for each thing, however many hold it.

    What lies in a project that the reader no longer sees is left out. A line leads to the project: the
    page on which the others act is theirs alone.
    """
    things: dict[tuple[Any, ...], list[Task]] = {}
    for task in tasks:
        if task.project_id is None or task.project_id in seen:
            things.setdefault((task.project_id, task.plan_id, task.kind, task.name), []).append(task)
    return [_others_line(together) for together in things.values()]


def _others_line(tasks: list[Task]) -> dict[str, Any]:
    return _line(tasks[0]) | {
        "url": _page_of(tasks[0]),
        "project_url": "",
        "from_whom": _holders(tasks),
        "since": min(task.since for task in tasks),
        "due": min(task.due for task in tasks),
        "action": "",
        "brief": [],
    }


def _holders(tasks: list[Task]) -> str:
    """Name the organizations that hold the tasks; of persons only their number (a panel works unnamed)."""
    names = listed(dict.fromkeys(task.organization.short_name for task in tasks))
    persons = len({task.user_id for task in tasks if task.user_id})
    if not persons:
        return names
    return ngettext("%(names)s (%(n)d person)", "%(names)s (%(n)d persons)", persons) % {
        "names": names,
        "n": persons,
    }


def _line(task: Task) -> dict[str, Any]:
    return {
        "title": task.label,
        "project": task.project.title if task.project else str(task.plan or ""),
        "unit": task.project.owner_unit.short_name if task.project else "",
        "since": task.since,
        "due": task.due,
    }


def _page_of(task: Task) -> str:
    return reverse("projects:overview", args=[task.project.number]) if task.project else task.url
