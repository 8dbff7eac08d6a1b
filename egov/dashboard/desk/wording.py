"""What an event says was before and after, in words: labels instead of keys wherever a model knows them."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DecimalField, Field, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from egov.accounts.roles import Role
from egov.audit.models import Event, Part
from egov.ui.formats import DASH, listed, yuan
from projects.flow import STEPS, Stage

KNOWN: dict[str, Any] = {
    "approved_investment": gettext_lazy("approved investment"),
    "bid": gettext_lazy("bid"),
    "bidder": gettext_lazy("bidder"),
    "bids": gettext_lazy("bids"),
    "candidates": gettext_lazy("award candidates"),
    "carried_over": gettext_lazy("carried over"),
    "changed": gettext_lazy("what was changed"),
    "checkpoint": gettext_lazy("checkpoint"),
    "construction": gettext_lazy("for construction"),
    "construction_entity": gettext_lazy("construction entity"),
    "contract": gettext_lazy("contract"),
    "count": gettext_lazy("lines"),
    "days": gettext_lazy("days"),
    "deferred": gettext_lazy("deferred projects"),
    "earlier": gettext_lazy("earlier projects"),
    "effective_from": gettext_lazy("in force from"),
    "entries": gettext_lazy("entries"),
    "events": gettext_lazy("events"),
    "evidence": gettext_lazy("evidence (SHA-256)"),
    "faults": gettext_lazy("faults"),
    "file": gettext_lazy("file"),
    "findings": gettext_lazy("findings"),
    "flag": gettext_lazy("red flag"),
    "form": gettext_lazy("form of the file"),
    "included": gettext_lazy("included projects"),
    "indicators": gettext_lazy("indicators"),
    "leader": gettext_lazy("panel leader"),
    "maintenance": gettext_lazy("for operation and maintenance"),
    "manifest": gettext_lazy("manifest (SHA-256)"),
    "meeting": gettext_lazy("meeting"),
    "member": gettext_lazy("panel member"),
    "members": gettext_lazy("panel members"),
    "missing": gettext_lazy("still missing"),
    "names": gettext_lazy("names"),
    "number": gettext_lazy("number"),
    "order": gettext_lazy("order"),
    "outstanding": gettext_lazy("outstanding issues"),
    "overrun": gettext_lazy("overrun"),
    "passed": gettext_lazy("passed"),
    "place": gettext_lazy("place"),
    "price": gettext_lazy("price"),
    "query": gettext_lazy("filter"),
    "recommendation": gettext_lazy("recommendation"),
    "review": gettext_lazy("for argumentation and review"),
    "roles": gettext_lazy("roles"),
    "rows": gettext_lazy("lines"),
    "sha256": gettext_lazy("file (SHA-256)"),
    "signatures": gettext_lazy("signatures"),
    "slip": gettext_lazy("mistake in a form"),
    "stage": gettext_lazy("stage"),
    "step": gettext_lazy("step"),
    "subjects": gettext_lazy("what was ranked"),
    "tier": gettext_lazy("priority"),
    "total": gettext_lazy("in all"),
    "usernames": gettext_lazy("user names"),
    "value": gettext_lazy("value"),
    "version": gettext_lazy("version"),
    "weights": gettext_lazy("weights"),
    "what": gettext_lazy("what was shown"),
    "winner": gettext_lazy("winner"),
    "year": gettext_lazy("year"),
}
"""What no field of the object is called by."""

AMOUNTS = frozenset(
    {"amount", "appropriation", "carried_over", "construction", "maintenance", "overrun", "price", "review"}
)

SUM_DIGITS = 14
"""Sums of money have so many digits or more; points and shares have fewer."""


@dataclass(frozen=True)
class Difference:
    """One line of what an event changed; ``is_changed`` is false for what stayed as it was."""

    label: str
    before: str
    after: str
    is_changed: bool


def differences(event: Event) -> list[Difference]:
    """Return what was before and after the event, particulars of the person concerned included."""
    person = event.particulars_of(Part.OBJECT)
    before = event.before | (person.before if person else {})
    after = event.after | (person.after if person else {})
    model = _model(event.object_type)
    return [
        Difference(
            _label(model, key),
            _words(model, key, before[key]) if key in before else "",
            _words(model, key, after[key]) if key in after else "",
            before.get(key) != after.get(key),
        )
        for key in dict.fromkeys([*before, *after])
    ]


def kind_label(object_type: str) -> str:
    """Return what an object of this kind is called."""
    model = _model(object_type)
    return capfirst(str(model._meta.verbose_name)) if model else object_type


def _model(object_type: str) -> type[Model] | None:
    try:
        return apps.get_model(object_type)
    except (LookupError, ValueError):
        return None


def _field(model: type[Model] | None, key: str) -> "Field[Any, Any] | None":
    try:
        found = model._meta.get_field(key) if model else None
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) else None


def _label(model: type[Model] | None, key: str) -> str:
    field = _field(model, key)
    return capfirst(str(field.verbose_name if field is not None else KNOWN.get(key, key)))


def _words(model: type[Model] | None, key: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return DASH
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return listed(_words(model, key, one) for one in value)
    if isinstance(value, dict):
        colon = pgettext("between a label and its text", ": ")
        return listed(
            f"{_inner(model, part)}{colon}{_words(model, part, one)}" for part, one in value.items()
        )
    return _plain(_field(model, key), key, value)


def _inner(model: type[Model] | None, key: str) -> str:
    """Return the label of a part of a value; such a part may be called by a role."""
    return str(dict(Role.choices).get(key) or _label(model, key))


def _plain(field: "Field[Any, Any] | None", key: str, value: Any) -> str:
    chosen = dict(field.flatchoices).get(value) if field is not None else None
    if chosen is not None:
        return str(chosen)
    if key in AMOUNTS or (isinstance(field, DecimalField) and field.max_digits >= SUM_DIGITS):
        return _amount(value)
    if key == "step" and value in STEPS:
        return str(STEPS[value].label)
    if key in {"stage", "roles", "role"}:
        return str(dict([*Stage.choices, *Role.choices]).get(value, value))
    return str(value)


def _amount(value: Any) -> str:
    try:
        return yuan(Decimal(str(value)))
    except InvalidOperation:
        return str(value)
