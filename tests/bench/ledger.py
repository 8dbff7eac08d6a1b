"""the special fund's ledger

**Posts per second** on PostgreSQL, which waits for the disk at each commit as in production: so many processes post
allocations on one fund, where they wait for each other's balances, or on sixteen, each beginning with another one.
"By hand" is the same SQL (lock, read the balances, insert) over a plain connection, written for this one purpose,
with the same triggers below it. Both ways take turns with the same processes; medians of the rounds.

**Pages** under one gunicorn with one sync worker, opened by the finance bureau. With the entries, projects and
contracts grow too: forty entries to a project.
"""

import json
from collections.abc import Iterator

from tests.bench.pages import BARE, DATABASES
from tests.bench.place import measured
from tests.bench.report import Report

OVERVIEW = "overview of the year"
LEAST_OF_HAND = 0.5
GROWTH_OF_POSTS = 1.2
GROWTH_OF_OVERVIEW = 1.5


def run(report: Report) -> None:
    task = {
        "pages": [40, 400] if report.quick else [1_000, 100_000],
        "requests": 7 if report.quick else 51,
        "writers": [1, 2] if report.quick else [1, 4, 16],
        "entries": [3_000, 5_000] if report.quick else [10_000, 1_000_000],
        "rounds": 2 if report.quick else 7,
        "seconds": 0.5 if report.quick else 3,
    }
    found = {name: result(name, task) for name in DATABASES}
    posts = found["postgresql"]
    report.table(
        ["writers", "funds", "posts/s", "by hand/s", "× by hand", "goal"],
        [row for one in posts["writers"] for row in writers(report, one)],
    )
    report.say("One writer, by the entries that the ledger holds already:")
    report.table(["entries", "posts/s", "× the time", "goal"], list(sizes(report, posts["sizes"])))
    report.say("Pages over a year's ledger:")
    report.table(
        ["database", "page", "entries", "queries", "ms", "× bare", "× the time", "goal"],
        [row for name, one in found.items() for row in pages(report, name, one["pages"])],
    )


def result(database: str, task: dict) -> dict:
    if database == "sqlite":
        task = task | {"writers": []}  # One writer at a time is all it has.
    return measured(database, "tests.bench.ledger_measure", json.dumps(task), durable=True)


def writers(report: Report, one: dict) -> Iterator[tuple]:
    times = one["house"] / one["hand"]
    what = f"{one['writers']} writers on {one['funds']}, × by hand"
    goal = report.goal(what, times, least=LEAST_OF_HAND)
    yield one["writers"], one["funds"], round(one["house"]), round(one["hand"]), times, goal


def sizes(report: Report, measured: list[dict]) -> Iterator[tuple]:
    first = measured[0]["posts"]
    for one in measured:
        times = first / one["posts"]
        goal = report.goal(f"post at {one['entries']:,} entries", times, most=GROWTH_OF_POSTS)
        yield f"{one['entries']:,}", round(one["posts"]), times, goal


def pages(report: Report, database: str, measured: list[dict]) -> Iterator[tuple]:
    before: dict[str, float] = {}
    bare = {one["entries"]: one["ms"] for one in measured if one["name"] == BARE}
    for one in measured:
        name, ms, entries = one["name"], one["ms"], one["entries"]
        times = ms / before.setdefault(name, ms)
        what = f"{name} on {database} at {entries:,} entries, growth"
        goal = report.goal(what, times, most=GROWTH_OF_OVERVIEW) if name == OVERVIEW else ""
        yield database, name, f"{entries:,}", one["queries"], ms, ms / bare[entries], times, goal
