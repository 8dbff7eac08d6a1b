"""Measures the press, the seal, and two processes; writes milliseconds and seconds as JSON. No database is used."""

import datetime as dt
import json
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from django.template.loader import render_to_string  # noqa: E402 - settings come first
from weasyprint import HTML  # noqa: E402

from egov.pdf import engine, render  # noqa: E402
from egov.pdf.papers import DocumentNumber, OfficialPaper, Report, Section, Verification  # noqa: E402
from egov.pdf.sealing.keys import seal_of  # noqa: E402
from projects.papers.store import keep  # noqa: E402

WARM_UP = 3
BATCH = 20
LINK = "https://egov.example.gov.cn/public/verify/"
TEXT = "建设全市统一的政务数据共享交换平台，汇聚各部门数据，支撑一网通办。" * 3
PAPER = OfficialPaper(
    issuer="东海市信息化管理办公室",
    number=DocumentNumber(code="东信办", year=2027, serial=1),
    title="关于政务数据共享交换平台项目建设的通知",
    addressees=("东海市大数据发展中心",),
    date=dt.date(2027, 1, 5),
    sections=(Section(heading="建设内容", text=TEXT),),
    is_sealed=True,
    verification=Verification(code="2345-6789-ABCD", page=LINK, link=LINK),
)


def main() -> None:
    runs, reports, result = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    # The pools fork before this process has set up its own press, as the worker's do.
    seconds = printed(reports)
    result.write_text(json.dumps({"page": one_page(runs), "seconds": seconds}))


def one_page(runs: int) -> dict[str, float]:
    """Return the median milliseconds of each deed on one page, in turn."""
    render.warm_up()
    html = render_to_string(PAPER.template, {"paper": PAPER})
    fonts, sheets = engine._setup()
    seal = seal_of(PAPER.issuer, file="bench")

    def bare() -> object:
        return HTML(string=html).write_pdf(
            stylesheets=sheets["official"], font_config=fonts, pdf_variant="pdf/a-3a"
        )

    def sealed() -> bytes:
        return render.render_sealed(PAPER, seal=seal, data={"a": 1}, reason="签发")

    deeds: dict[str, Callable[[], object]] = {
        "bare": bare,
        "paper": lambda: render.render_paper(PAPER),
        "sealed": sealed,
        "stored": lambda: keep(sealed()),
    }
    times: dict[str, list[float]] = {name: [] for name in deeds}
    for run in range(runs + WARM_UP):
        for name, deed in deeds.items():
            start = time.perf_counter()
            deed()
            if run >= WARM_UP:
                times[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(taken) for name, taken in times.items()}


def printed(reports: int) -> dict[int, list[float]]:
    """Return the seconds that one and two processes take, forked and set up as the worker's are.

    First by the clock, then of processor time, which a busy machine does not stretch.

    They print in turn, batch by batch, so that a busy moment of the machine hits both alike.
    """
    render.load()
    fork = multiprocessing.get_context("fork")
    seconds = {1: [0.0, 0.0], 2: [0.0, 0.0]}
    with fork.Pool(1, initializer=render.warm_up) as one, fork.Pool(2, initializer=render.warm_up) as two:
        pools = {1: one, 2: two}
        for pool in pools.values():
            pool.map(print_report, range(8), chunksize=1)
        for _ in range(reports // BATCH):
            for count, pool in pools.items():
                start = time.perf_counter()
                spent = pool.map(print_report, range(BATCH), chunksize=1)
                seconds[count][0] += time.perf_counter() - start
                seconds[count][1] += sum(spent)
    return seconds


def print_report(number: int) -> float:
    """Print one; return the processor seconds that it took."""
    start = time.process_time()
    report = Report(
        title=f"第{number}号项目报告", organ=PAPER.issuer, date=PAPER.date, sections=PAPER.sections * 3
    )
    render.render_report(report)
    return time.process_time() - start


if __name__ == "__main__":
    main()
