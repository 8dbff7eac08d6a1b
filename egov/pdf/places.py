"""Where on the pages something stands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A box on a page: its number from 0, and left, bottom, right, top in points from the lower left."""

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Printed:
    """What came out of the press, and where the seal belongs, if the paper has a place for one."""

    pdf: bytes
    seal: Place | None
