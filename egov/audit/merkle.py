"""A Merkle tree over chain heads (RFC 6962): one hash that stands for all of them.

Whoever keeps the root can be shown, by the hashes beside the way up, that one head is among those
that were signed, without being shown the others.
"""

from collections.abc import Sequence
from hashlib import new

from egov.audit.canonical import canonical

Head = tuple[str, int, str]
"""A chain, how long it was, and the hash of its last event then."""

LEAF, NODE = b"\x00", b"\x01"


def leaf(algorithm: str, head: Head) -> bytes:
    """Return the hash of one head."""
    return new(algorithm, LEAF + canonical(list(head))).digest()


def _node(algorithm: str, left: bytes, right: bytes) -> bytes:
    return new(algorithm, NODE + left + right).digest()


def root(algorithm: str, heads: Sequence[Head]) -> str:
    """Return the root over heads in the order of their chains, in hexadecimal."""
    level = [leaf(algorithm, head) for head in sorted(heads)]
    while len(level) > 1:
        level = _next(algorithm, level)
    return (level[0] if level else new(algorithm, b"").digest()).hex()


def path(algorithm: str, heads: Sequence[Head], head: Head) -> list[tuple[str, str]]:
    """Return the way from a head to the root: at each level the hash beside it, and on which side.

    Raises ``ValueError`` where the head is not among them.
    """
    ordered = sorted(heads)
    index = ordered.index(head)
    level = [leaf(algorithm, one) for one in ordered]
    way: list[tuple[str, str]] = []
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            way.append(("left" if beside < index else "right", level[beside].hex()))
        level, index = _next(algorithm, level), index // 2
    return way


def root_by(algorithm: str, head: Head, way: Sequence[tuple[str, str]]) -> str:
    """Return the root to which a head leads by this way."""
    found = leaf(algorithm, head)
    for side, beside in way:
        other = bytes.fromhex(beside)
        found = _node(algorithm, other, found) if side == "left" else _node(algorithm, found, other)
    return found.hex()


def _next(algorithm: str, level: list[bytes]) -> list[bytes]:
    pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
    return [_node(algorithm, *pair) if len(pair) == 2 else pair[0] for pair in pairs]
