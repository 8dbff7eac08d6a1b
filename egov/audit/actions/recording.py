"""The one way into the trail."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import BigIntegerField, Func

from egov.audit.canonical import COLUMNS, FORM, event_hash, plain
from egov.audit.models import Chain, Event, Particulars

RIGHTS = frozenset({"admin_role", "is_active", "is_handler", "is_signatory", "organization"})
"""What an event on a person says of their rights stays in the chain; all else of them can be deleted."""

Values = Mapping[str, Any]


class Subject(Protocol):
    """What an event needs to know of its actor, without knowing the accounts."""

    @property
    def user(self) -> Any: ...
    @property
    def organization(self) -> Any: ...
    @property
    def capacity(self) -> str: ...
    @property
    def roles(self) -> Iterable[str]: ...
    @property
    def ip(self) -> str | None: ...
    @property
    def request_id(self) -> str: ...


@dataclass(frozen=True)
class Stranger:
    """Somebody not logged in, known by nothing but the name they gave (which may be a person's)."""

    name: str = ""
    ip: str | None = None
    request_id: str = ""
    person_id: int | None = None
    user: Any = None
    organization: Any = None
    capacity: str = ""
    roles: tuple[str, ...] = ()


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
        part = Particulars.Part.OBJECT
        particulars.append(Particulars(part=part, person_id=person_id, name=label, salt=_salt(), **own))
    return _append(event, particulars)


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
    part = Particulars.Part.ACTOR
    return Particulars(part=part, person_id=person_id, name=plain(name), ip=by.ip or "", salt=_salt())


def _salt() -> str:
    return secrets.token_hex(16)


class NextEventId(Func):
    """The id that the next event will have: the hash covers the id, so it is known before."""

    output_field = BigIntegerField()
    template = "(SELECT COALESCE(MAX(id), 0) + 1 FROM audit_event)"
    arity = 0

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Draw from the table's own sequence, for which nobody waits."""
        return self.as_sql(
            compiler,
            connection,
            template="nextval(pg_get_serial_sequence('audit_event', 'id'))",
            **context,
        )


# Without a savepoint: inside a deed it costs nothing, outside it is the transaction.
@transaction.atomic(savepoint=False)
def _append(event: Event, particulars: list[Particulars]) -> Event:
    chain = _locked(event)
    event.pk = chain.next_event_id  # type: ignore[attr-defined]  # annotated
    event.sequence, event.previous = chain.length + 1, chain.head
    event.form, event.algorithm = FORM, settings.TRAIL_HASH
    for one in particulars:
        one.event_id = event.pk
        setattr(event, f"{one.part}_digest", one.digest(event.algorithm))
    event.hash = event_hash({name: getattr(event, name) for name in COLUMNS[FORM]})
    event.save()
    Particulars.objects.bulk_create(particulars)
    Chain.objects.filter(pk=chain.pk).update(length=event.sequence, head=event.hash)
    return event


def _locked(event: Event) -> Chain:
    """Return the chain's head, for this transaction alone; a chain begins with its first event."""
    heads = Chain.objects.select_for_update().annotate(next_event_id=NextEventId())
    chain = heads.filter(pk=event.chain).first()
    if chain is None:
        begun = Chain(key=event.chain, jurisdiction_id=event.jurisdiction_id)
        Chain.objects.bulk_create([begun], ignore_conflicts=True)
        chain = heads.get(pk=event.chain)
    return chain
