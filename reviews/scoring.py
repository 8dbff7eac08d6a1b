"""How marks become totals, averages, a price's points and an order. Plain arithmetic, no database."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import TypeVar

CENT = Decimal("0.01")
Key = TypeVar("Key", bound=Hashable)


def rounded(value: Decimal) -> Decimal:
    """Return points with two decimals, half up, as they are printed and compared."""
    return value.quantize(CENT, ROUND_HALF_UP)


def average(totals: Sequence[Decimal]) -> Decimal:
    """Return the mean of what the members gave; nobody's marks are dropped."""
    return rounded(sum(totals, Decimal(0)) / len(totals))


def price_points(prices: Mapping[Key, Decimal], weight: Decimal) -> dict[Key, Decimal]:
    """Return the points: the lowest price / the price × the weight (财政部令第87号 art. 55)."""
    lowest = min(prices.values(), default=Decimal(0))
    return {key: rounded(lowest * weight / price) for key, price in prices.items()}


def outliers(totals: Mapping[Key, Decimal], tolerance: Decimal) -> set[Key]:
    """Return whose total lies further than ``tolerance`` points from the median of the others' totals."""
    far = set()
    for key, total in totals.items():
        others = [other for name, other in totals.items() if name != key]
        if others and abs(total - median(others)) > tolerance:
            far.add(key)
    return far


@dataclass(frozen=True)
class Place:
    """What decides the order: the total, then the lower price, the technical points, the earlier arrival."""

    total: Decimal
    price: Decimal
    technical: Decimal
    arrival: int

    @property
    def key(self) -> tuple[Decimal, Decimal, Decimal, int]:
        return (-self.total, self.price, -self.technical, self.arrival)

    def decided_by(self, better: "Place") -> str:
        """Return what put this one behind a better one with the same total; nothing if the total did."""
        if self.total != better.total:
            return ""
        if self.price != better.price:
            return "price"
        return "technical" if self.technical != better.technical else "arrival"
