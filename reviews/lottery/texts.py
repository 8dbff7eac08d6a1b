"""What is hashed, and how."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Document = Mapping[str, Any]


def commitment(seed: str) -> str:
    """Return what is published of a seed (in hexadecimal) before the list is closed."""
    return hashlib.sha256(bytes.fromhex(seed)).hexdigest()


def written(document: Document) -> str:
    """Write a list or a result in the one form that is hashed: JSON, keys sorted, no space, UTF-8."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
