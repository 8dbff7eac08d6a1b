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
from projects.models import Project
from projects.pages import explain_refusal, project_page
from reviews.actions.concluding import conclude_panel, may_conclude
from reviews.actions.forming import form_panel, replace_member
from reviews.actions.refusal import PanelRefused
from reviews.actions.revising import file_revision
from reviews.forms.panels import ConclusionForm, PanelForm, ReplacementForm, RevisionForm
from reviews.models import Panel, PanelMember
from reviews.models.panels import RANKING_KINDS, STAGE_OF, subjects_for


def due_kind(project: Project) -> str:
    """Return the kind of panel that the project's stage calls for and that is not formed yet.

    One that ranks is due as soon as there is something to rank.
    """
    kind = next((kind for kind, stage in STAGE_OF.items() if stage == project.stage), "")
    nothing_yet = kind in RANKING_KINDS and not subjects_for(project, kind)
    if nothing_yet or project.panels.filter(kind=kind, visit=project.visit).exists():
        return ""
    return kind


def project_reviews(request: HttpRequest, number: str) -> HttpResponse:
    """Show the project's panels: who sits, who has filed, what was concluded and who dissents."""
    context = project_page(request, number, "reviews")
    project, actor = context["project"], actor_of(request)
    seats = PanelMember.objects.with_people().select_related("opinion", "dissent")
    panels = project.panels.prefetch_related(Prefetch("members", seats), "subjects").select_related(
        "revision__document__project"
    )
    kind = due_kind(project)
    context |= {
        "panels": [_card(panel, actor, project) for panel in panels.order_by("-pk")],
        "due_kind": Panel.Kind(kind).label if kind else "",
        "may_form": bool(kind) and project.allows(actor, Permission.FORM_PANEL),
        "is_office": project.allows(actor, Permission.FORM_PANEL),
    }
    return render(request, "reviews/project.html", context)


def _card(panel: Panel, actor: Actor, project: Project) -> dict[str, Any]:
    """Return a panel as the page shows it; opinions stay closed until it has concluded."""
    members = list(panel.members.all())
    sitting = [member for member in members if member.left_at is None]
    concluded = panel.concluded_at is not None
    sits = any((m.user_id, m.organization) == (actor.user.pk, actor.organization) for m in sitting)
    owes = panel.conclusion == Panel.Conclusion.PASS_AFTER_REVISION and panel.visit == project.visit
    return {
        "panel": panel,
        "members": members,
        # Who sits is known to the office and the panel itself until it concludes.
        "shows_names": concluded or sits or project.allows(actor, Permission.FORM_PANEL),
        "filed": sum(member.has_filed for member in sitting),
        "all": len(sitting),
        "lives": panel.concluded_at is None and panel.visit == project.visit,
        "may_conclude": not concluded and panel.visit == project.visit and may_conclude(panel, actor),
        "may_read": concluded and actor.membership is not None,
        "may_revise": owes and project.allows(actor, Permission.EDIT_APPLICATION),
        "order": sorted(panel.subjects.all(), key=lambda one: (one.place or 0, one.pk)),
    }


@explain_refusal
def form(request: HttpRequest, number: str) -> HttpResponse:
    """Let the office name the people of the panel that is due."""
    context = project_page(request, number, "reviews")
    project, actor = context["project"], actor_of(request)
    if not project.allows(actor, Permission.FORM_PANEL):
        raise PermissionDenied
    kind = due_kind(project)
    if not kind:
        messages.info(request, _("No panel is to be formed now."))
        return redirect("reviews:project", number=number)
    subjects = subjects_for(project, kind)
    sent = request.POST if request.method == "POST" else None
    form = PanelForm(sent, project=project, bidders=subjects)
    if form.is_bound and form.is_valid():
        try:
            form_panel(
                project=project, kind=kind, members=form.members, leader=form.cleaned_data["leader"],
                subjects=subjects, by=actor,
            )  # fmt: skip
        except PanelRefused as refusal:
            form.add_error(None, refusal.faults)
        else:
            messages.success(request, _("The panel is formed; its members are told."))
            return redirect("reviews:project", number=number)
    context |= {"form": form, "kind": Panel.Kind(kind).label, "subjects": subjects}
    return render(request, "reviews/form_panel.html", context)


def _panel(project: Project, pk: int) -> Panel:
    return get_object_or_404(project.panels.select_related("project"), pk=pk)


@explain_refusal
def conclude(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the leader or the office write down what the panel concluded."""
    context = project_page(request, number, "reviews")
    project, actor = context["project"], actor_of(request)
    panel = _panel(project, pk)
    if not may_conclude(panel, actor):
        raise PermissionDenied
    members = list(panel.members.sitting().with_people().select_related("opinion"))
    form = ConclusionForm(request.POST if request.method == "POST" else None, panel=panel, members=members)
    if form.is_bound and form.is_valid():
        try:
            _conclude(panel, form, actor)
        except PanelRefused as refusal:
            form.add_error(None, refusal.faults)
        else:
            messages.success(request, _("The conclusion is on record."))
            # Whoever led the panel no longer sees the project.
            seen = Project.objects.visible_to(actor).filter(pk=project.pk).exists()
            return redirect("projects:overview", number=number) if seen else redirect("reviews:mine")
    owing = [member.user.name for member in members if not member.has_filed]
    context |= {
        "form": form,
        "panel": panel,
        "owing": owing,
        "opinions": _opinions(members) if not owing else [],
    }
    return render(request, "reviews/conclude.html", context)


def _conclude(panel: Panel, form: ConclusionForm, actor: Actor) -> None:
    values = form.cleaned_data
    conclude_panel(
        panel=panel,
        conclusion=values.get("conclusion") or Panel.Conclusion.RANKING,
        opinion=values["opinion"],
        order=form.order,
        dissents=form.dissents,
        advises_rejection=values.get("advises_rejection", False),
        rejection_reason=values.get("rejection_reason", ""),
        by=actor,
    )


def _opinions(members: list[PanelMember]) -> list[dict[str, Any]]:
    return [
        {
            "member": member,
            "opinion": member.opinion,
            "findings": member.opinion.findings.all(),
            "ranks": member.opinion.ranks.select_related("subject").order_by("place"),
        }
        for member in members
    ]


def opinions(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show what each member found, once the panel has concluded."""
    context = project_page(request, number, "reviews")
    panel = _panel(context["project"], pk)
    if panel.concluded_at is None:
        raise Http404
    members = list(panel.members.sitting().with_people().select_related("opinion", "dissent"))
    context |= {"panel": panel, "opinions": _opinions(members)}
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


@explain_refusal
def replace(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the office put another person in a member's place."""
    context = project_page(request, number, "reviews")
    project, actor = context["project"], actor_of(request)
    if not project.allows(actor, Permission.FORM_PANEL):
        raise PermissionDenied
    member = get_object_or_404(
        PanelMember.objects.select_related("user", "panel__project"), pk=pk, panel__project=project
    )
    form = ReplacementForm(request.POST if request.method == "POST" else None, member=member)
    if form.is_bound and form.is_valid():
        try:
            replace_member(member=member, by=actor, **form.cleaned_data)
        except PanelRefused as refusal:
            form.add_error(None, refusal.faults)
        else:
            messages.success(request, _("The seat is taken by somebody else now."))
            return redirect("reviews:project", number=number)
    title = _("Replace %(name)s") % {"name": member.user.name}
    context |= {
        "form": form,
        "title": title,
        "lead": _("What they filed no longer counts."),
        "button": _("Replace"),
    }
    return render(request, "reviews/deed.html", context)
