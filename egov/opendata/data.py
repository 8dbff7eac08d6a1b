"""Open data: each public project, and all of a jurisdiction, as OC4IDS packages to download."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Max, Q, QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import condition, require_safe

from egov.accounts.models import Jurisdiction
from egov.opendata import published
from egov.opendata.oc4ids import Scope, package, package_parts, project_data, with_published
from egov.ui.paging import capped_count, paginate
from projects.models import Project

CHUNK = 100


@login_not_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Offer all that is published as data: per jurisdiction, and per project."""
    query = request.GET.get("q", "").strip()[:100]
    found = published.projects().select_related("owner_unit")
    for word in query.split():
        found = found.filter(Q(title__icontains=word) | Q(number__icontains=word))
    places = Jurisdiction.objects.filter(projects__in=published.projects()).distinct()
    page = {
        "page": paginate(found, request),
        "count": capped_count(found),
        "q": query,
        "places": places.order_by("code"),
    }
    return render(request, "opendata/data.html", page)


def _project(number: str) -> Project:
    return get_object_or_404(published.projects(), number=number)


def _state_of_project(request: HttpRequest, number: str) -> str:
    return _etag(number, _project(number).updated_at)


@login_not_required
@require_safe
@condition(etag_func=_state_of_project)
def project(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out one project as a package."""
    shown = get_object_or_404(with_published(published.projects()), number=number)
    content = package(
        [project_data(shown, Scope(base=request.build_absolute_uri("/")))],
        uri=request.build_absolute_uri(request.path),
        publisher=_publisher(shown.jurisdiction),
        at=shown.updated_at,
    )
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return _as_file(response, f"{number}.json")


def _projects_of(code: str) -> tuple[Jurisdiction, QuerySet[Project], dict[str, Any]]:
    place = get_object_or_404(Jurisdiction, code=code)
    projects = published.projects().filter(jurisdiction=place)
    state = projects.aggregate(count=Count("pk"), last=Max("updated_at"))
    if not state["count"]:
        raise Http404
    return place, projects, state


def _state_of_package(request: HttpRequest, code: str) -> str:
    state = _projects_of(code)[2]
    return _etag(f"{code} {state['count']}", state["last"])


@login_not_required
@require_safe
@condition(etag_func=_state_of_package)
def all_projects(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand out all public projects of a jurisdiction as one package, written as it is read."""
    place, projects, state = _projects_of(code)
    scope = Scope(base=request.build_absolute_uri("/"))
    parts = package_parts(
        (project_data(one, scope) for one in _in_chunks(with_published(projects))),
        uri=request.build_absolute_uri(request.path),
        publisher=_publisher(place),
        at=state["last"],
    )
    return _as_file(StreamingHttpResponse(parts, content_type="application/json"), f"oc4ids-{code}.json")


def _in_chunks(projects: QuerySet[Project]) -> Iterator[Project]:
    """Read by key, a hundred at a time: the last costs what the first costs."""
    last = 0
    while chunk := list(projects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield from chunk
        last = chunk[-1].pk


def _publisher(place: Jurisdiction) -> str:
    office = place.organizations.active().filter(kind="informatization_office").first()
    return office.name if office else place.name


def _etag(what: str, changed: datetime) -> str:
    """Name a state of the data. Names of units change without their projects: a day at most is old."""
    words = f"{what} {changed.isoformat()} {timezone.localdate()}"
    return f'"{hashlib.sha256(words.encode()).hexdigest()[:32]}"'


def _as_file(response: HttpResponseBase, name: str) -> Any:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    return response
