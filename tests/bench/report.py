"""Turns figures into the page that people read, and says which goals are missed."""

import platform
from collections.abc import Iterator
from datetime import UTC, datetime

# page: (queries at most, times the bare view at most)
GOALS = {"to-do": (None, None), "list": (12, 40), "project": (25, 80)}
GROWTH = 1.2
BARE = "bare view"

HEAD = """\
# Measured: the pages people live in

Written by `make bench` on {date} ({machine}). One gunicorn with one sync worker per size, all sizes side by side; the
median of many requests in turn, from connecting to the last byte, logged in as the informatization office, which sees
every project. The bare view is a Django view without any middleware in the same process. Milliseconds belong to the
machine; the ratios travel.

| database | projects | page | queries | KiB | ms | × bare | goal |
|---|---:|---|---:|---:|---:|---:|---|
"""
GROWTH_HEAD = """
From {small:,} to {large:,} projects:

| database | page | × slower | goal |
|---|---|---:|---|
"""

Results = dict[str, dict[int, list[dict]]]


def report(results: Results) -> tuple[str, list[str]]:
    """Return the page in Markdown, and the goals that were missed."""
    missed: list[str] = []
    machine = f"Python {platform.python_version()}, {platform.machine()}"
    lines = [
        row
        for database, sizes in results.items()
        for size, pages in sizes.items()
        for row in rows(database, size, pages, missed)
    ]
    text = HEAD.format(date=datetime.now(tz=UTC).date(), machine=machine) + "\n".join(lines) + "\n"
    sizes = sorted({size for by_size in results.values() for size in by_size})
    if len(sizes) > 1:
        text += GROWTH_HEAD.format(small=sizes[0], large=sizes[-1])
        text += "\n".join(growth(results, sizes[0], sizes[-1], missed)) + "\n"
    return text + ("\nMissed: " + "; ".join(missed) if missed else "\nAll goals met") + ".\n", missed


def rows(database: str, size: int, pages: list[dict], missed: list[str]) -> Iterator[str]:
    bare = next(page["ms"] for page in pages if page["name"] == BARE)
    for page in pages:
        queries, most = GOALS.get(page["name"], (None, None))
        times = page["ms"] / bare
        where = f"{page['name']} ({database}, {size:,})"
        if queries and page["queries"] > queries:
            missed.append(f"{where} takes {page['queries']} queries")
        if most and times > most:
            missed.append(f"{where} takes {times:.0f} × bare")
        goal = f"≤ {queries} queries, ≤ {most} ×" if queries else ""
        yield (
            f"| {database} | {size:,} | {page['name']} | {page['queries']} | {page['bytes'] / 1024:.0f} "
            f"| {page['ms']:.1f} | {times:.1f} | {goal} |"
        )


def growth(results: Results, small: int, large: int, missed: list[str]) -> Iterator[str]:
    for database, sizes in results.items():
        before, after = ({page["name"]: page["ms"] for page in sizes[size]} for size in (small, large))
        for name in GOALS:
            times = after[name] / before[name]
            if times > GROWTH:
                missed.append(f"{name} on {database} grows {times:.2f} ×")
            yield f"| {database} | {name} | {times:.2f} | ≤ {GROWTH} |"
