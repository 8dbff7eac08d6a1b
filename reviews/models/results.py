"""What came of one thing that a panel marked: by criterion and member, the average, its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from reviews.models.criteria import Criterion
from reviews.models.subjects import PanelSubject
from reviews.scoring import Place, average

Value = Decimal | bool | None


@dataclass(frozen=True)
class Row:
    """One criterion: what each member gave, in the members' order."""

    criterion: Criterion
    values: list[Value]

    @property
    def average(self) -> Decimal | None:
        given = [value for value in self.values if isinstance(value, Decimal)]
        return average(given) if given else None

    @property
    def denied(self) -> int:
        """Return how many members answered no."""
        return sum(value is False for value in self.values)


@dataclass
class Result:
    """What came of one thing that was marked: the project itself, or a scheme or bid that is ranked."""

    subject: PanelSubject | None
    rows: list[Row]
    totals: list[Decimal]
    far: list[bool]
    """Whether each member's total lies far from the others': shown, never dropped."""
    price: Decimal | None = None
    price_points: Decimal | None = None
    faults: list[str] = field(default_factory=list)
    """Names of what keeps it from being placed: a criterion, the pass mark, a bid that no longer stands."""
    place: int | None = None
    decided_by: str = ""

    @property
    def average(self) -> Decimal:
        return average(self.totals)

    @property
    def total(self) -> Decimal:
        return self.average + (self.price_points or Decimal(0))

    @property
    def technical(self) -> Decimal:
        points = [row.average for row in self.rows if row.criterion.is_technical]
        return sum((one for one in points if one is not None), Decimal(0))

    @property
    def standing(self) -> Place:
        arrival = self.subject.pk if self.subject else 0
        return Place(self.total, self.price or Decimal(0), self.technical, arrival)
