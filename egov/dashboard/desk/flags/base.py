"""What a red flag is: a question in SQL, why one asks it, and how each hit is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from egov.dashboard.desk.filters import midnight
from egov.policy.calendar import add_months
from egov.policy.rules import values_of
from projects.models import Project


@dataclass(frozen=True)
class Thresholds:
    """The places that are watched, and the numbers in force at the seat of whoever watches."""

    places: Sequence[int]
    values: dict[str, Decimal]

    def __getitem__(self, code: str) -> Decimal:
        return self.values[code]

    def whole(self, code: str) -> int:
        return int(self.values[code])

    @property
    def since(self) -> datetime:
        """Return how far back the flags look."""
        return midnight(self.first_day)

    @property
    def first_day(self) -> date:
        return add_months(timezone.localdate(), -self.whole("flag_months"))


@dataclass(frozen=True)
class Flagged:
    """One hit, as a line of a list: what it is, in which project, and the figures that raise the flag."""

    key: int
    project: Project
    what: str
    figures: list[tuple[str, str]]

    @property
    def told(self) -> str:
        """Return the hit in one line, as a finding keeps it."""
        return " · ".join([self.what, *(f"{label} {value}" for label, value in self.figures)])


@dataclass(frozen=True)
class Flag:
    """A ready-made question. ``rules`` are the parameters that it asks; ``look`` finds, ``tell`` says."""

    code: str
    label: Any
    explanation: Any
    source: str
    rules: tuple[str, ...]
    look: Callable[[Thresholds], QuerySet[Any]] = field(repr=False)
    tell: Callable[[Any, Thresholds], Flagged] = field(repr=False)


def thresholds(flags: Sequence[Flag], *, places: Sequence[int]) -> Thresholds:
    """Return the numbers that these flags ask, in one query; ``places`` begin with one's own."""
    codes = {"flag_months", *(code for flag in flags for code in flag.rules)}
    return Thresholds(places, values_of(codes, jurisdiction_id=places[0] if places else None))
