"""Holds checkpoints against their signatures, and the chains against the checkpoints."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef

from egov.audit.canonical import ALGORITHMS, canonical, digest
from egov.audit.merkle import Head, root
from egov.audit.models import Checkpoint, CheckpointHead, Event
from egov.audit.signing import PublicKey, UnknownSigner, is_signed
from egov.audit.verification.findings import Finding, Kind


class NoCheckpoint(ValueError):
    """The file is none that we exported."""


class Exported:
    """A checkpoint as it was exported and kept elsewhere."""

    def __init__(self, content: bytes) -> None:
        try:
            told = json.loads(content)
            self.statement: dict[str, Any] = told["statement"]
            self.heads: list[Head] = [(str(c), int(n), str(h)) for c, n, h in told["heads"]]
            self.signature, self.signer = str(told["signature"]), str(told["signer"])
            self.number, self.algorithm = int(self.statement["number"]), str(self.statement["algorithm"])
            self.root = str(self.statement["root"])
        except (ValueError, TypeError, KeyError, UnicodeDecodeError) as error:
            raise NoCheckpoint from error
        if self.algorithm not in ALGORITHMS:
            raise NoCheckpoint

    def check(self, keys: dict[str, PublicKey]) -> Iterator[Finding]:
        """Return what is wrong with the file itself, and with the database's own copy of it."""
        statement = canonical(self.statement)
        yield from _signed(statement, self.signature, self.signer, self.number, keys)
        if root(self.algorithm, self.heads) != self.root:
            yield _about(Kind.CHECKPOINT_ALTERED, self.number)
        kept = Checkpoint.objects.filter(number=self.number).first()
        if kept is None:
            yield _about(Kind.CHECKPOINT_REMOVED, self.number)
        elif kept.statement() != statement:
            yield _about(Kind.CHECKPOINT_ALTERED, self.number)


def check_checkpoints(keys: dict[str, PublicKey]) -> Iterator[Finding]:
    """Return what is wrong with the checkpoints in the database themselves."""
    expected, previous, last = 1, "", None
    moved = _moved_heads()
    for checkpoint in Checkpoint.objects.order_by("number").iterator():
        if checkpoint.number != expected:
            yield Finding(Kind.CHECKPOINT_REMOVED, "", expected, checkpoint.number - 1)
        elif checkpoint.previous != previous:
            yield _about(Kind.CHECKPOINT_ALTERED, checkpoint.number)
        statement = checkpoint.statement()
        yield from _signed(statement, checkpoint.signature, checkpoint.signer, checkpoint.number, keys)
        if root(checkpoint.algorithm, moved.get(checkpoint.pk, [])) != checkpoint.moved:
            yield _about(Kind.CHECKPOINT_ALTERED, checkpoint.number)
        expected, previous, last = checkpoint.number + 1, digest(checkpoint.algorithm, statement), checkpoint
    if last is not None and root(last.algorithm, last.heads()) != last.root:
        yield _about(Kind.CHECKPOINT_ALTERED, last.number)


def _moved_heads() -> dict[int, list[Head]]:
    rows = CheckpointHead.objects.order_by("checkpoint").values_list("checkpoint", "chain", "length", "head")
    grouped = groupby(rows.iterator(), key=lambda row: row[0])
    return {checkpoint: [row[1:] for row in of_one] for checkpoint, of_one in grouped}


def _signed(
    statement: bytes, signature: str, signer: str, number: int, keys: dict[str, PublicKey]
) -> Iterator[Finding]:
    try:
        if not is_signed(statement, signature, signer=signer, keys=keys):
            yield _about(Kind.CHECKPOINT_ALTERED, number)
    except UnknownSigner:
        yield _about(Kind.CHECKPOINT_FOREIGN, number)


def _about(kind: Kind, number: int) -> Finding:
    return Finding(kind, "", number, number)


def broken_promises() -> dict[str, list[tuple[int, int]]]:
    """Return, by chain, the signed heads that the events no longer bear out: length and checkpoint."""
    there = Event.objects.filter(chain=OuterRef("chain"), sequence=OuterRef("length"), hash=OuterRef("head"))
    broken = CheckpointHead.objects.filter(~Exists(there)).order_by("chain", "length")
    found: dict[str, list[tuple[int, int]]] = {}
    for chain, length, number in broken.values_list("chain", "length", "checkpoint__number"):
        found.setdefault(chain, []).append((length, number))
    return found


def last_kept_promise(chain: str, below: int) -> int:
    """Return up to which event a chain is still as some checkpoint signed it, before number ``below``."""
    there = Event.objects.filter(chain=OuterRef("chain"), sequence=OuterRef("length"), hash=OuterRef("head"))
    kept = CheckpointHead.objects.filter(Exists(there), chain=chain, length__lt=below)
    return kept.order_by("-length").values_list("length", flat=True).first() or 0
