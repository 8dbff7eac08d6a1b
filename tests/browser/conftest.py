"""A real server on a fresh SQLite database, a small city of people, and Debian's Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
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
    var = tmp_path_factory.mktemp("var")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("EGOV_")}
    environment |= {
        "EGOV_VAR_DIR": str(var),
        "DJANGO_SETTINGS_MODULE": "egov.settings",
        "PYTHONPATH": str(TOP),
    }
    subprocess.run([sys.executable, "-m", "tests.browser.seed"], cwd=TOP, env=environment, check=True)
    command = [sys.executable, "-m", "gunicorn", "egov.wsgi", "--threads", "4", "-b", f"127.0.0.1:{port}"]
    with (var / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=TOP, env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _await_answer(address)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)
            sys.stderr.write((var / "server.log").read_text(errors="replace")[-4000:])


def _await_answer(address: str) -> None:
    for _attempt in range(600):
        try:
            urllib.request.urlopen(f"{address}/accounts/login/", timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
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
