"""A real server on a fresh SQLite database, a small city of people, and Debian's Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from tests.browser.people import Town

TOP = Path(settings.BASE_DIR)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="session")
def artifacts() -> Path:
    folder = Path(os.environ.get("EGOV_ARTIFACTS") or TOP / "var" / "artifacts")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start gunicorn on a database of its own, with the cast of ``seed.py``; return its address."""
    with _serving(tmp_path_factory.mktemp("var"), ["-m", "tests.browser.seed"]) as address:
        yield address


@pytest.fixture(scope="session")
def demo_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same with the demo city, in which every stage and every paper is there.

    ``EGOV_DEMO_CITY`` names the data of a demo that was made before, to save making another.
    """
    made = os.environ.get("EGOV_DEMO_CITY")
    var = Path(made) if made else tmp_path_factory.mktemp("var")
    seeding = [] if made else [["manage.py", "migrate", "-v", "0"], ["manage.py", "demo"]]
    with _serving(var, *seeding) as address:
        yield address


@contextmanager
def _serving(var: Path, *seeding: list[str]) -> Iterator[str]:
    """Fill a fresh database by these programs, and serve it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("EGOV_")}
    environment |= {
        "EGOV_VAR_DIR": str(var),
        "DJANGO_SETTINGS_MODULE": "egov.settings",
        "PYTHONPATH": str(TOP),
    }
    for program in seeding:
        subprocess.run([sys.executable, *program], cwd=TOP, env=environment, check=True)
    command = [sys.executable, "-m", "gunicorn", "egov.wsgi", "--threads", "4", "-b", f"127.0.0.1:{port}"]
    with (var / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=TOP, env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _await_answer(address)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=60)
            sys.stderr.write((var / "server.log").read_text(errors="replace")[-4000:])


def _await_answer(address: str) -> None:
    for _attempt in range(600):
        try:
            urllib.request.urlopen(f"{address}/accounts/login/", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server did not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def town(server: str, browser: Browser, artifacts: Path) -> Iterator[Town]:
    """Give the people of the city their browsers, each with a session of its own."""
    people = Town(server, browser, artifacts)
    yield people
    people.close()
