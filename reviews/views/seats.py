"""Panels as their members see them: the list of one's seats, and the page of each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from egov.accounts.acting import Actor
from egov.ui.paging import paginate
from projects.access import actor_of, may_read
from projects.brief import brief_of
from projects.models import DocumentVersion, Project, Task
from projects.pages import note_reading
from reviews.actions.concluding import leads
from reviews.actions.desk import AFTER_FILING
from reviews.models import MarkSheet, Panel, PanelMember
from reviews.views.marking import marking
from reviews.views.own import own_seat
from reviews.views.tables import table_of


def mine(request: HttpRequest) -> HttpResponse:
    """List a member's seats: those that wait for them first, then the rest."""
    seats = PanelMember.objects.of(actor_of(request)).select_related("panel__project__owner_unit")
    waiting = list(seats.at_work().filter(opinions__isnull=True).order_by("invited_at"))
    tasks = Task.objects.waiting_for(actor_of(request)).filter(kind__in=AFTER_FILING)
    page = paginate(seats.prefetch_related("opinions"), request, order=("-id",))
    signing = list(tasks.select_related("project"))
    context = {"waiting": waiting, "tasks": signing, "count": len(waiting) + len(signing), "page": page}
    return render(request, "reviews/mine.html", context)


def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a member what to review, take their marks, and afterwards show how the panel goes on."""
    actor, member = actor_of(request), own_seat(request, pk)
    panel, project = member.panel, member.panel.project
    at_work = panel.lives and member.left_at is None
    if at_work and not member.has_declared:
        return redirect("reviews:invitation", pk=pk)
    if at_work and request.method == "GET":
        note_reading(request, project, actor)
    sheet = MarkSheet.objects.of(panel)
    context: dict[str, Any] = {
        "member": member,
        "panel": panel,
        "project": project,
        "sheet": sheet,
        "at_work": at_work,
        "brief": brief_of(project) if at_work else None,
        "files": files_for(project, actor) if at_work else [],
    }
    if at_work and sheet is not None and not member.has_filed:
        return marking(request, context)
    context |= {
        "opinions": list(member.opinions.prefetch_related("findings", "marks__criterion", "marks__subject")),
        "filing": Panel.objects.filter(pk=panel.pk).filing() if at_work else None,
        "table": table_of(panel) if at_work and panel.has_all_opinions else None,
        "may_conclude": at_work and panel.has_all_opinions and leads(panel, actor),
        "is_to_sign": at_work and member.is_to_sign,
    }
    return render(request, "reviews/seat.html", context)


def files_for(project: Project, actor: Actor) -> list[DocumentVersion]:
    """Return the latest version of each paper that the member may read."""
    versions = DocumentVersion.objects.filter(document__project=project, document__removed_at__isnull=True)
    latest: dict[int, DocumentVersion] = {}
    for version in versions.select_related("document").order_by("document_id", "number"):
        version.document.project = project
        latest[version.document_id] = version
    return [version for version in latest.values() if may_read(actor, version.document)]
