"""Pages that anybody may read. What is not published does not exist here."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from egov.opendata import published
from egov.ui.paging import capped_count, paginate
from procurement.models import Notice, Tender
from projects.models import DocumentVersion, Proposal

NEWEST_FIRST = ("-published", "-id")


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the latest of everything that is published."""
    page = {
        "solicitations": published.solicitations().order_by(*NEWEST_FIRST)[:5],
        "tenders": published.tenders().order_by(*NEWEST_FIRST)[:5],
        "awards": published.awards().order_by(*NEWEST_FIRST)[:5],
        "plans": published.plans().order_by("-year", "jurisdiction__code")[:5],
    }
    return render(request, "opendata/home.html", page)


@login_not_required
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    page = {"plans": published.plans().order_by("-year", "jurisdiction__code")}
    return render(request, "opendata/plans.html", page)


@login_not_required
@require_safe
def plan(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show a published plan with the projects included; deferred ones are nobody's business."""
    shown = get_object_or_404(published.plans(), jurisdiction__code=code, year=year)
    included = shown.proposals.filter(decision=Proposal.Included.INCLUDED)
    proposals = included.select_related("project__owner_unit").order_by("rank", "pk")
    papers = published.papers().filter(jurisdiction=shown.jurisdiction, about_year=year)
    page = {"plan": shown, "proposals": proposals, "papers": papers}
    return render(request, "opendata/plan.html", page)


@login_not_required
@require_safe
def solicitations(request: HttpRequest) -> HttpResponse:
    found = published.solicitations()
    return _list(request, found, "solicitations", ["title", "project__title", "project__number"])


@login_not_required
@require_safe
def tenders(request: HttpRequest) -> HttpResponse:
    return _list(request, published.tenders(), "tenders", ["title", "project__title", "project__number"])


@login_not_required
@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    columns = ["title", "tender__project__title", "tender__project__number", "winner__supplier_name"]
    return _list(request, published.awards(), "awards", columns)


def _list(request: HttpRequest, found: QuerySet[Any], kind: str, columns: list[str]) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    for word in query.split():
        matches = Q()
        for column in columns:
            matches |= Q(**{f"{column}__icontains": word})
        found = found.filter(matches)
    page = {
        "page": paginate(found, request, order=NEWEST_FIRST),
        "count": capped_count(found),
        "q": query,
        "kind": kind,
    }
    return render(request, f"opendata/{kind}.html", page)


@login_not_required
@require_safe
def solicitation(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(published.solicitations(), pk=pk)
    page = {
        "notice": notice,
        "files": _files(notice, "solicitation"),
        "clarifications": list(notice.clarifications.order_by("-pk")),
    }
    return render(request, "opendata/solicitation.html", page)


@login_not_required
@require_safe
def tender(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(published.tenders(), pk=pk)
    page = {
        "notice": notice,
        "award": getattr(notice, "award", None),
        "files": _files(notice, "tender"),
        "clarifications": list(notice.clarifications.order_by("-pk")),
    }
    return render(request, "opendata/tender.html", page)


@login_not_required
@require_safe
def award(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(published.awards(), pk=pk)
    papers = published.papers().filter(project=shown.tender.project)
    return render(request, "opendata/award.html", {"award": shown, "papers": papers})


def _files(notice: Notice, kind: str) -> list[dict[str, Any]]:
    return [
        {
            "name": version.name,
            "url": reverse(f"opendata:{kind}_file", args=[notice.pk, version.pk, version.name]),
            "size": version.size,
            "kind": _("Tender document") if isinstance(notice, Tender) else _("Solicitation document"),
        }
        for version in notice.files.order_by("pk")
    ]


@login_not_required
@require_safe
def download(request: HttpRequest, kind: str, pk: int, version: int, filename: str) -> FileResponse:
    """Hand out a document that belongs to a published notice, and no other.

    ``filename`` only makes the address readable; the name sent is the one on record.
    """
    notices: QuerySet[Any] = published.tenders() if kind == "tender" else published.solicitations()
    files: QuerySet[DocumentVersion] = get_object_or_404(notices, pk=pk).files.all()
    found = get_object_or_404(files, pk=version)
    response = FileResponse(
        found.file.open(), as_attachment=True, filename=found.name, content_type=found.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
