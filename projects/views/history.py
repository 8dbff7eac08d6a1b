"""What happened in a project, as sentences."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from egov.accounts.acting import Actor, actor_of
from egov.accounts.models import User
from egov.audit.deeds import DEEDS_OF_MEMBERS, deed_label
from egov.audit.models import Event, EventQuerySet
from egov.ui.paging import paginate
from projects.flow import STEPS, Phase, Stage
from projects.models import IssuedPaper, Project
from projects.pages import project_page
from projects.stays import during, steps_of

READING = "project.read_material"
"""Each look of a panel's member is an event, and there are many."""


def history(request: HttpRequest, number: str) -> HttpResponse:
    """Show who did what, when and with what reason; filter by phase and by person."""
    context = project_page(request, number, "history")
    project: Project = context["project"]
    events = _told(project, actor_of(request)).filter(refused=False).with_people()
    person = request.GET.get("person", "")
    if person.isdigit():
        events = events.filter(actor_id=int(person))
    phase, steps = request.GET.get("phase", ""), []
    if phase in Phase.values:
        events = events.filter(during(Phase(phase), context["transitions"]))
        steps = steps_of(project, Phase(phase), context["transitions"])
    events = _once_a_day(events, project)
    page = paginate(events, request, order=("-at", "-id"), per_page=50)
    context |= {
        "page": page,
        "entries": _entries(page.items),
        "phase_choices": Phase.choices,
        "phase": phase,
        "phase_label": Phase(phase).label if phase in Phase.values else "",
        "steps": steps,
        "person": person,
        "people": User.objects.filter(pk__in=_actors(project, actor_of(request)))
        .order_by("name")
        .values_list("pk", "name")[:100],
        "durations": _durations(context["transitions"]),
    }
    return render(request, "projects/history.html", context)


def _told(project: Project, actor: Actor) -> EventQuerySet:
    """Return the project's events without what members of a panel did whose names are not told yet."""
    secret = project.panels.secret_from(actor).filter(members__isnull=False)
    people = list(secret.values_list("members__user", flat=True))
    theirs = [Q(verb__startswith=beginning, actor_id__in=people) for beginning in DEEDS_OF_MEMBERS]
    return Event.objects.filter(project_id=project.pk).exclude(reduce(or_, theirs))


def _once_a_day(events: EventQuerySet, project: Project) -> EventQuerySet:
    """Keep of the times that somebody read the material only the last of each day; the trail keeps all."""
    readings = Event.objects.filter(project_id=project.pk, verb=READING)
    later = readings.filter(
        actor_id=OuterRef("actor_id"), pk__gt=OuterRef("pk"), at__date=OuterRef("day")
    ).values("pk")
    return events.annotate(day=TruncDate("at")).exclude(Q(verb=READING) & Exists(later))


def _times(events: Iterable[Event]) -> dict[tuple[int | None, date], int]:
    """Return how often each person read the material on each day of these events."""
    of_reading = [event for event in events if event.verb == READING]
    if not of_reading:
        return {}
    days = [timezone.localdate(event.at) for event in of_reading]
    known = Event.objects.filter(project_id=of_reading[0].project_id, verb=READING)
    known = known.filter(
        actor_id__in={event.actor_id for event in of_reading}, at__date__range=(min(days), max(days))
    )
    counted = known.order_by().annotate(day=TruncDate("at")).values_list("actor_id", "day")
    return {(actor, day): n for actor, day, n in counted.annotate(n=Count("pk"))}


def _actors(project: Project, actor: Actor) -> QuerySet[Event, Any]:
    return _told(project, actor).filter(actor_id__isnull=False).values("actor_id").distinct()


def _entries(events: Iterable[Event]) -> list[dict[str, Any]]:
    events = list(events)
    papers = [event.object_id for event in events if event.verb == "paper.issue"]
    named = IssuedPaper.objects.filter(pk__in=papers).values_list("pk", "issuer_name") if papers else ()
    issuers = {str(pk): name for pk, name in named}
    times = _times(events)
    return [
        _entry(event)
        | _in_the_name_of(issuers.get(event.object_id, ""), event)
        | _repeated(event, times.get((event.actor_id, timezone.localdate(event.at)), 1))
        for event in events
    ]


def _repeated(event: Event, times: int) -> dict[str, Any]:
    if event.verb != READING or times == 1:
        return {}
    often = ngettext("(%(n)d time on that day)", "(%(n)d times on that day)", times) % {"n": times}
    return {"deed": f"{deed_label(event.verb)} {often}"}


def _in_the_name_of(issuer: str, event: Event) -> dict[str, Any]:
    """Name the organ that issued a paper, where the last signature that released it was another's."""
    if event.verb != "paper.issue" or issuer in {"", event.organization_name}:
        return {}
    signed = _("(upon the signature of %(who)s)") % {"who": f"{event.organization_name} {event.actor_name}"}
    return {"organization": issuer, "who": "", "signed": signed}


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
    pairs = zip(transitions, [*transitions, None][1:], strict=True)
    return [
        {
            "transition": entered,
            "stage": entered.get_target_display(),
            "days": (left.at - entered.at).days if left else None,
        }
        for entered, left in pairs
    ]
