"""Lets nobody try without end: so many attempts per address and time, counted in the cache."""

from django.core.cache import cache
from django.http import HttpRequest

from egov.audit.middleware import address_of

SECONDS = 600
MOST = {"code": 30, "upload": 20}
"""Attempts of one address in that time. A code has 60 bits: this spares the machine, it guards no secret."""


def is_too_much(request: HttpRequest, kind: str) -> bool:
    """Count one more attempt, and tell whether it is one too many."""
    key = f"verify:{kind}:{address_of(request)}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) > MOST[kind]
    except ValueError:  # It ran out between the two.
        return False
