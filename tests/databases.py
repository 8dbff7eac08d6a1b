"""A migrated database is made once and copied: to migrate takes longer than most tests.

Copies are kept under a digest of everything that the migrations are made of: whoever changes one of them gets
a fresh one. SQLite's lie among the temporary files, PostgreSQL's in its own cluster, as a template.
"""

import contextlib
import fcntl
import getpass
import hashlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import django
from django.conf import settings
from django.db import connection

KEPT = Path(tempfile.gettempdir()) / f"egov-tests-{getpass.getuser()}"
TEMPLATES = "egov_migrated_"
STALE_SECONDS = 3 * 86_400


@contextlib.contextmanager
def the_only_one() -> Iterator[None]:
    """Let one process after the other: the first migrates, the rest copy what it leaves."""
    KEPT.mkdir(mode=0o700, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy_in() -> contextlib.AbstractContextManager[object] | None:
    """Fill the database of the tests from the kept copy, so that the migrations find nothing to do.

    Return what keeps it alive until others connect; None where there is no copy.
    """
    if connection.vendor == "postgresql":
        return _use_template()
    kept = _place()
    if not kept.exists():
        return None
    memory = sqlite3.connect(connection.creation._get_test_db_name(), uri=True)
    with contextlib.closing(sqlite3.connect(kept)) as copy:
        copy.backup(memory)
    return contextlib.closing(memory)


def keep() -> None:
    """Keep a copy of the database as it stands after the migrations."""
    if connection.vendor == "postgresql":
        _keep_template()
    else:
        _keep_file()


def address_of_this_test() -> str:
    """Return the address at which another process finds the PostgreSQL database of this test."""
    at = connection.settings_dict
    login = ":".join(quote(part, safe="") for part in (at["USER"], at["PASSWORD"]) if part)
    return f"postgresql://{login}@{quote(at['HOST'], safe='')}:{at['PORT']}/{at['NAME']}"


def _keep_file() -> None:
    for old in KEPT.glob("*.sqlite3"):
        if old.stat().st_mtime < time.time() - STALE_SECONDS:
            old.unlink()
    place = _place()
    fresh = place.with_suffix(f".{os.getpid()}")
    with contextlib.closing(sqlite3.connect(fresh)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    fresh.rename(place)


def _use_template() -> contextlib.AbstractContextManager[object] | None:
    name = TEMPLATES + _digest()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            return None
    connection.settings_dict["TEST"]["TEMPLATE"] = name
    return contextlib.nullcontext()


def _keep_template() -> None:
    """Keep one template: those of former migrations go."""
    fresh, source = TEMPLATES + _digest(), connection.settings_dict["NAME"]
    quoted = connection.ops.quote_name
    # A database is copied while nobody is in it.
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [TEMPLATES])
        for (old,) in cursor.fetchall():
            cursor.execute(f"DROP DATABASE {quoted(old)}")
        cursor.execute(f"CREATE DATABASE {quoted(fresh)} TEMPLATE {quoted(source)}")


def _place() -> Path:
    return KEPT / f"{_digest()}.sqlite3"


def _digest() -> str:
    digest = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    top = Path(settings.BASE_DIR)
    for room in ("egov", "projects", "reviews", "procurement", "acceptance"):
        for file in sorted((top / room).rglob("*.py")):
            if file.parent.name == "migrations" or "triggers" in file.stem:
                digest.update(str(file.relative_to(top)).encode() + file.read_bytes())
    return digest.hexdigest()[:24]
