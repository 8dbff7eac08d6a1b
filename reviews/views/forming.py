"""How the office brings a panel together: convened, its seats filled, its leader recorded."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.access import actor_of
from projects.models import Project
from projects.pages import explain_refusal, project_page
from reviews.actions import (
    convene_panel,
    move_meeting,
    name_leader,
    name_member,
    obstacles_to_naming,
    open_draw,
    replace_member,
    take_charge,
)
from reviews.actions.refusal import PanelRefused
from reviews.forms.forming import (
    AgainForm,
    ConveneForm,
    LeaderForm,
    MoveForm,
    NamingForm,
    ReasonForm,
    ReplacementForm,
)
from reviews.models import Panel, PanelMember
from reviews.models.panels import subjects_for
from reviews.views.due import due_kind

Page = tuple[dict[str, Any], Project, Actor]


def office_page(request: HttpRequest, number: str) -> Page:
    """Return the project's page for who forms its panels; raise ``PermissionDenied`` for anybody else."""
    context = project_page(request, number, "reviews")
    project, actor = context["project"], actor_of(request)
    if not project.allows(actor, Permission.FORM_PANEL):
        raise PermissionDenied
    return context, project, actor


def panel_of(project: Project, pk: int, actor: Actor) -> Panel:
    """Return a panel whose names the person may know; raise ``Http404`` for any other."""
    panel = get_object_or_404(project.panels.select_related("project__jurisdiction"), pk=pk)
    if project.panels.filter(pk=pk).secret_from(actor).exists():
        raise Http404
    return panel


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@explain_refusal
def convene(request: HttpRequest, number: str) -> HttpResponse:
    """Let the office say what panel is needed; its draw is opened with it."""
    context, project, actor = office_page(request, number)
    kind = due_kind(project)
    if not kind:
        messages.info(request, _("No panel is to be formed now."))
        return redirect("reviews:project", number=number)
    subjects = subjects_for(project, kind)
    form = ConveneForm(posted(request), project=project, names=subjects)
    if form.is_bound and form.is_valid():
        try:
            panel = convene_panel(
                project=project, kind=kind, asks=form.asks, meets_at=form.meets, subjects=subjects,
                place=form.cleaned_data["place"], officials=list(form.cleaned_data["officials"]), by=actor,
            )  # fmt: skip
        except PanelRefused as refusal:
            form.add_error(None, refusal.faults)
        else:
            messages.success(request, _("The panel is convened, and its draw is opened."))
            return redirect("reviews:draw", number=number, pk=panel.draws.get().pk)
    context |= {"form": form, "kind": Panel.Kind(kind).label, "subjects": subjects}
    return render(request, "reviews/form_panel.html", context)


def _deed(
    request: HttpRequest,
    context: dict[str, Any],
    form: forms.Form,
    deed: Callable[[], object],
    *,
    about: str | None = None,
) -> HttpResponse:
    """Show a form, do what it asks for, and be back on the page of the project's panels.

    ``about``: the field beside which a refusal stands.
    """
    if form.is_bound and form.is_valid():
        try:
            deed()
        except PanelRefused as refusal:
            form.add_error(about, refusal.faults)
        else:
            messages.success(request, _("Saved."))
            return redirect("reviews:project", number=context["project"].number)
    return render(request, "reviews/deed.html", context | {"form": form})


@explain_refusal
def replace(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the office take a member off the panel; the next reserve is invited."""
    context, project, actor = office_page(request, number)
    seats = PanelMember.objects.select_related("user", "panel__project__jurisdiction")
    member = get_object_or_404(seats, pk=pk, panel__project=project)
    panel_of(project, member.panel_id, actor)
    form = ReplacementForm(posted(request))
    context |= {
        "title": _("Replace %(name)s") % {"name": member.user.name},
        "lead": _("What they filed no longer counts. The next reserve in order is invited at once."),
        "button": _("Replace"),
    }
    return _deed(request, context, form, lambda: replace_member(member=member, by=actor, **form.cleaned_data))


@explain_refusal
def again(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the office open a further draw for the seats that are empty."""
    context, project, actor = office_page(request, number)
    panel = panel_of(project, pk, actor)
    form = AgainForm(posted(request))
    context |= {
        "title": _("Open another draw"),
        "lead": _("It gets a number and a seed of its own. All draws of a panel stay on record."),
        "button": _("Open the draw"),
    }
    return _deed(request, context, form, lambda: open_draw(panel=panel, by=actor, **form.cleaned_data))


@explain_refusal
def name(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the office fill an empty seat by hand, where that is allowed."""
    context, project, actor = office_page(request, number)
    panel = panel_of(project, pk, actor)
    words = request.GET.get("q", "").strip()
    form = NamingForm(posted(request), panel=panel, words=words)
    if form.is_bound and form.is_valid():
        try:
            name_member(panel=panel, by=actor, **form.cleaned_data)
        except PanelRefused as refusal:
            form.add_error(None, refusal.faults)
        else:
            messages.success(request, _("Saved."))
            return redirect("reviews:project", number=number)
    context |= {
        "form": form,
        "obstacles": [] if form.is_bound else obstacles_to_naming(panel),
        "panel": panel,
        "may_draw": bool(panel.seats_left()) and not panel.draws.under_way().exists(),
        "words": words,
        "title": _("Fill a seat by hand"),
        "lead": _("An expert may be named only where the draw fell short; the panel shows it for ever."),
        "button": _("Invite"),
    }
    return render(request, "reviews/name_member.html", context)


@explain_refusal
def move(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the office say that the panel meets at another time or place."""
    context, project, actor = office_page(request, number)
    panel = get_object_or_404(project.panels.select_related("project"), pk=pk, meets_at__isnull=False)
    form = MoveForm(posted(request), initial={"meets_at": panel.meets_at, "place": panel.place})
    context |= {
        "title": _("Move the meeting"),
        "lead": _(
            "The members are told at once. Whoever cannot come gives the seat back, and the next reserve "
            "is invited. The names are told as long before the new time as they were before the old one."
        ),
        "button": _("Move the meeting"),
    }
    return _deed(
        request,
        context,
        form,
        lambda: move_meeting(panel=panel, by=actor, **form.cleaned_data),
        about="meets_at",
    )


@explain_refusal
def leader(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the office record whom the members chose to lead them."""
    context, project, actor = office_page(request, number)
    form = LeaderForm(posted(request), panel=panel_of(project, pk, actor))
    context |= {
        "title": _("Record the panel leader"),
        "lead": _("The members choose one of the experts among them."),
        "button": _("Record"),
    }
    return _deed(request, context, form, lambda: name_leader(by=actor, **form.cleaned_data))


@explain_refusal
def charge(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let somebody of the office become the clerk in charge."""
    context, project, actor = office_page(request, number)
    panel = get_object_or_404(project.panels.select_related("project"), pk=pk)
    form = ReasonForm(posted(request))
    context |= {
        "title": _("Take charge of the panel"),
        "lead": _(
            "Only the clerk in charge knows the names before the rest of the office. The trail keeps it."
        ),
        "button": _("Take charge"),
    }
    return _deed(request, context, form, lambda: take_charge(panel=panel, by=actor, **form.cleaned_data))
