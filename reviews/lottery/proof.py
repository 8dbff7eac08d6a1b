"""Whether a record holds, from itself alone."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from reviews.lottery.choice import drawn
from reviews.lottery.lists import FORMATS, closed_list
from reviews.lottery.texts import commitment, digest, written


def faults_of(record: Mapping[str, Any]) -> Iterator[str]:
    """Say what does not hold in a record (as ``manage.py draw export`` writes it); nothing where all does.

    Needs the record alone: seed against commitment, list against digest, result against both.
    """
    text, seed = record["list"], record["seed"]
    if commitment(seed) != record["commitment"]:
        yield "The seed is not the one that was committed to."
    if digest(text) != record["list_digest"]:
        yield "The list of candidates is not the one that was closed."
    document = json.loads(text)
    if written(document) != text or document["format"] not in FORMATS:
        yield "The list of candidates is not written in the form of this draw."
        return
    if (document["draw"], document["commitment"]) != (record["number"], record["commitment"]):
        yield "The list of candidates belongs to another draw."
    if not _is_ordered(text):
        yield "The candidates do not stand in the order of their numbers, each once."
    if drawn(text, seed=seed, word=record["word"]) != json.loads(record["result"]):
        yield "The result does not follow from seed and list."
    if digest(record["result"]) != record["result_digest"]:
        yield "The result is not the one whose digest is in the trail."


def _is_ordered(text: str) -> bool:
    listed = closed_list(text)
    by_specialty = [listed.numbers(ask["specialty"]) for ask in listed.asks]
    return all(numbers == sorted(set(numbers)) for numbers in by_specialty)
