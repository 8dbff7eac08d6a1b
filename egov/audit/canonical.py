"""The form in which an event is hashed: the same bytes on every database, in every time zone, for ever.

A change of the form gets a new number and a new entry in ``COLUMNS``; old events keep theirs, and
are verified by it.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

FORM = 1
ALGORITHMS = ("sha256", "sm3")

COLUMNS: dict[int, tuple[str, ...]] = {
    1: (
        "id", "chain", "sequence", "at", "verb", "refused", "actor_id", "organization_id",
        "organization_name", "capacity", "roles", "jurisdiction_id", "project_id", "object_type",
        "object_id", "object_label", "before", "after", "reason", "request_id", "actor_digest",
        "object_digest", "form", "algorithm", "previous",
    ),
}  # fmt: skip
"""By form, the columns that the hash covers: all but the hash itself."""

PARTICULARS = ("part", "person_id", "name", "ip", "before", "after", "salt")
"""What the digest of a person's particulars covers: all but the event that holds the digest."""


def digest(algorithm: str, content: bytes) -> str:
    """Return the hash in hexadecimal. Raises ``ValueError`` for an algorithm that is none of ours."""
    if algorithm not in ALGORITHMS:
        raise ValueError(f"No such hash in the trail: {algorithm!r}")
    return hashlib.new(algorithm, content).hexdigest()


def canonical(value: Any) -> bytes:
    """Write plain values as JSON with sorted keys and no space, in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_text)
    return text.encode()


def event_hash(values: Mapping[str, Any]) -> str:
    """Return the hash of an event, given its columns. Raises ``KeyError`` for a form that is not known."""
    covered = {name: values[name] for name in COLUMNS[values["form"]]}
    return digest(values["algorithm"], canonical(covered))


def particulars_digest(algorithm: str, values: Mapping[str, Any]) -> str:
    """Return what an event keeps of the particulars of a person, salt included."""
    return digest(algorithm, canonical({name: values[name] for name in PARTICULARS}))


def plain(value: Any) -> Any:
    """Turn a value into one that every database gives back as it was.

    Numbers with a fraction become text, for PostgreSQL writes them anew; characters that no database
    stores are replaced, for the trail must not fail over what somebody typed.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"{type(value).__name__} has no canonical form")
