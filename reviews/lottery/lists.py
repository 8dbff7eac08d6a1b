"""A closed list: who can be drawn for which specialty, who is left out and why, and the order of a draw."""

import hmac
import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from reviews.lottery.texts import Document, digest

FORMAT = "egov-draw/2"

Candidate = tuple[str, frozenset[int]]
"""The number of an expert, and their employers by number."""


class ClosedList:
    """A list as it is written.

    ``asks`` (specialty, seats, reserves); ``taken``, the employers on the panel already; ``candidates`` by
    specialty, in order, each as number and employers with spaces between; ``out``, by number, why not.
    """

    def __init__(self, document: Document, digest_: str) -> None:
        self.document, self.digest = document, digest_

    @property
    def asks(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.document["asks"]
        return found

    @property
    def taken(self) -> set[int]:
        return set(self.document["taken"])

    @cached_property
    def out(self) -> Mapping[str, list[list[str]]]:
        """Return by number why somebody is left out: each reason with the organization it is about."""
        found: Mapping[str, list[list[str]]] = self.document["out"]
        return found

    def counts(self) -> tuple[int, int]:
        """Return how many people it names, and how many of them are left out."""
        return len(set().union(*self.document["candidates"].values())), len(self.out)

    def numbers(self, specialty: str) -> list[str]:
        """Return the candidates for a specialty, in the order of the list."""
        return [line.partition(" ")[0] for line in self._lines(specialty)]

    def places(self, specialty: str) -> dict[str, int]:
        """Return by number, for a specialty, the place in the list."""
        return {number: place for place, number in enumerate(self.numbers(specialty), start=1)}

    def order(self, specialty: str, *, seed: str, word: str) -> Iterator[Candidate]:
        """Shuffle (Fisher and Yates) as far as somebody asks; pass over who is left out."""
        lines, key, out = list(self._lines(specialty)), bytes.fromhex(seed), self.out
        head = f"{self.digest}\n{word}\n{specialty}\n"
        for place in range(len(lines)):
            chance = hmac.digest(key, f"{head}{place}".encode(), "sha256")
            at = place + int.from_bytes(chance) % (len(lines) - place)
            lines[place], lines[at] = lines[at], lines[place]
            number, *employers = lines[place].split(" ")
            if number not in out:
                yield number, frozenset(map(int, employers))

    def _lines(self, specialty: str) -> list[str]:
        found: list[str] = self.document["candidates"].get(specialty, [])
        return found


class FirstList(ClosedList):
    """A list of the first format, whose draws still hold.

    One list for all specialties; the order of a draw is that of a keyed digest of each number.
    """

    @cached_property
    def out(self) -> Mapping[str, list[list[str]]]:
        return {one["number"]: one["out"] for one in self.document["candidates"] if one["out"]}

    def counts(self) -> tuple[int, int]:
        """Return how many people it names, and how many of them are left out."""
        return len(self.document["candidates"]), len(self.out)

    def numbers(self, specialty: str) -> list[str]:
        """Return all candidates, whatever their specialty: they stood in one order."""
        return [one["number"] for one in self.document["candidates"]]

    def places(self, specialty: str) -> dict[str, int]:
        """Return by number, for a specialty, the place in the whole list."""
        listed = enumerate(self.document["candidates"], start=1)
        return {one["number"]: place for place, one in listed if specialty in one["fits"]}

    def order(self, specialty: str, *, seed: str, word: str) -> Iterator[Candidate]:
        """Return who can be drawn, lowest key first."""
        key, head = bytes.fromhex(seed), f"{self.digest}\n{word}\n{specialty}\n"
        keyed = [
            (hmac.digest(key, (head + one["number"]).encode(), "sha256"), one["number"], one["employers"])
            for one in self.document["candidates"]
            if specialty in one["fits"] and not one["out"]
        ]
        for _key, number, employers in sorted(keyed):
            yield number, frozenset(employers)


FORMATS = {FORMAT: ClosedList, "egov-draw/1": FirstList}


def closed_list(text: str) -> ClosedList:
    """Read a list as it is written. Raises ``KeyError`` for a format that nobody knows."""
    document = json.loads(text)
    return FORMATS[document["format"]](document, digest(text))
