"""what an official paper costs, and whether two worker processes print twice as much

One page, warm: bare WeasyPrint on the same HTML with style sheet and faces reused; the same from the paper's data
(template, check for missing characters, layout); with the data attached and the seal put on; with the file stored
under its digest. Medians of runs in turn. Then short reports, on one process and on two, forked after the modules
are loaded and set up once each, as the worker does it.
"""

import os

from tests.bench.place import measured
from tests.bench.report import Report

NAMES = {
    "bare": "bare WeasyPrint",
    "paper": "a paper from its data",
    "sealed": "with its data attached, sealed",
    "stored": "sealed and stored",
}
PRESS, TWICE = 1.3, 1.8


def run(report: Report) -> None:
    runs, reports = ("5", "20") if report.quick else ("31", "200")
    found = measured("sqlite", "tests.bench.press", runs, reports)
    page, seconds = found["page"], found["seconds"]
    goal = report.goal("a paper from its data, × bare", page["paper"] / page["bare"], most=PRESS)
    report.table(
        ["one page", "ms", "× bare", "goal"],
        [(NAMES[name], ms, ms / page["bare"], goal if name == "paper" else "") for name, ms in page.items()],
    )
    times = seconds["1"][0] / seconds["2"][0]
    least = report.goal("two processes, × one", times, least=TWICE)
    report.table(
        [f"{reports} reports", "seconds", "× one", "processor seconds", "goal"],
        [
            ("one process", seconds["1"][0], 1.0, seconds["1"][1], ""),
            ("two processes", seconds["2"][0], times, seconds["2"][1], least),
        ],
    )
    report.say(
        f"Load average of the machine at the end: {os.getloadavg()[0]:.1f}. Above the number of its cores, the"
        " clock says little of two processes; equal processor seconds say that they do not hinder each other."
    )
