"""Who reads which events of the trail, and how an event is put in words."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext

from egov.accounts.acting import Actor
from egov.accounts.models import Jurisdiction
from egov.accounts.roles import Role
from egov.audit.deeds import DEEDS, DEEDS_OF_MEMBERS, deed_label
from egov.audit.models import Event, EventQuerySet
from egov.ui.formats import listed
from projects.flow import STEPS
from reviews.models import Panel, PanelMember


def watched(actor: Actor) -> list[int]:
    """Return the jurisdictions that somebody watches: their own and the districts below it."""
    if actor.jurisdiction is None:
        return []
    below = Jurisdiction.objects.filter(parent=actor.jurisdiction)
    return [actor.jurisdiction.pk, *below.order_by("pk").values_list("pk", flat=True)]


def readable_events(actor: Actor) -> EventQuerySet:
    """Return the trail that a person may read: an auditor their jurisdiction and its districts.

    The audit administrator reads the logs of accounts and policy, not of projects. What members of a
    panel do appears once the reader may know their names.
    """
    if actor.jurisdiction is None:
        return Event.objects.filter(project_id__isnull=True)
    seats = PanelMember.objects.filter(user=OuterRef("actor_id"), panel__project=OuterRef("project_id"))
    secret = Exists(seats.filter(panel__in=Panel.objects.secret_from(actor)))
    theirs = reduce(or_, (Q(verb__startswith=beginning) for beginning in DEEDS_OF_MEMBERS))
    return Event.objects.filter(Q(jurisdiction_id__in=watched(actor))).exclude(theirs & Q(secret))


def label_of(event: Event) -> str:
    """Return what was done, in the reader's language."""
    if event.verb == "project.sign" and (signed := STEPS.get(event.after.get("step", ""))):
        return str(signed.label)
    step = STEPS.get(event.verb.removeprefix("project."))
    return str(step.label) if step and event.verb not in DEEDS else deed_label(event.verb)


def roles_of(event: Event) -> str:
    """Return the roles under which somebody acted, in words."""
    known = dict(Role.choices)
    return listed(known.get(role, role) for role in event.roles.split(",") if role)


def capacity_of(event: Event) -> str:
    """Return the capacity in which somebody acted; for administrators the role says it."""
    words: dict[str, Any] = {
        "signatory": pgettext("capacity", "signatory"),
        "handler": pgettext("capacity", "handler"),
    }
    return str(words.get(event.capacity, ""))
