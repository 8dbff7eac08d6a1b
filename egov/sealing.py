"""Sealed text: kept in the database, readable with a key that is not in it.

Fernet (AES-128-CBC with HMAC-SHA256) under ``settings.SEALING_KEYS``: the first key seals, each of them
opens, so that keys can be changed while the house is open (``manage.py reseal``).
"""

import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


@lru_cache(maxsize=8)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _own_box() -> MultiFernet:
    return _box(tuple(settings.SEALING_KEYS))


def seal(text: str) -> str:
    """Return the text sealed; nothing stays nothing."""
    return _own_box().encrypt(text.encode()).decode() if text else ""


def unseal(token: str) -> str:
    """Return what was sealed. Raises ``cryptography.fernet.InvalidToken`` where no key opens it."""
    return _own_box().decrypt(token.encode()).decode() if token else ""


def reseal(token: str) -> str:
    """Return the same under the newest key."""
    return _own_box().rotate(token.encode()).decode() if token else ""


def fingerprint(text: str) -> str:
    """Return what is equal for equal texts and tells nothing without the key; nothing stays nothing."""
    if not text:
        return ""
    return hmac.digest(settings.SEALING_KEYS[0].encode(), b"fingerprint:" + text.encode(), "sha256").hex()
