"""Fills a pool, then times the list of candidates and the draw. Run by ``tests.bench.draw`` in a place of its own."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - settings come first
from django.db import connection, transaction  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from egov.accounts.acting import Actor  # noqa: E402
from egov.accounts.models import Membership, User  # noqa: E402
from projects.flow import Stage  # noqa: E402
from reviews.actions import Ask, close_candidates, make_draw  # noqa: E402
from reviews.actions.drawing import write_list, write_result  # noqa: E402
from reviews.models import CandidateList, Draw, Expert, Tie  # noqa: E402
from tests.factories import City, convene, make_project, make_specialty  # noqa: E402

TIES, LEAVES, BATCH = 20, 30, 2000


def main() -> None:
    size, runs, result = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])

    call_command("migrate", verbosity=0)
    result.write_text(json.dumps(measure(size, runs)))


def measure(size: int, runs: int) -> dict[str, Any]:
    """Time each piece in turn, so that a busy moment of the machine hits all alike."""
    city = City()
    fill(city, size)
    page = Expert.objects.filter(pool=city.expert).select_related("user").order_by("-id")
    work: dict[str, Callable[[], float]] = {"page": lambda: page_ms(page)}
    candidates, queries, office = {}, {}, city.actor("informatization_office")
    for share, code in (("some", "9101"), ("all", "9901")):
        project = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
        draw = convene(city, project, asks=[Ask(code, 5, 5)]).draws.told().get()
        work |= {f"{name} {share}": partial(deed, draw, office) for name, deed in DEEDS.items()}
        with rolled_back():
            candidates[share] = close_candidates(draw=draw, by=office).candidates
    for name, one in work.items():
        with CaptureQueriesContext(connection) as captured:
            one()
        queries[name] = len(captured)
    times: dict[str, list[float]] = {name: [] for name in work}
    for _n in range(runs):
        for name, one in work.items():
            times[name].append(one())
    return {
        "experts": Expert.objects.count(),
        "ties": Tie.objects.count(),
        "candidates": candidates,
        "queries": queries,
        "ms": {name: statistics.median(values) for name, values in times.items()},
    }


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo what is done within, so that it can be done again."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def page_ms(page: QuerySet[Expert]) -> float:
    start = time.perf_counter()
    list(page[:25])
    return (time.perf_counter() - start) * 1000


def list_ms(draw: Draw, by: Actor) -> float:
    """Find who can be drawn and who is left out; write, hash and store the list."""
    with rolled_back():
        start = time.perf_counter()
        write_list(draw, draw.panel, by=by)
        return (time.perf_counter() - start) * 1000


def draw_ms(draw: Draw, by: Actor) -> float:
    """Read the list back, draw from it, write, hash and store the result."""
    with rolled_back():
        write_list(draw, draw.panel, by=by)
        start = time.perf_counter()
        write_result(CandidateList.objects.get(draw=draw), "5a" * 32, "418", by=by)
        return (time.perf_counter() - start) * 1000


def deeds_ms(draw: Draw, by: Actor) -> float:
    """Let the clerk close and draw: with locks, permissions, the trail, and five people invited."""
    with rolled_back():
        start = time.perf_counter()
        close_candidates(draw=draw, by=by)
        make_draw(draw=draw, by=by)
        return (time.perf_counter() - start) * 1000


DEEDS = {"list": list_ms, "draw": draw_ms, "deeds": deeds_ms}


def fill(city: City, size: int) -> None:
    """Make experts in bulk: each of one of two thousand employers, with twenty ties to one of five thousand."""

    leaves = [make_specialty(f"91{n:02d}") for n in range(1, LEAVES + 1)]
    common, office = make_specialty("9901"), city.actor("informatization_office").user
    now, until = timezone.now(), timezone.localdate() + timedelta(days=900)
    through = Expert.specialties.through
    for numbers in (range(start, min(start + BATCH, size)) for start in range(0, size, BATCH)):
        users = User.objects.bulk_create(User(username=f"z{n}", name=f"专家{n}") for n in numbers)
        Membership.objects.bulk_create(
            Membership(user=user, organization=city.expert, is_handler=True) for user in users
        )
        experts = Expert.objects.bulk_create(
            Expert(
                user=user, pool=city.expert, number=f"{city.jurisdiction.code}-Z{n:06d}", title="教授",
                employer=f"单位{n % 2000}", employer_key=f"单位{n % 2000}", state="active", valid_until=until,
                verified_at=now, verified_by=office, field_since=2000,
            )
            for n, user in zip(numbers, users, strict=True)
        )  # fmt: skip
        through.objects.bulk_create(
            through(expert=expert, specialty=leaf)
            for n, expert in zip(numbers, experts, strict=True)
            for leaf in (leaves[n % LEAVES], leaves[(n + 7) % LEAVES], common)
        )
        Tie.objects.bulk_create(
            Tie(expert=expert, kind="holding", name=f"公司{(n * 31 + k * 97) % 5000}", key=f"公司{(n * 31 + k * 97) % 5000}")
            for n, expert in zip(numbers, experts, strict=True)
            for k in range(TIES)
        )  # fmt: skip
    # A party has ties to some of them.
    Tie.objects.filter(key="公司7").update(name=city.owner_unit.name, key=city.owner_unit.name)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
