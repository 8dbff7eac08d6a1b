"""What a score sheet is made of, as somebody drafts it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reviews.models import Criterion

C = Criterion.Kind


@dataclass(frozen=True)
class Line:
    """A criterion as it is drafted: points from ``least`` to ``most``; a gate has none."""

    name: str
    dimension: str
    most: Decimal = Decimal(0)
    hint: str = ""
    kind: str = C.POINTS
    least: Decimal = Decimal(0)

    def as_json(self) -> dict[str, str]:
        return {
            "name": self.name,
            "dimension": str(self.dimension),
            "kind": str(self.kind),
            "least": f"{self.least:f}",
            "most": f"{self.most:f}",
            "hint": self.hint,
        }

    @classmethod
    def of(cls, kept: dict[str, str]) -> "Line":
        numbers = {"least": Decimal(kept["least"]), "most": Decimal(kept["most"])}
        return cls(**{**kept, **numbers})  # type: ignore[arg-type]  # the numbers are read


@dataclass(frozen=True)
class Preset:
    """A sheet to begin with. ``pass_mark`` is what the average must reach, None where there is none."""

    code: str
    kind: str
    label: Any
    source: str
    lines: tuple[Line, ...]
    procured: str = ""
    pass_mark: Decimal | None = None


def points(name: str, dimension: str, most: int, hint: str) -> Line:
    return Line(name, dimension, Decimal(most), hint)


def gate(name: str, dimension: str, hint: str) -> Line:
    return Line(name, dimension, hint=hint, kind=C.GATE)
