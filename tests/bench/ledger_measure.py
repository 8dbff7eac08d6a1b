"""What the ledger costs on one database: posts per second of many writers, and the pages over it."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.measure import create, figures, measure, place_of, run, served

Writer = subprocess.Popen[str]
ENTRIES_PER_PROJECT = 40
FILLED = "f = Filling(found(1)); f.add_projects({}); f.pay_until({})"


def main() -> None:
    task = json.loads(sys.argv[1])
    result = {"pages": pages(task["pages"], task["requests"])}
    if task["writers"]:
        result["writers"] = writers(task["writers"], task["rounds"], task["seconds"])
        result["sizes"] = sizes(task["entries"], task["rounds"], task["seconds"])
    Path(sys.argv[-1]).write_text(json.dumps(result))


def writers(counts: list[int], rounds: int, seconds: float) -> list[dict]:
    """Posts per second, by so many writers at once, on one fund and on sixteen."""
    place = prepared("writers", f"found({max(counts)})")
    with ExitStack() as running:
        ready = [running.enter_context(writer(n, place)) for n in range(max(counts))]
        return [
            {"writers": count, "funds": funds, **in_turn(ready[:count], funds, rounds, seconds)}
            for funds in ("one", "sixteen")
            for count in counts
        ]


def in_turn(ready: list[Writer], funds: str, rounds: int, seconds: float) -> dict[str, float]:
    """Let both ways have the same writers in turn, so that a busy moment of the machine hits both; medians."""
    rates: dict[str, list[float]] = {"house": [], "hand": []}
    for _ in range(rounds):
        for way, seen in rates.items():
            seen.append(sum(ask(ready, f"{way} {funds} {seconds}")) / seconds)
    return {way: statistics.median(seen) for way, seen in rates.items()}


def sizes(entries: list[int], rounds: int, seconds: float) -> list[dict]:
    """Posts per second of one writer, where the ledger has few entries and where it has many."""
    places = [prepared(f"posts{size}", FILLED.format(1000, size)) for size in entries]
    with ExitStack() as running:
        ready = [running.enter_context(writer(0, place)) for place in places]
        rates: dict[int, list[float]] = {size: [] for size in entries}
        for _ in range(rounds):
            for size, one in zip(entries, ready, strict=True):
                rates[size] += [n / seconds for n in ask([one], f"house one {seconds}")]
    return [{"entries": size, "posts": statistics.median(seen)} for size, seen in rates.items()]


def pages(entries: list[int], requests: int) -> list[dict]:
    """The pages of a year, where its ledger has few entries and where it has many."""
    with ExitStack() as servers:
        shown = []
        for size in entries:
            place = prepared(f"pages{size}", FILLED.format(size // ENTRIES_PER_PROJECT, size))
            code = "import json; from tests.bench.ledger_city import *; print(json.dumps(to_fetch()))"
            to_fetch = json.loads(shell(code, place))
            shown.append((size, servers.enter_context(served(place, to_fetch))))
        measure([page for _size, of_size in shown for page in of_size], requests)
    return [{"entries": size, **figures(page)} for size, of_size in shown for page in of_size]


def prepared(name: str, code: str) -> dict[str, str]:
    """Make a database of its own and fill it."""
    place = place_of(name)
    create(place)
    Path(place["EGOV_VAR_DIR"]).mkdir(parents=True)
    print(f"Filling {name} …", file=sys.stderr, flush=True)
    shell(f"from tests.bench.ledger_city import *; {code}; analyze(); print()", place)
    return place


def shell(code: str, place: dict[str, str]) -> str:
    return run("manage.py", "shell", "-v", "0", "-c", code, environment=os.environ | place)


@contextmanager
def writer(number: int, place: dict[str, str]) -> Iterator[Writer]:
    command = [sys.executable, "-m", "tests.bench.ledger_writer", str(number)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, env=os.environ | place, **pipes)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    try:
        yield process
    finally:
        process.communicate()


def ask(writers: list[Writer], task: str) -> list[int]:
    """Give all the same task at once, and return how often each posted."""
    for process in writers:
        process.stdin.write(f"{task}\n")
        process.stdin.flush()
    return [int(process.stdout.readline()) for process in writers]


if __name__ == "__main__":
    main()
