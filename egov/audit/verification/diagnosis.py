"""Says what was done to a chain that does not hold together.

Whoever edits rows by SQL changes columns, numbers and hashes in any mixture. What they cannot change
without rebuilding the rest is what later events remember: the number under which an event was hashed,
and the hash of the one before it. From these two the chain is put in order again.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from egov.audit.verification.findings import Finding, Kind, runs
from egov.audit.verification.reading import Row, is_sound, windows

NEAR = 1000
SEARCHES = 50
"""For so many events is the number sought up to ``NEAR`` places away; for more it would take hours."""

KEPT = 5000
"""So many events without a number are kept until all others have theirs."""


@dataclass
class Place:
    """An event where it stands now; ``number`` is where it belongs, None where its own hash fits nowhere."""

    sequence: int
    id: int
    hash: str
    previous: str
    number: int | None


def diagnose(chain: str, *, head: str = "") -> tuple[list[Finding], int]:
    """Return what is wrong with a chain, and the number of the last event that belongs to it.

    ``head`` is the hash of its last event, as far as it is known.
    """
    diagnosis = Diagnosis(chain, _numbered(chain), head)
    return diagnosis.findings(), max(diagnosis.standing, default=0)


def _numbered(chain: str) -> list[Place]:
    places: list[Place] = []
    unknown: list[tuple[Place, Row]] = []
    numbers: dict[str, int] = {}
    searched = 0
    for row in (row for window in windows(chain) for row in window):
        here = row["sequence"]
        number = _first_sound(row, [here, numbers.get(row["previous"], here - 1) + 1])
        if number is None and searched < SEARCHES:
            searched += 1
            number = _first_sound(row, _near(here))
        places.append(Place(here, row["id"], row["hash"], row["previous"], number))
        if number is not None:
            numbers[row["hash"]] = number
        elif len(unknown) < KEPT:
            unknown.append((places[-1], row))
    for place, row in unknown:
        # Moved to before the one that it follows: only now is that one's number known.
        if row["previous"] in numbers:
            place.number = _first_sound(row, [numbers[row["previous"]] + 1])
            if place.number is not None:
                numbers[row["hash"]] = place.number
    return places


def _near(here: int) -> Iterator[int]:
    for distance in range(1, NEAR):
        yield here + distance
        yield here - distance


def _first_sound(row: Row, candidates: Iterable[int]) -> int | None:
    return next((number for number in candidates if number > 0 and is_sound(row, number=number)), None)


class Diagnosis:
    """The places of one chain, sorted out."""

    def __init__(self, chain: str, places: list[Place], head: str) -> None:
        self.chain = chain
        self.places = places
        self.remembered = {place.previous for place in places if place.previous} | {head}
        self.standing: dict[int, Place] = {}
        self.inserted: list[Place] = []
        self.altered: set[int] = set()
        self._sort_out()

    def findings(self) -> list[Finding]:
        """Return them in the order of the chain."""
        self.altered |= set(self._broken_links())
        found = [
            *(Finding(Kind.ALTERED, self.chain, n, n, self._facts(n)) for n in self.altered),
            *(Finding(Kind.REMOVED, self.chain, *run) for run in self._gaps()),
            *(Finding(Kind.INSERTED, self.chain, *run) for run in runs(p.sequence for p in self.inserted)),
            *(Finding(Kind.MOVED, self.chain, n, n, {"place": place}) for n, place in self._moved()),
        ]
        return sorted(found, key=lambda finding: (finding.first, finding.kind))

    def _gaps(self) -> Iterator[tuple[int, int]]:
        numbers = sorted(self.standing)
        for before, number in zip([0, *numbers], numbers, strict=False):
            if number > before + 1:
                yield before + 1, number - 1

    def _facts(self, number: int) -> dict[str, int]:
        place = self.standing[number]
        return {"event": place.id, "place": place.sequence}

    def _sort_out(self) -> None:
        nameless = []
        for place in self.places:
            if place.number is None:
                nameless.append(place)
                continue
            rival = self.standing.get(place.number)
            if rival is not None and (rival.hash in self.remembered or place.hash not in self.remembered):
                self.inserted.append(place)
                continue
            if rival is not None:
                self.inserted.append(rival)
            self.standing[place.number] = place
        self._name(nameless)

    def _name(self, nameless: list[Place]) -> None:
        """Give an event without a fitting hash the number that is free where it stands, if one is."""
        shifts = [(place.sequence, number - place.sequence) for number, place in self.standing.items()]
        shifts.sort()
        for place in nameless:
            before = bisect_left(shifts, (place.sequence, 0)) - 1
            number = place.sequence + (shifts[before][1] if before >= 0 else 0)
            if number in self.standing:
                self.inserted.append(place)
            else:
                self.standing[number] = place
                self.altered.add(number)

    def _broken_links(self) -> Iterator[int]:
        """Return the events that were rewritten together with their hash, so that only the links tell."""
        for number, place in self.standing.items():
            before = self.standing.get(number - 1)
            if place.number is None or (before is None and number > 1):
                continue
            if place.previous == (before.hash if before else ""):
                continue
            if before is None or (before.number is not None and before.hash in self.remembered):
                yield number
            elif before.number is not None:
                yield number - 1

    def _moved(self) -> Iterator[tuple[int, int]]:
        """Return the fewest events without which the others stand in their order."""
        order = [
            number for number, _place in sorted(self.standing.items(), key=lambda item: item[1].sequence)
        ]
        in_order = _longest_rise(order)
        for number in order:
            if number not in in_order:
                yield number, self.standing[number].sequence


def _longest_rise(numbers: list[int]) -> set[int]:
    """Return a longest ascending part of a list of different numbers."""
    ends: list[int] = []
    at: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(ends, number)
        before[number] = at[place - 1] if place else None
        ends[place : place + 1] = [number]
        at[place : place + 1] = [number]
    found: set[int] = set()
    number_or_none = at[-1] if at else None
    while number_or_none is not None:
        found.add(number_or_none)
        number_or_none = before[number_or_none]
    return found
