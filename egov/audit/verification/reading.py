"""Reads the trail for verification: whole, in order, and whatever somebody has done to a row."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db import DatabaseError
from django.db.models import Count, QuerySet

from egov.audit.canonical import event_hash
from egov.audit.models import Event

WINDOW = 2000
"""The most events that are held at once."""

Row = dict[str, Any]
COLUMNS = [field.attname for field in Event._meta.concrete_fields]


def chains() -> Iterator[tuple[str, Iterator[list[Row]]]]:
    """Return each chain that has events, with its rows in windows. Take the rows before the next chain."""
    for keys, size in _batches():
        if size > WINDOW:
            yield keys[0], windows(keys[0])
            continue
        rows = _read(Event.objects.filter(chain__in=keys).order_by("chain", "sequence"))
        for key, of_chain in groupby(rows, key=lambda row: row["chain"]):
            yield key, iter([list(of_chain)])


def windows(chain: str) -> Iterator[list[Row]]:
    """Return the rows of one chain, in windows, in the order of their sequence numbers."""
    events, after = Event.objects.filter(chain=chain).order_by("sequence"), None
    while rows := _read((events if after is None else events.filter(sequence__gt=after))[:WINDOW]):
        after = rows[-1]["sequence"]
        yield rows


def is_sound(row: Row, *, number: int | None = None) -> bool:
    """Tell whether an event's own hash fits it, here or under another number in its chain."""
    try:
        return event_hash(row if number is None else {**row, "sequence": number}) == row["hash"]
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _batches() -> Iterator[tuple[list[str], int]]:
    """Return the keys of chains that fit into one window together; a longer chain comes alone."""
    sizes = Event.objects.order_by("chain").values_list("chain").annotate(size=Count("pk"))
    keys: list[str] = []
    total = 0
    for key, size in list(sizes):
        if keys and total + size > WINDOW:
            yield keys, total
            keys, total = [], 0
        keys.append(key)
        total += size
    if keys:
        yield keys, total


def _read(events: QuerySet[Event]) -> list[Row]:
    try:
        return list(events.values(*COLUMNS))
    except (DatabaseError, ValueError, TypeError, AttributeError):
        # Somebody wrote what no field of ours can hold. Such a row is told by its place alone.
        return [_read_one(*place) for place in events.values_list("id", "chain", "sequence")]


def _read_one(pk: int, chain: str, sequence: int) -> Row:
    try:
        return Event.objects.values(*COLUMNS).get(pk=pk)
    except (DatabaseError, ValueError, TypeError, AttributeError):
        nothing = {**dict.fromkeys(COLUMNS), "hash": "", "previous": ""}
        return {**nothing, "id": pk, "chain": chain, "sequence": sequence}
