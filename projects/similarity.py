"""How alike two texts are, and where: sketches for the search, passages for the reader."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest

GRAM = 5
"""Characters per fragment. Three are too common in official Chinese to tell texts apart."""
SKETCH = 48
"""Fragments kept per text: those with the smallest numbers, the same choice for every text."""
PASSAGE = 12
"""Characters in a row that count as a matching passage; punctuation is passed over."""
MOST_PASSAGES = 20


@dataclass(frozen=True)
class Text:
    """A text without punctuation, and where each character stood in the original."""

    original: str
    letters: str
    places: tuple[int, ...]

    def passage(self, start: int, end: int) -> str:
        """Return the original words of a stretch of letters, punctuation included."""
        return self.original[self.places[start] : self.places[end - 1] + 1]


def read(original: str) -> Text:
    """Prepare a text for comparison: width and case do not matter, nor do punctuation and spaces."""
    letters, places = [], []
    for place, character in enumerate(original):
        plain = unicodedata.normalize("NFKC", character).casefold()
        if len(plain) == 1 and plain.isalnum():
            letters.append(plain)
            places.append(place)
    return Text(original, "".join(letters), tuple(places))


def grams(text: Text) -> set[str]:
    return {text.letters[n : n + GRAM] for n in range(len(text.letters) - GRAM + 1)}


def sketch(text: Text) -> list[int]:
    """Return the text's characteristic fragments as signed 64-bit numbers, the same on every machine."""
    return nsmallest(SKETCH, (number_of(gram) for gram in grams(text)))


def number_of(gram: str) -> int:
    return int.from_bytes(blake2b(gram.encode(), digest_size=8).digest(), "big", signed=True)


def similarity(own: Text, other: Text) -> float:
    """Return which part of the shorter text's fragments the longer one holds too, 0 to 1."""
    first, second = grams(own), grams(other)
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


def passages(own: Text, other: Text) -> list[dict[str, str]]:
    """Return the passages that both texts hold, longest first, in the words of each."""
    starts: dict[str, list[int]] = {}
    for n in range(len(other.letters) - PASSAGE + 1):
        starts.setdefault(other.letters[n : n + PASSAGE], []).append(n)
    found, at = [], 0
    while at <= len(own.letters) - PASSAGE:
        length, where = _longest(own, other, at, starts.get(own.letters[at : at + PASSAGE], ()))
        if length:
            found.append((length, own.passage(at, at + length), other.passage(where, where + length)))
        at += length or 1
    found.sort(key=lambda match: -match[0])
    return [{"own": mine, "earlier": theirs} for _, mine, theirs in found[:MOST_PASSAGES]]


def _longest(own: Text, other: Text, at: int, starts: Iterable[int]) -> tuple[int, int]:
    """Return the longest match that begins at ``at``: its length and where it stands in the other."""
    best = (0, 0)
    for start in list(starts)[:50]:
        length = PASSAGE
        room = min(len(own.letters) - at, len(other.letters) - start)
        while length < room and own.letters[at + length] == other.letters[start + length]:
            length += 1
        best = max(best, (length, start))
    return best
