"""One database engine, several sizes: seeds each, serves all side by side, fetches each page many times.

Side by side and in turn, so that a busy moment of the machine hits all alike. Writes medians as JSON.
"""

import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

WARM_UP = 5
SECONDS_TO_START = 60


@dataclass
class Page:
    """One page of one server, and what was measured of it."""

    name: str
    port: int
    path: str
    cookie: str
    queries: int = 0
    size: int = 0
    times: list[float] = field(default_factory=list)


def main() -> None:
    sizes, requests, result = sys.argv[1].split(","), int(sys.argv[2]), Path(sys.argv[-1])
    with ExitStack() as servers:
        seeded = [(size, *database_of(int(size), after=sizes[:n])) for n, size in enumerate(sizes)]
        pages = {size: servers.enter_context(served(place, to_fetch)) for size, place, to_fetch in seeded}
        measure([page for of_size in pages.values() for page in of_size], requests)
    result.write_text(
        json.dumps({size: [figures(page) for page in of_size] for size, of_size in pages.items()})
    )


def database_of(size: int, *, after: list[str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Make a database with so many projects; it begins as a copy of the one before it, whose city it shares."""
    place = place_of(size)
    if after:
        copy(place_of(int(after[-1])), place)
    else:
        create(place)
    print(f"Seeding {size:,} projects …", file=sys.stderr, flush=True)
    start, code = time.monotonic(), SEED.format(size)
    to_fetch = json.loads(run("manage.py", "shell", "-v", "0", "-c", code, environment=os.environ | place))
    print(f"… took {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    return place, to_fetch


@contextmanager
def served(place: dict[str, str], to_fetch: dict[str, list[str]]) -> Iterator[list[Page]]:
    """Serve a database by one gunicorn with one sync worker."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "tests.bench.wsgi", "--bind", f"127.0.0.1:{port}"]
    options = ["--workers", "1", "--worker-class", "sync", "--timeout", "120", "--log-level", "warning"]
    process = subprocess.Popen([*command, *options], env=os.environ | place)
    try:
        await_answer(port)
        yield [Page(name, port, path, cookie) for name, (path, cookie) in to_fetch.items()]
    finally:
        process.terminate()
        process.wait(30)


SEED = "import json; from tests.bench.seeding import pages, seed; seed({}); print(json.dumps(pages()))"


def run(*arguments: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.splitlines()[-1]


def place_of(name: int | str) -> dict[str, str]:
    """Return the settings of a database and a folder of that name."""
    url, folder = os.environ.get("EGOV_DATABASE_URL", ""), str(Path(os.environ["EGOV_VAR_DIR"]) / str(name))
    of_its_own = {"EGOV_DATABASE_URL": f"{url.rpartition('/')[0]}/bench_{name}"} if url else {}
    return {"EGOV_VAR_DIR": folder, **of_its_own}


def create(place: dict[str, str], *, template: str = "template1") -> None:
    if "EGOV_DATABASE_URL" not in place:
        return
    with psycopg.connect(os.environ["EGOV_DATABASE_URL"], autocommit=True) as connection:
        name = place["EGOV_DATABASE_URL"].rpartition("/")[2]
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


def copy(source: dict[str, str], place: dict[str, str]) -> None:
    shutil.copytree(source["EGOV_VAR_DIR"], place["EGOV_VAR_DIR"])
    create(place, template=source.get("EGOV_DATABASE_URL", "").rpartition("/")[2])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_answer(port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("gunicorn did not start")


def measure(pages: list[Page], requests: int) -> None:
    for page in pages:
        warm_up(page)
    for _ in range(requests):
        for page in pages:
            page.times.append(fetch(page)[0])


def warm_up(page: Page) -> None:
    """Fetch a few times untimed, and count the queries of the last."""
    for _ in range(WARM_UP):
        _, response, body = fetch(page, count=True)
    if response.status != http.HTTPStatus.OK:
        raise SystemExit(f"{page.path} answered {response.status}")
    page.queries, page.size = int(response.headers["X-Queries"]), len(body)


def fetch(page: Page, *, count: bool = False) -> tuple[float, http.client.HTTPResponse, bytes]:
    """Return how many milliseconds an answer took, from connecting to its last byte."""
    headers = {"Cookie": page.cookie} | ({"X-Count-Queries": "1"} if count else {})
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=120)
    connection.request("GET", page.path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return (time.perf_counter() - start) * 1000, response, body


def figures(page: Page) -> dict:
    ms = statistics.median(page.times)
    return {"name": page.name, "queries": page.queries, "bytes": page.size, "ms": ms}


if __name__ == "__main__":
    main()
