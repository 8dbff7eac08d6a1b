"""Schemes as they come in, and the choice among them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.roles import Permission
from procurement import actions
from procurement.forms import ChoiceForm, ReasonForm, SchemeForm
from procurement.models import Scheme, places_of
from procurement.models.readiness import why_no_choice, why_no_new_call, why_no_scheme
from procurement.pages import Deed, deed_page, may, misplaced, offer, procurement_page, sent, sent_with_files
from projects.access import actor_of
from projects.flow import Stage
from projects.models import Project


def schemes(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "schemes")
    project: Project = context["project"]
    runs, chooses = (
        may(request, project, permission)
        for permission in (Permission.RUN_PROCUREMENT, Permission.CHOOSE_SCHEME)
    )
    soliciting = project.stage == Stage.SOLICITING
    recording = why_no_scheme(project) if soliciting else []
    choosing = why_no_choice(project) if soliciting else []
    rows = project.schemes.select_related("solicitation", "file__document__project", "chosen_by").order_by(
        "-solicitation__sequence", "received_at", "pk"
    )
    places, current = places_of(project), project.solicitations.current()
    context |= {
        "schemes": [
            {
                "scheme": scheme,
                "place": places.get(scheme.pk),
                "answers_earlier": scheme.solicitation != current,
                "can_withdraw": runs
                and soliciting
                and not (recording or scheme.withdrawn_at)
                and scheme.solicitation == current,
                "can_choose": chooses and soliciting and not choosing and scheme.pk in places,
            }
            for scheme in rows
        ],
        "offers": _offers(project, recording, runs=runs and soliciting),
        "choosing": choosing if chooses and soliciting else [],
        "chooses": chooses and soliciting,
        "panel_url": reverse("reviews:project", args=[number]),
        "step_url": reverse("projects:step", args=[number, "select_scheme"]),
    }
    return render(request, "procurement/schemes.html", context)


def _offers(project: Project, recording: list[str], *, runs: bool) -> list[dict[str, Any]]:
    if not runs:
        return []
    again = offer(project, "edit_solicitation", _("Call for schemes once more"), [])
    called = [] if why_no_new_call(project) else [again]
    return [offer(project, "record_scheme", _("Record a scheme"), recording), *called]


def record_scheme(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "schemes")
    project: Project = context["project"]
    form = SchemeForm(
        *sent_with_files(request),
        project=project,
        initial={"received_at": timezone.now()},
    )
    deed = Deed(
        section="schemes",
        permission=Permission.RUN_PROCUREMENT,
        title=_("Record a scheme"),
        button=_("Record"),
        form=form,
        run=lambda: actions.record_scheme(project=project, by=actor_of(request), **form.cleaned_data),
        done=_("The scheme is recorded."),
        obstacles=misplaced(project, Stage.SOLICITING) or why_no_scheme(project),
    )
    return deed_page(request, context, deed)


def _scheme(project: Project, pk: int) -> Scheme:
    return get_object_or_404(project.schemes.select_related("project"), pk=pk)


def withdraw_scheme(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    context = procurement_page(request, number, "schemes")
    project: Project = context["project"]
    scheme, form = _scheme(project, pk), ReasonForm(sent(request), project=project)
    deed = Deed(
        section="schemes",
        permission=Permission.RUN_PROCUREMENT,
        title=_("Withdraw the scheme of %(author)s") % {"author": scheme.author},
        button=_("Withdraw"),
        form=form,
        run=lambda: actions.withdraw_scheme(scheme=scheme, by=actor_of(request), **form.cleaned_data),
        done=_("The scheme is struck through; the entry and its file stay."),
        obstacles=misplaced(project, Stage.SOLICITING) or why_no_scheme(project),
        consequence=_("It does not go to the panel. The entry stays, struck through, with your reason."),
        danger=True,
    )
    return deed_page(request, context, deed)


def choose_scheme(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    context = procurement_page(request, number, "schemes")
    project: Project = context["project"]
    scheme, form = _scheme(project, pk), ChoiceForm(sent(request), project=project)
    deed = Deed(
        section="schemes",
        permission=Permission.CHOOSE_SCHEME,
        title=_("Choose the scheme of %(author)s") % {"author": scheme.author},
        button=_("Choose"),
        form=form,
        run=lambda: actions.choose_scheme(scheme=scheme, by=actor_of(request), **form.cleaned_data),
        done=_("The scheme is chosen. The informatization office and the finance bureau now sign."),
        obstacles=misplaced(project, Stage.SOLICITING) or why_no_choice(project),
        consequence=_(
            "Its author optimizes the design and, from then on, cannot bid for the project’s tender."
        ),
    )
    return deed_page(request, context, deed)
