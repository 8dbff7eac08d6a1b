"""The one way into the trail."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from egov.audit.actions.chaining import append
from egov.audit.canonical import plain
from egov.audit.models import Chain, Event, Part, Particulars
from egov.audit.subjects import Stranger, Subject

RIGHTS = frozenset({"admin_role", "is_active", "is_handler", "is_signatory", "organization"})
"""What an event on a person says of their rights stays in the chain; all else of them can be deleted."""

Values = Mapping[str, Any]


def record_event(
    *,
    verb: str,
    by: Subject | None,
    on: Any = None,
    project_id: int | None = None,
    jurisdiction_id: int | None = None,
    before: Values | None = None,
    after: Values | None = None,
    reason: str = "",
    refused: bool = False,
    roles: Iterable[str] | None = None,
    person_id: int | None = None,
) -> Event:
    """Write one event at the end of its chain, in the transaction of the deed itself.

    ``by`` is None only for what the platform did by itself. ``on`` is any model instance; its label is
    kept as it reads now. ``roles`` are those held in the project, where it has one. With
    ``person_id``, label, ``before`` and ``after`` speak of that person and can be deleted later,
    rights excepted.

    Whoever writes to a chain makes its other writers wait until the end of the transaction. A deed
    that writes to several writes to projects first, then to the jurisdiction, so that no two deeds
    wait for each other.
    """
    organization = by.organization if by else None
    jurisdiction_id = jurisdiction_id or (organization.jurisdiction_id if organization else None)
    label = _label(on)
    own, others = _divided(person_id, before=plain(before or {}), after=plain(after or {}))
    event = Event(
        chain=Chain.key_for(project_id=project_id, jurisdiction_id=jurisdiction_id),
        verb=verb,
        refused=refused,
        actor_id=by.user.pk if by and by.user else None,
        organization_id=organization.pk if organization else None,
        organization_name=organization.name if organization else "",
        capacity=by.capacity if by else "",
        roles=_named(roles if roles is not None else by.roles if by else ()),
        jurisdiction_id=jurisdiction_id,
        project_id=project_id,
        object_type=on._meta.label_lower if on is not None else "",
        object_id=str(on.pk) if on is not None else "",
        object_label="" if person_id else label,
        reason=plain(reason),
        request_id=by.request_id if by else "",
        **others,
    )
    particulars = [_of_actor(by)] if by else []
    if person_id:
        part = Part.OBJECT
        particulars.append(Particulars(part=part, person_id=person_id, name=label, salt=_salt(), **own))
    return append(event, particulars)


def _label(on: Any) -> str:
    return str(plain(str(on)))[:300] if on is not None else ""


def _named(roles: Iterable[str]) -> str:
    """Write roles in a fixed order; that one is a government unit says nothing beside another role."""
    names = {str(role) for role in roles}
    return ",".join(sorted(names - {"unit"} or names))[:200]


def _divided(person_id: int | None, **values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split ``before`` and ``after`` into what is personal and what stays in the chain."""
    if not person_id:
        return {}, values
    own = {k: {n: v for n, v in told.items() if n not in RIGHTS} for k, told in values.items()}
    others = {k: {n: v for n, v in told.items() if n in RIGHTS} for k, told in values.items()}
    return own, others


def _of_actor(by: Subject) -> Particulars:
    if isinstance(by, Stranger):
        person_id, name = by.person_id, by.name
    else:
        person_id, name = by.user.pk, by.user.name
    part = Part.ACTOR
    return Particulars(part=part, person_id=person_id, name=plain(name), ip=by.ip or "", salt=_salt())


def _salt() -> str:
    return secrets.token_hex(16)
