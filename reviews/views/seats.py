"""Panels as their members see them: invitations, the opinion, one's own history."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.ui.paging import paginate
from projects.access import actor_of, may_read
from projects.brief import brief_of
from projects.models import DocumentVersion, Project
from reviews.actions.concluding import may_conclude
from reviews.actions.filing import file_opinion
from reviews.actions.refusal import PanelRefused
from reviews.forms.panels import OpinionForm
from reviews.models import PanelMember, Verdict


def mine(request: HttpRequest) -> HttpResponse:
    """List a member's seats: those that wait for an opinion first, then the rest."""
    seats = PanelMember.objects.of(actor_of(request)).select_related("panel__project__owner_unit", "opinion")
    waiting = list(seats.at_work().filter(opinion__isnull=True).order_by("invited_at"))
    page = paginate(seats, request, order=("-id",))
    return render(request, "reviews/mine.html", {"waiting": waiting, "page": page})


def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a member what to review and take their opinion; afterwards show what they filed."""
    actor = actor_of(request)
    seats = PanelMember.objects.of(actor).select_related("panel__project__owner_unit", "opinion")
    member = get_object_or_404(seats, pk=pk)
    panel, project = member.panel, member.panel.project
    is_open = panel.lives and member.left_at is None and not member.has_filed
    form = OpinionForm(request.POST if request.method == "POST" else None, panel=panel) if is_open else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            file_opinion(
                member=member,
                findings=form.findings,
                verdict=form.cleaned_data.get("verdict") or Verdict.RANKING,
                problems=form.cleaned_data["problems"],
                suggestions=form.cleaned_data["suggestions"],
                ranking=form.order,
                by=actor,
            )
        except PanelRefused as refusal:
            form.add_error(None, refusal.faults)
        else:
            messages.success(request, _("Your opinion is filed. Thank you."))
            return redirect("reviews:seat", pk=pk)
    visible = panel.lives and member.left_at is None
    context = {
        "member": member,
        "panel": panel,
        "project": project,
        "form": form,
        "brief": brief_of(project) if visible else None,
        "files": _files(project, actor) if visible else [],
        "findings": member.opinion.findings.all() if member.has_filed else [],
        "ranks": member.opinion.ranks.select_related("subject").order_by("place") if member.has_filed else [],
        "may_conclude": panel.lives and member.is_leader and may_conclude(panel, actor),
    }
    return render(request, "reviews/seat.html", context)


def _files(project: Project, actor: Actor) -> list[DocumentVersion]:
    """Return the latest version of each paper that the member may read."""
    versions = DocumentVersion.objects.filter(document__project=project, document__removed_at__isnull=True)
    latest: dict[int, DocumentVersion] = {}
    for version in versions.select_related("document").order_by("document_id", "number"):
        version.document.project = project
        latest[version.document_id] = version
    return [version for version in latest.values() if may_read(actor, version.document)]
