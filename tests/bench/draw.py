"""what a draw costs in a large pool

Fifty thousand experts with twenty ties each, all in one pool, two of thirty specialties each. Warm, medians of runs
in turn, each rolled back: one indexed query for a page of 25 of the experts; the list of candidates of one specialty
closed (recusal, use, employers; written, hashed and stored); the draw made from it (read back; the result written,
hashed and stored). A goal is set for those two together. Below it, for comparison, the two deeds of the clerk as they
are done: with locks, permissions, the trail and the invitations, which do not depend on the pool. The queries counted
for a draw include those of the list that is written for it.

One in fifteen fits a specialty of the thirty. The same with a specialty that everybody has: a list of the whole pool,
which no city draws from, and which has no goal but shows what grows with the list.
"""

import os

from tests.bench.place import measured
from tests.bench.report import Report

NAMES = {
    "page": "a page of 25 experts",
    "list": "the list of candidates",
    "draw": "the draw from it",
    "deeds": "both as the clerk does them",
}
MOST = 50


def run(report: Report) -> None:
    size, runs = ("2000", "5") if report.quick else ("50000", "25")
    for database in ("sqlite", "postgresql"):
        found = measured(database, "tests.bench.pool", size, runs)
        ms, queries = found["ms"], found["queries"]
        page = ms["page"]
        rows = [(NAMES["page"], "", queries["page"], page, 1.0, "")]
        for share, candidates in found["candidates"].items():
            shown = f"{candidates:,}"
            both = ms[f"list {share}"] + ms[f"draw {share}"]
            what = f"list and draw of {shown} candidates on {database}, × one page"
            goal = report.goal(what, both / page, most=MOST) if share == "some" else ""
            for name in ("list", "draw"):
                one = f"{name} {share}"
                rows.append((NAMES[name], shown, queries[one], ms[one], ms[one] / page, ""))
            rows.append(("list and draw", shown, "", both, both / page, goal))
            one = f"deeds {share}"
            rows.append((NAMES["deeds"], shown, queries[one], ms[one], ms[one] / page, ""))
        report.say(f"{database}: {found['experts']:,} experts, {found['ties']:,} ties.")
        report.table(["what", "candidates", "queries", "ms", "× page", "goal"], rows)
    report.say(f"Load average of the machine at the end: {os.getloadavg()[0]:.1f}.")
