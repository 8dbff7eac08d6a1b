"""The trail, for those who may read it: a search over it, and a page for each event."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from egov.accounts.access import needs
from egov.accounts.acting import actor_of
from egov.accounts.models import Jurisdiction
from egov.accounts.roles import Permission
from egov.audit.models import Event
from egov.dashboard.desk.filters import WORDS_DAYS, TrailFilter
from egov.dashboard.desk.proof import of_same_request, proof_of
from egov.dashboard.desk.reading import capacity_of, label_of, readable_events, roles_of
from egov.dashboard.desk.wording import differences, kind_label
from egov.dashboard.forms import SearchForm
from egov.dashboard.models import Note, SavedSearch
from egov.ui.paging import AFTER, BEFORE, capped_count, paginate
from projects.models import Project

MORE = ("object", "words", "request", "also_about")
"""What is folded away until it is used."""


@needs(Permission.READ_TRAIL)
def trail(request: HttpRequest) -> HttpResponse:
    """Show the trail, the newest first."""
    actor = actor_of(request)
    filters = TrailFilter(request.GET, actor=actor)
    events = filters.apply(readable_events(actor))
    page = paginate(events.with_people(), request, order=("-at", "-id"), per_page=50)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": page,
        "lines": [(event, label_of(event)) for event in page.items],
        "count": capped_count(events),
        "more": set(MORE) & filters.values().keys(),
        "words_days": WORDS_DAYS,
        "export": "trail",
        "searches": SavedSearch.objects.filter(user=actor.user).order_by("name"),
        "search_form": SearchForm(initial={"query": _plain_query(request)}),
        "tab": "trail",
    }
    return render(request, "dashboard/desk/trail.html", context)


def _plain_query(request: HttpRequest) -> str:
    """Return the search as its address keeps it, without the page one is on."""
    query = request.GET.copy()
    for name in [AFTER, BEFORE, *(name for name, value in query.items() if not value)]:
        query.pop(name, None)
    return query.urlencode()


@needs(Permission.READ_TRAIL)
def event(request: HttpRequest, event_id: int) -> HttpResponse:
    """Show one event with what it changed, and its place in the chain."""
    actor = actor_of(request)
    readable = readable_events(actor)
    one = get_object_or_404(readable.with_people(), pk=event_id)
    proof = proof_of(one)
    seen = Project.objects.visible_to(actor)
    context = {
        "event": one,
        "label": label_of(one),
        "roles": roles_of(one),
        "capacity": capacity_of(one),
        "kind": kind_label(one.object_type),
        "about": f"{one.object_type}:{one.object_id}" if one.object_id else "",
        "jurisdiction": Jurisdiction.objects.filter(pk=one.jurisdiction_id or 0).first(),
        "project": seen.filter(pk=one.project_id).first() if one.project_id else None,
        "differences": differences(one),
        "proof": proof,
        "same_request": [(other, label_of(other)) for other in of_same_request(one, readable)],
        "previous": _beside(proof.previous, one),
        "following": _beside(proof.following, one),
        "notes": list(Note.objects.visible_to(actor).filter(event=one).with_latest()),
        "tab": "trail",
    }
    return render(request, "dashboard/desk/event.html", context)


def _beside(neighbor: Event | None, one: Event) -> Event | None:
    """Return a neighbor that the reader may open as well: one of the same place."""
    return neighbor if neighbor is not None and neighbor.jurisdiction_id == one.jurisdiction_id else None
