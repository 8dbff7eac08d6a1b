"""The panels of a project: formed and concluded by the office, read by those who see the project."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.access import actor_of
from projects.models import IssuedPaper, Project
from projects.models.papers import PANEL_PAPERS
from projects.pages import explain_refusal, project_page
from reviews.actions.concluding import may_conclude
from reviews.actions.refusal import PanelRefused
from reviews.actions.revising import file_revision
from reviews.forms.panels import RevisionForm
from reviews.models import Opinion, Panel, PanelMember, Resolution
from reviews.views.due import due_kind
from reviews.views.due_sheets import due_sheet
from reviews.views.seating import seating_of
from reviews.views.tables import table_of


def project_reviews(request: HttpRequest, number: str) -> HttpResponse:
    """Show the project's panels: who sits, who has filed, what was concluded and who dissents."""
    context = project_page(request, number, "reviews")
    project, actor = context["project"], actor_of(request)
    seats = PanelMember.objects.with_people().select_related("successor").prefetch_related("opinions")
    stances = Prefetch("resolutions", Resolution.objects.prefetch_related("signatures"))
    panels = project.panels.prefetch_related(Prefetch("members", seats), "subjects", stances).select_related(
        "revision__document__project"
    )
    secret = set(project.panels.secret_from(actor).values_list("pk", flat=True))
    kind = due_kind(project)
    papers = list(IssuedPaper.objects.of_kind(*PANEL_PAPERS).filter(project=project))
    issued = {paper.data["facts"].get("panel") for paper in papers}
    context |= {
        "panels": [_card(panel, actor, project, secret, issued) for panel in panels.order_by("-pk")],
        "due_kind": Panel.Kind(kind).label if kind else "",
        "may_form": bool(kind) and project.allows(actor, Permission.FORM_PANEL),
        "is_office": project.allows(actor, Permission.FORM_PANEL),
        "pays": project.allows(actor, Permission.MANAGE_FUND),
        "due_sheet": due_sheet(project, actor),
        "papers": papers,
    }
    return render(request, "reviews/project.html", context)


def _card(
    panel: Panel, actor: Actor, project: Project, secret: set[int], issued: set[int | None]
) -> dict[str, Any]:
    """Return a panel as the page shows it; opinions stay closed until it has concluded."""
    members = list(panel.members.all())
    sitting = [member for member in members if member.left_at is None]
    concluded = panel.concluded_at is not None
    sits = any((m.user_id, m.organization) == (actor.user.pk, actor.organization) for m in sitting)
    office = project.allows(actor, Permission.FORM_PANEL)
    # The versions of what was drawn up stand in their order; of a concluded panel the last one was filed.
    resolution = next(iter(reversed(panel.resolutions.all())), None) if concluded else None
    stances = {one.member_id: one for one in resolution.signatures.all()} if resolution else {}
    owes = panel.conclusion == Panel.Conclusion.PASS_AFTER_REVISION and panel.visit == project.visit
    return {
        "panel": panel,
        "concluded": concluded,
        "members": [(member, stances.get(member.pk)) for member in members],
        "shows_names": panel.pk not in secret,
        "seating": seating_of(panel, actor, told=panel.pk not in secret),
        "filed": sum(member.has_filed for member in sitting),
        "ready": _is_full(panel, members) and all(member.has_filed for member in sitting),
        "all": len(sitting),
        "lives": panel.concluded_at is None and panel.visit == project.visit,
        "may_conclude": not concluded and panel.visit == project.visit and may_conclude(panel, actor),
        "may_read": _may_read(panel, members, sits=sits, office=office) and actor.membership is not None,
        "paper_to_come": panel.minutes is not None and panel.pk not in issued,
        "may_revise": owes and project.allows(actor, Permission.EDIT_APPLICATION),
        "order": sorted((one for one in panel.subjects.all() if one.place), key=lambda one: one.place or 0),
    }


def _is_full(panel: Panel, members: list[PanelMember]) -> bool:
    """Tell whether nobody is still to come."""
    empty = any(one.left_at is not None and not one.has_successor for one in members)
    return not empty and sum(one.left_at is None for one in members) >= (panel.size or 1)


def _may_read(panel: Panel, members: list[PanelMember], *, sits: bool, office: bool) -> bool:
    """Tell whether the opinions are open: to the panel and the office when all have filed, later to all."""
    filed = _is_full(panel, members) and all(one.has_filed for one in members if one.left_at is None)
    return panel.concluded_at is not None or (filed and (sits or office))


def _panel(project: Project, pk: int) -> Panel:
    return get_object_or_404(project.panels.select_related("project"), pk=pk)


def opinions(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show what the members found and marked, to whom it is open by now."""
    context = project_page(request, number, "reviews")
    panel = _panel(context["project"], pk)
    of_panel = Opinion.objects.filter(member__panel=panel, member__left_at__isnull=True)
    readable = list(of_panel.readable_by(actor_of(request)).in_order())
    if not readable:
        raise Http404
    is_open = len({one.member_id for one in readable}) == panel.members.sitting().count()
    context |= {"panel": panel, "opinions": readable, "table": table_of(panel) if is_open else None}
    return render(request, "reviews/opinions.html", context)


@explain_refusal
def revise(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the owner unit file the revision that the panel asked for."""
    context = project_page(request, number, "reviews")
    project, actor = context["project"], actor_of(request)
    panel = _panel(project, pk)
    if not project.allows(actor, Permission.EDIT_APPLICATION):
        raise PermissionDenied
    sent = request.method == "POST"
    form = RevisionForm(request.POST if sent else None, request.FILES if sent else None, project=project)
    if form.is_bound and form.is_valid():
        try:
            file_revision(panel=panel, upload=form.cleaned_data["upload"], by=actor)
        except PanelRefused as refusal:
            form.add_error(None, refusal.faults)
        else:
            messages.success(request, _("The revision is filed."))
            return redirect("reviews:project", number=number)
    context |= {"form": form, "title": _("File the revision"), "lead": panel.opinion, "button": _("File")}
    return render(request, "reviews/deed.html", context)
