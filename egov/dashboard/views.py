from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor, actor_of
from egov.dashboard.todo import by_urgency, sent_on
from egov.ui.paging import capped_count
from projects.models import Project, Task, Transition

SHOWN = 100
"""The most lines of a to-do list that one page shows; the rest is a count and a link to the list."""

OTHERS_SHOWN = 15


def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, what waits for others, and what changed in what they follow."""
    actor = actor_of(request)
    waiting = Task.objects.waiting_for(actor)
    mine = list(_lines(waiting, "opened_by").order_by("due", "id")[:SHOWN])
    others = list(_lines(Task.objects.sent_on_by(actor), "organization").order_by("-since")[:SHOWN])
    seen = _seen_by(actor, mine + others)
    return render(
        request,
        "dashboard/home.html",
        {
            "groups": by_urgency(mine, timezone.localdate(), seen),
            "count": capped_count(waiting),
            "shown": SHOWN,
            "others": sent_on(others, seen)[:OTHERS_SHOWN],
            "changes": _changes(actor),
            "suggestions": _suggestions(actor),
        },
    )


def _lines(tasks: QuerySet[Task], other: str) -> QuerySet[Task]:
    """Read what a line shows and no more: two hundred whole projects are half the cost of the page."""
    return tasks.select_related("project", "plan__jurisdiction", other).only(
        "kind", "name", "url", "since", "due", "user_id", "plan__year", "plan__jurisdiction__name",
        "project__number", "project__title", f"{other}__short_name",
    )  # fmt: skip


def _seen_by(actor: Actor, tasks: list[Task]) -> frozenset[int]:
    """Return the keys of the projects of these tasks that the person may open."""
    concerned = {task.project_id for task in tasks if task.project_id}
    seen = Project.objects.visible_to(actor).filter(pk__in=concerned)
    return frozenset(seen.values_list("pk", flat=True))


def _changes(actor: Actor) -> list[Transition]:
    followed = Project.objects.visible_to(actor).filter(followers__user=actor.user)
    recent = Transition.objects.filter(project__in=followed).select_related("project", "organization", "user")
    return list(recent.order_by("-at", "-pk")[:10])


def _suggestions(actor: Actor) -> list[dict[str, str]]:
    """Return what this role does most, for a day with nothing to do."""
    if actor.kind:
        return [{"label": _("Look through the projects"), "url": reverse("projects:list")}]
    return []
