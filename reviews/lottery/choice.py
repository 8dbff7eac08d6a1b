"""Who is drawn."""

from collections.abc import Iterator

from reviews.lottery.lists import Candidate, closed_list


def drawn(text: str, *, seed: str, word: str = "") -> dict[str, list[dict[str, str]]]:
    """Return who is drawn from a closed list as it is written: first all seats, then their reserves.

    A seat passes over whoever shares an employer with somebody on the panel; reserves are compared when
    they step in.
    """
    listed = closed_list(text)
    employers, chosen = listed.taken, set[str]()
    result: dict[str, list[dict[str, str]]] = {}
    for kind, apart in (("seats", employers), ("reserves", None)):
        result[kind] = [
            {"specialty": ask["specialty"], "number": number}
            for ask in listed.asks
            for number in _first(
                listed.order(ask["specialty"], seed=seed, word=word), ask[kind], chosen, apart
            )
        ]
    return result


def _first(
    order: Iterator[Candidate], count: int, chosen: set[str], employers: set[int] | None
) -> Iterator[str]:
    """Take the first ``count`` who are not chosen yet; with ``employers``, nobody of one that is there."""
    while count:
        number, own = next(order, ("", frozenset()))
        if not number:
            return
        if number in chosen or (employers is not None and employers & own):
            continue
        chosen.add(number)
        if employers is not None:
            employers.update(own)
        count -= 1
        yield number
