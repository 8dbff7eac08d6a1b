"""What the trail needs to know of whoever acts, without knowing the accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol


class Subject(Protocol):
    """Somebody logged in, acting under an organization or under none."""

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
