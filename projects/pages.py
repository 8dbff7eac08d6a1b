"""What every page of a project shows around its content: header, phases, tabs."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from egov.accounts.acting import Actor, actor_of
from egov.accounts.roles import Role
from egov.audit.actions import record_event
from projects.access import sees_wholly, visible_project
from projects.actions import (
    AlreadySigned,
    IllegalStep,
    NotReady,
    PaperRefused,
    ReasonMissing,
    SignedForAnother,
    StepRefused,
)
from projects.actions.duties import address_of
from projects.flow import PHASE_OF_STAGE, Condition, Phase, Stage
from projects.models import Project, Proposal, Transition

TABS: tuple[tuple[str, Any, str], ...] = (
    ("overview", gettext_lazy("Overview"), "projects:overview"),
    ("proposal", gettext_lazy("Proposal"), "projects:proposal"),
    ("application", gettext_lazy("Application"), "projects:application"),
    ("reviews", gettext_lazy("Expert reviews"), "reviews:project"),
    ("approval", gettext_lazy("Approval"), "projects:approval"),
    ("procurement", gettext_lazy("Procurement"), "procurement:solicitation"),
    ("construction", gettext_lazy("Construction"), "acceptance:construction"),
    ("acceptance", gettext_lazy("Acceptance"), "acceptance:acceptance"),
    ("operation", gettext_lazy("Operation and evaluation"), "acceptance:operation"),
    ("money", gettext_lazy("Money"), "projects:money"),
    ("documents", gettext_lazy("Documents"), "projects:documents"),
    ("history", gettext_lazy("History"), "projects:history"),
)

_ENDED_BADLY = {Stage.REJECTED, Stage.TERMINATED}
_WAITS_FOR_OWNER = {Stage.DRAFT, Stage.RETURNED, Stage.DEFERRED}
_DONE = {Stage.IN_USE, Stage.EVALUATED, Stage.RETIRED}


def stage_tone(stage: str) -> str:
    """Return the color word of a stage; the badge shows its name as well."""
    if stage in _ENDED_BADLY:
        return "danger"
    if stage in _WAITS_FOR_OWNER:
        return "waiting"
    return "done" if stage in _DONE else "active"


def phases_of(project: Project, transitions: list[Transition]) -> list[dict[str, Any]]:
    """Return the nine phases: done with the day they were left, current, or to come."""
    left_at: dict[Phase | None, Transition] = {}
    for transition in transitions:
        before, after = PHASE_OF_STAGE[Stage(transition.source)], PHASE_OF_STAGE[Stage(transition.target)]
        if before != after:
            left_at[before] = transition
    order = list(Phase)
    current = project.phase
    reached = order.index(current) if current else len(order)
    history = reverse("projects:history", args=[project.number])
    return [
        {
            "label": phase.label,
            "state": _phase_state(phase, position, reached, left_at),
            "date": left_at[phase].at if phase in left_at and position < reached else None,
            "url": f"{history}?phase={phase.value}",
        }
        for position, phase in enumerate(order)
    ]


def _phase_state(phase: Phase, position: int, reached: int, left_at: dict[Phase | None, Transition]) -> str:
    if position == reached:
        return "current"
    # A project that has ended has no current phase; only what it went through is done.
    went_through = phase in left_at if reached == len(Phase) else position < reached
    return "done" if went_through else "to_come"


def project_page(request: HttpRequest, number: str, tab: str) -> dict[str, Any]:
    """Return what a project page shows around its content; raise ``Http404`` for what one may not see."""
    project, actor = visible_project(request, number), actor_of(request)
    roles = project.roles_of(actor)
    if Role.EXPERT in roles and request.method == "GET":
        note_reading(request, project, actor)
    transitions = list(project.transitions.order_by("sequence").select_related("user", "organization"))
    return {
        "project": project,
        "tab": tab,
        "tabs": [
            {"label": label, "url": reverse(name, args=[number]), "active": key == tab}
            for key, label, name in TABS
        ],
        "priority": dict(Proposal.Priority.choices).get(getattr(project, "told_priority", "")),
        "stage_tone": stage_tone(project.stage),
        "transitions": transitions,
        "phases": phases_of(project, transitions),
        "roles": [role.label for role in sorted(roles)],
        "may_have_dossier": sees_wholly(actor, project),
    }


def note_reading(request: HttpRequest, project: Project, actor: Actor) -> None:
    """Write into the trail that a member of a panel looked at the material, and at which page of it."""
    record_event(
        verb="project.read_material",
        by=actor,
        on=project,
        project_id=project.pk,
        jurisdiction_id=project.jurisdiction_id,
        after={"page": request.path},
    )


def condition_line(project: Project, condition: Condition, *, met: bool) -> dict[str, Any]:
    """Return a condition as a page shows it: whether it is met, who meets it, and where."""
    return {
        "label": condition.label,
        "met": met,
        "met_by": condition.met_by.label,
        "url": address_of(condition.page, project.number),
    }


def todo_line(project: Project, condition: Condition) -> dict[str, Any]:
    """Return an unmet condition as what is to be done about it, and where."""
    return condition_line(project, condition, met=False) | {"label": condition.todo}


View = Callable[..., HttpResponse]


def explain_refusal(view: View) -> View:
    """Turn a refused step into a page that says why, instead of an error.

    Whoever came second is sent to the project, which shows where it stands now.
    """

    @wraps(view)
    def explained(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotReady as refusal:
            return _not_ready(request, kwargs["number"], refusal)
        except StepRefused as refusal:
            messages.warning(request, sentence(refusal))
            return redirect("projects:overview", number=kwargs["number"])

    return explained


def _not_ready(request: HttpRequest, number: str, refusal: NotReady) -> HttpResponse:
    context = project_page(request, number, "overview")
    project = context["project"]
    unmet = [condition_line(project, condition, met=False) for condition in refusal.conditions]
    context |= {"step": refusal.step, "unmet": unmet}
    return render(request, "projects/not_ready.html", context, status=409)


def still_missing(conditions: Iterable[Any]) -> str:
    """Say in the reader's language which conditions are unmet."""
    unmet = pgettext("between two conditions", "; ").join(str(condition.label) for condition in conditions)
    return _("Not yet possible. Still missing: %(conditions)s.") % {"conditions": unmet}


def signed_before(refusal: StepRefused) -> str:
    """Say that the person signed for another organization, or nothing."""
    if not isinstance(refusal, SignedForAnother):
        return ""
    return _("You have signed for another organization already. Another person signs for this one.")


def sentence(refusal: StepRefused) -> str:
    """Say in the reader's language why a step was refused."""
    if isinstance(refusal, IllegalStep):
        return _("“%(step)s” is not possible now: the project is in the stage “%(stage)s”.") % {
            "step": refusal.step.label,
            "stage": refusal.stage.label,
        }
    if isinstance(refusal, AlreadySigned):
        already = _("Your organization has signed already; the others are still to sign.")
        return signed_before(refusal) or already
    if isinstance(refusal, ReasonMissing):
        return _("Please give a reason.")
    if isinstance(refusal, PaperRefused):
        return str(refusal)
    return _("This step is not possible now.")
