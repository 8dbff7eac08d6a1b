"""The whole system in one terminal: web server and background worker, started and stopped together."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

# A worker may be in the middle of a paper; longer than that it does not get.
GRACE_SECONDS = 15
STOPPED_BY_PERSON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    """Serve pages and do background work until stopped by Ctrl-C or TERM."""

    help = "Start web server and background worker in the foreground; stop both on Ctrl-C or TERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *, host: str, port: int, **options: object) -> None:
        refuse_taken_port(host, port)
        children: dict[str, subprocess.Popen[bytes]] = {}
        stop = StopRequest()
        try:
            children["web server"] = start(web_server(host, port))
            children["worker"] = start(worker())
            self.announce(host, port, children, stop)
            dead = watch(children, stop)
        finally:
            end(list(children.values()))
        if dead:
            raise CommandError(f"The {dead} ended by itself; everything else has been stopped.")
        self.stdout.write("Stopped.")

    def announce(
        self, host: str, port: int, children: dict[str, subprocess.Popen[bytes]], stop: "StopRequest"
    ) -> None:
        while not stop.asked and not first_dead(children):
            if answers(host, port):
                self.stdout.write(self.style.SUCCESS(f"\n  Ready: http://{host}:{port}/"))
                self.stdout.write("  Stop with Ctrl-C. The data stays.\n")
                self.stdout.flush()
                return
            time.sleep(0.1)


class StopRequest:
    """Remembers that someone asked to stop; the first signal is enough."""

    def __init__(self) -> None:
        self.asked = False
        for number in STOPPED_BY_PERSON:
            signal.signal(number, self.ask)

    def ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before anything starts if another program holds the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Choose another: make demo PORT={port + 1}"
            ) from error


def web_server(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "egov.wsgi"),
        *("--bind", f"{host}:{port}", "--workers", "2", "--threads", "4"),
        *("--graceful-timeout", "5", "--log-level", "warning"),
    ]


def worker() -> list[str]:
    """One worker that also keeps the timetable: enough for a demo, wrong for two machines."""
    timetable = settings.VAR_DIR / "celerybeat-schedule"
    return [
        *(sys.executable, "-W", "ignore:You're running the worker with superuser", "-m", "celery"),
        *("--quiet", "-A", "egov", "worker", "--beat", "--schedule", str(timetable)),
        *("--concurrency", "1", "--loglevel", "warning", "--without-gossip", "--without-mingle"),
    ]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start in a process group of its own, so that Ctrl-C reaches the child once, through us."""
    return subprocess.Popen(command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, start_new_session=True)


def answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def first_dead(children: dict[str, subprocess.Popen[bytes]]) -> str:
    return next((name for name, child in children.items() if child.poll() is not None), "")


def watch(children: dict[str, subprocess.Popen[bytes]], stop: StopRequest) -> str:
    """Wait until someone asks to stop (returns "") or a child ends by itself (returns its name)."""
    while not stop.asked:
        if name := first_dead(children):
            return name
        time.sleep(0.2)
    return ""


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask each child to finish, wait, and leave no process of its group behind."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        finally:
            kill_group(child.pid)
            child.wait()


def kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)
