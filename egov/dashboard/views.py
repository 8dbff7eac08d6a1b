from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor, actor_of
from egov.dashboard.todo import by_urgency, other_line
from egov.ui.paging import capped_count
from projects.models import Project, Task, Transition

SHOWN = 100
"""The most lines of a to-do list that one page shows; the rest is a count and a link to the list."""


def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, what waits for others, and what changed in what they follow."""
    actor = actor_of(request)
    waiting = Task.objects.waiting_for(actor)
    lines = waiting.select_related("project", "plan", "opened_by").order_by("due", "id")[:SHOWN]
    sent_on = Task.objects.sent_on_by(actor).select_related("project", "plan", "organization")
    return render(
        request,
        "dashboard/home.html",
        {
            "groups": by_urgency(list(lines), timezone.localdate()),
            "count": capped_count(waiting),
            "shown": SHOWN,
            "others": [other_line(task) for task in sent_on.order_by("-since")[:15]],
            "changes": _changes(actor),
            "suggestions": _suggestions(actor),
        },
    )


def _changes(actor: Actor) -> list[Transition]:
    followed = Project.objects.visible_to(actor).filter(followers__user=actor.user)
    recent = Transition.objects.filter(project__in=followed).select_related("project", "organization", "user")
    return list(recent.order_by("-at", "-pk")[:10])


def _suggestions(actor: Actor) -> list[dict[str, str]]:
    """Return what this role does most, for a day with nothing to do."""
    if actor.kind:
        return [{"label": _("Look through the projects"), "url": reverse("projects:list")}]
    return []
