from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from egov.accounts.acting import Actor, actor_of
from egov.dashboard.around import around_home, briefs_for, desk_of_administrator, suggestions_for
from egov.dashboard.signing import routine_signatures
from egov.dashboard.todo import by_urgency, sent_on
from egov.ui.paging import capped_count
from projects.models import Project, Task, Transition

SHOWN = 100
"""The most lines of a to-do list that one page shows; the rest is a count and a link to the list."""

OTHERS_SHOWN = 10


def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, what waits for others, and what changed in what they follow.

    Administrators have no part in the process, and no list: they are led to their own work.
    """
    actor = actor_of(request)
    if actor.user.admin_role:
        return redirect(desk_of_administrator(actor))
    waiting = Task.objects.waiting_for(actor)
    mine = list(_lines(waiting, "opened_by").order_by("due", "id")[:SHOWN])
    others = _waiting_for_others(actor)
    seen = _seen_by(actor, mine + others)
    return render(
        request,
        "dashboard/home.html",
        {
            "groups": by_urgency(mine, timezone.localdate(), seen, briefs_for(actor, mine)),
            "count": capped_count(waiting),
            "late": sum(task.is_overdue for task in mine),
            "shown": SHOWN,
            "others": sent_on(others, seen)[:OTHERS_SHOWN],
            "changes": _changes(actor),
            "suggestions": suggestions_for(actor),
            "signatures": routine_signatures(mine),
            **around_home(actor),
        },
    )


def _waiting_for_others(actor: Actor) -> list[Task]:
    """Return what others are to do, in one's own organization too, newest first."""
    handed_on = (Task.objects.sent_on_by(actor), Task.objects.to_be_signed_beside(actor))
    found = [task for tasks in handed_on for task in _lines(tasks, "organization").order_by("-since")[:SHOWN]]
    return sorted(found, key=lambda task: task.since, reverse=True)[:SHOWN]


def _lines(tasks: QuerySet[Task], other: str) -> QuerySet[Task]:
    """Read what a line shows and no more: two hundred whole projects are half the cost of the page."""
    return tasks.select_related("project__owner_unit", "plan__jurisdiction", other).only(
        "kind", "name", "subject", "url", "since", "due", "user_id", "plan__year", "plan__jurisdiction__name",
        "project__number", "project__title", "project__owner_unit__short_name", f"{other}__short_name",
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
