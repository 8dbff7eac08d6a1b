"""The tales of the demo city: which project came how far, and what befell it on the way."""

from dataclasses import dataclass

from egov.demo import cast
from egov.demo.texts import TOPICS
from egov.demo.texts.topic import Topic
from projects.flow import Stage


@dataclass(frozen=True)
class Tale:
    """One project. Desks are called by their keys in ``cast``; days are those of the stories."""

    key: str
    owner: str
    year: int
    """The plan year for which it was first proposed."""
    begins: str
    """The day of the first draft."""
    until: Stage
    """Where it stands today."""
    further: int = 0
    """How many deeds were done since it came there."""
    nth: int = 1
    """At which of several stays in that stage it stands."""
    applies: str = ""
    """The day on which the application is begun, after the plan's publication."""
    pace: float = 1.0
    """Below one for a project in a hurry."""
    priority: str = "IMPORTANT"
    code: str = cast.CITY
    user: str = ""
    builder: str = ""
    supervisor: str = "huaheng"
    again: str = ""
    """The day on which a deferred project comes back for the next year."""
    twists: frozenset[str] = frozenset()

    @property
    def topic(self) -> Topic:
        return TOPICS[self.key]

    def has(self, twist: str) -> bool:
        return twist in self.twists


def twists(*names: str) -> frozenset[str]:
    return frozenset(names)
