"""One database engine, several sizes: seeds each, serves all side by side, fetches each page many times.

Side by side and in turn, so that a busy moment of the machine hits all alike. Writes medians as JSON.
"""

import http.client
import json
import os
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
    sizes, requests, result = sys.argv[1].split(","), int(sys.argv[2]), Path(sys.argv[3])
    with ExitStack() as servers:
        pages = {size: servers.enter_context(served(int(size))) for size in sizes}
        measure([page for of_size in pages.values() for page in of_size], requests)
    result.write_text(
        json.dumps({size: [figures(page) for page in of_size] for size, of_size in pages.items()})
    )


@contextmanager
def served(size: int) -> Iterator[list[Page]]:
    """Seed a database and serve it by one gunicorn with one sync worker."""
    environment = os.environ | database_of_its_own(size)
    print(f"Seeding {size:,} projects …", file=sys.stderr, flush=True)
    to_fetch = json.loads(
        run("manage.py", "shell", "-v", "0", "-c", SEED.format(size), environment=environment)
    )
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "tests.bench.wsgi", "--bind", f"127.0.0.1:{port}"]
    options = ["--workers", "1", "--worker-class", "sync", "--timeout", "120", "--log-level", "warning"]
    process = subprocess.Popen([*command, *options], env=environment)
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


def database_of_its_own(size: int) -> dict[str, str]:
    place = Path(os.environ["EGOV_VAR_DIR"]) / str(size)
    url = os.environ.get("EGOV_DATABASE_URL", "")
    if not url:
        return {"EGOV_VAR_DIR": str(place)}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE bench_{size}")
    return {"EGOV_VAR_DIR": str(place), "EGOV_DATABASE_URL": f"{url.rpartition('/')[0]}/bench_{size}"}


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
