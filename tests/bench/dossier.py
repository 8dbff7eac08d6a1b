"""the dossier of a project, at 50 and at 500 pages, and of many projects at once

Each size in a process of its own, on SQLite: the filed PDFs have ten pages each, with a picture of 100 KB on every
page that cannot be packed any smaller. Peak memory is that of the whole process, Django, WeasyPrint and its fonts
included; "before" is what it takes once one sheet was printed. A dossier is made in pieces, so its peak may not grow
with its pages, nor that of a selection with its projects.
"""

from tests.bench.place import measured
from tests.bench.report import Report

MOST = 2


def run(report: Report) -> None:
    sizes = (("1", "20"), ("1", "60")) if report.quick else (("1", "50"), ("1", "500"))
    selections = (("2", "10"), ("4", "10")) if report.quick else (("5", "20"), ("20", "20"))
    for pair in (sizes, selections):
        small, large = (measured("sqlite", "tests.bench.binder", *size) for size in pair)
        report.table(
            ["projects", "filed pages each", "bound pages", "archive MB", "seconds", "MB before", "peak MB"],
            [
                (projects, pages, one["pages"], one["archive"], one["seconds"], one["before"], one["peak"])
                for (projects, pages), one in zip(pair, (small, large), strict=True)
            ],
        )
        times = large["peak"] / small["peak"]
        what = f"peak memory from {' × '.join(pair[0])} to {' × '.join(pair[1])} pages"
        goal = report.goal(what, times, most=MOST)
        report.say(f"The larger one takes {times:.2f} times the memory of the smaller one (goal {goal}).")
