"""The one way into the trail."""

from typing import Any, Protocol

from egov.audit.models import Event


class Subject(Protocol):
    """What an event needs to know of its actor, without knowing the accounts."""

    @property
    def user(self) -> Any: ...
    @property
    def organization(self) -> Any: ...
    @property
    def capacity(self) -> str: ...
    @property
    def ip(self) -> str | None: ...
    @property
    def request_id(self) -> str: ...


def record_event(
    *,
    verb: str,
    by: Subject | None,
    on: Any = None,
    project_id: int | None = None,
    jurisdiction_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    refused: bool = False,
) -> Event:
    """Write one event, in the transaction of the deed itself.

    ``by`` is None only for what nobody logged in did (a failed login). ``on`` is any model
    instance; its label is kept as it reads now.
    """
    organization = by.organization if by else None
    event = Event(
        verb=verb,
        refused=refused,
        actor_id=by.user.pk if by else None,
        actor_name=by.user.name if by else "",
        organization_id=organization.pk if organization else None,
        organization_name=organization.name if organization else "",
        capacity=by.capacity if by else "",
        jurisdiction_id=jurisdiction_id or (organization.jurisdiction_id if organization else None),
        project_id=project_id,
        object_type=on._meta.label_lower if on is not None else "",
        object_id=str(on.pk) if on is not None else "",
        object_label=str(on)[:300] if on is not None else "",
        before=before or {},
        after=after or {},
        reason=reason,
        ip=by.ip if by else None,
        request_id=by.request_id if by else "",
    )
    event.save()
    return event
