"""What happened in a project, as sentences."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext

from egov.accounts.models import User
from egov.audit.deeds import deed_label
from egov.audit.models import Event
from egov.ui.paging import paginate
from projects.flow import PHASE_OF_STAGE, STEPS, Phase, Stage
from projects.models import Project
from projects.pages import project_page


def history(request: HttpRequest, number: str) -> HttpResponse:
    """Show who did what, when and with what reason; filter by phase and by person."""
    context = project_page(request, number, "history")
    project: Project = context["project"]
    events = Event.objects.filter(project_id=project.pk, refused=False).with_people()
    person = request.GET.get("person", "")
    if person.isdigit():
        events = events.filter(actor_id=int(person))
    phase = request.GET.get("phase", "")
    if phase in Phase.values:
        events = events.filter(verb__in=_verbs_of(Phase(phase)))
    page = paginate(events, request, order=("-at", "-id"), per_page=50)
    context |= {
        "page": page,
        "entries": [_entry(event) for event in page.items],
        "phase_choices": Phase.choices,
        "phase": phase,
        "person": person,
        "people": User.objects.filter(pk__in=_actors(project))
        .order_by("name")
        .values_list("pk", "name")[:100],
        "durations": _durations(context["transitions"]),
    }
    return render(request, "projects/history.html", context)


def _actors(project: Project) -> QuerySet[Event, Any]:
    return Event.objects.filter(project_id=project.pk, actor_id__isnull=False).values("actor_id").distinct()


def _verbs_of(phase: Phase) -> list[str]:
    return [
        f"project.{step.name}"
        for step in STEPS.values()
        if any(PHASE_OF_STAGE[source] == phase for source in step.sources)
    ]


def _entry(event: Event) -> dict[str, Any]:
    step = STEPS.get(event.verb.removeprefix("project."))
    target = event.after.get("stage", "") if step else ""
    signed = STEPS.get(event.after.get("step", "")) if event.verb == "project.sign" else None
    return {
        "at": event.at,
        "who": event.actor_name,
        "organization": event.organization_name,
        "deed": str(signed.label) if signed else _deed(event, step),
        "reason": event.reason,
        "stage_label": Stage(target).label if target else "",
        "stage_tone": "active",
        "clause": step.clause if step else "",
        "url": "",
        "url_label": "",
    }


def _deed(event: Event, step: Any) -> str:
    if step is not None:
        return str(step.label)
    label = deed_label(event.verb)
    if event.object_type == "projects.project":
        return label
    return label + pgettext("between a label and its text", ": ") + event.object_name


def _durations(transitions: list[Any]) -> list[dict[str, Any]]:
    """Return each stay with its length in whole days."""
    pairs = zip(transitions, [*transitions[1:], None], strict=True)
    return [
        {
            "transition": entered,
            "stage": entered.get_target_display(),
            "days": (left.at - entered.at).days if left else None,
        }
        for entered, left in pairs
    ]
