"""the pages people live in, at 1,000 and at 100,000 projects

One gunicorn with one sync worker per size, all sizes side by side; the median of many requests in turn, from
connecting to the last byte, logged in as the informatization office, which sees every project. The bare view is a
Django view without any middleware in the same process. Milliseconds belong to the machine; the ratios travel.
"""

from collections.abc import Iterator

from tests.bench.place import measured
from tests.bench.report import Report

DATABASES = ("sqlite", "postgresql")
# page: (queries at most, times the bare view at most)
GOALS = {"to-do": (None, None), "list": (12, 40), "project": (25, 80)}
GROWTH = 1.2
BARE = "bare view"

Sizes = dict[str, list[dict]]


def run(report: Report) -> None:
    small, large, requests = ("100", "300", "11") if report.quick else ("1000", "100000", "101")
    results = {
        name: measured(name, "tests.bench.measure", f"{small},{large}", requests) for name in DATABASES
    }
    report.table(
        ["database", "projects", "page", "queries", "KiB", "ms", "× bare", "goal"],
        [
            row
            for database, sizes in results.items()
            for size, pages in sizes.items()
            for row in rows(report, database, size, pages)
        ],
    )
    report.say(f"From {int(small):,} to {int(large):,} projects:")
    report.table(
        ["database", "page", "× slower", "goal"],
        [row for database, sizes in results.items() for row in growth(report, database, sizes, small, large)],
    )


def rows(report: Report, database: str, size: str, pages: list[dict]) -> Iterator[tuple]:
    bare = next(page["ms"] for page in pages if page["name"] == BARE)
    for page in pages:
        most_queries, most = GOALS.get(page["name"], (None, None))
        times = page["ms"] / bare
        where = f"{page['name']} ({database}, {int(size):,})"
        goal = ""
        if most_queries and most:
            queries = report.goal(f"{where}, queries", page["queries"], most=most_queries)
            goal = f"{queries} queries, {report.goal(f'{where}, × bare', times, most=most)} ×"
        kib = page["bytes"] // 1024
        yield database, f"{int(size):,}", page["name"], page["queries"], kib, page["ms"], times, goal


def growth(report: Report, database: str, sizes: Sizes, small: str, large: str) -> Iterator[tuple]:
    before, after = ({page["name"]: page["ms"] for page in sizes[size]} for size in (small, large))
    for name in GOALS:
        times = after[name] / before[name]
        yield database, name, times, report.goal(f"{name} on {database}, growth", times, most=GROWTH)
