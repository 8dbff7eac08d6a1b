"""what the trail adds to a step

The same step of a project (the office returns an application), taken many times in one process, in turn with the
trail and without it: without means that this process alone replaces the function that writes events by one that does
nothing. Everything else of the step stays: locks, conditions, transition, tasks, notices, search. Medians of the time
in the process; the milliseconds belong to the machine, the ratio travels.
"""

from tests.bench.place import measured
from tests.bench.report import Report

DATABASES = ("sqlite", "postgresql")
MOST = 1.25


def run(report: Report) -> None:
    rounds = "20" if report.quick else "300"
    rows = []
    for database in DATABASES:
        found = measured(database, "tests.bench.trail_steps", rounds)
        ratio = found["with"] / found["without"]
        goal = report.goal(f"a step with the trail ({database}), × without", ratio, most=MOST)
        rows.append((database, found["without"], found["with"], ratio, goal))
    report.table(["database", "ms without", "ms with", "× without", "goal"], rows)
    report.say(
        "An event is one insert into the chain, one into the particulars, and the chain's head moved, with its hash "
        "computed in between. After the measurement the whole trail is verified, so that only a trail that holds counts."
    )
