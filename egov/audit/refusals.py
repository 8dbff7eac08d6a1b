"""Remembers what the rules refused during a request, until it can be written into the trail.

The deed's own transaction is rolled back, and its event with it; so the refusal is noted when it is
raised and written when the request is over.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError

SLIP = "slip"
"""Under this name the event of a refusal says that it was one."""

_noted: ContextVar["list[Refusal] | None"] = ContextVar("refusals", default=None)


class Refusal(Exception):
    """A deed that the rules refuse, raised by its action.

    Stands before ``ValidationError`` where a refusal is both. A slip is what was typed or attached wrongly;
    it is kept like the others, but says nothing of what somebody tried to do.
    """

    is_slip = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        noted = _noted.get()
        if noted is not None:
            noted.append(self)

    @property
    def told(self) -> str:
        """Return why, as far as the refusal says it itself."""
        return " ".join(self.messages) if isinstance(self, ValidationError) else ""


@contextmanager
def noting_refusals() -> Iterator[list[Refusal]]:
    """Collect what is refused within the block."""
    refusals: list[Refusal] = []
    token = _noted.set(refusals)
    try:
        yield refusals
    finally:
        _noted.reset(token)
