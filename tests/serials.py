"""Numbers by which what the factories make is told apart."""

from itertools import count

_serials = count(1)


def next_serial() -> int:
    """Return a number that nothing else in this test has."""
    return next(_serials)


def restart_serials() -> None:
    """Begin at 1 again: a test makes the same things whatever ran before it."""
    global _serials  # noqa: PLW0603 (the only state that the factories keep)
    _serials = count(1)
