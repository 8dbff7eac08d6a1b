"""Guard rails that hold for every test, whoever wrote it.

Warnings and undefined template variables fail (see pyproject.toml). What else fails is below, each
rail with its reason. Nothing here makes data: that is what tests/factories.py is for.
"""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import polib
import pytest
import pytest_socket
from django.conf import settings as django_settings
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test.client import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from egov.celery import app as celery_app
from projects.actions.ledger.verifying import verify_ledger
from projects.models import FundAccount, LedgerEntry
from tests.databases import copy_in, keep, the_only_one
from tests.pages import faults_of
from tests.serials import restart_serials

# A busy machine is no fault of the code: nothing in the suite is timed. New cases are hunted for where
# somebody can look at what was caught; in CI each run tries the same ones.
hypothesis_settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
hypothesis_settings.load_profile("house")


def _empty(flush: Callable[..., None]) -> Callable[..., None]:
    """Let the tables be emptied between tests with real transactions: the trail's triggers refuse that."""

    def emptied(self: DatabaseOperations, statements: list[str]) -> None:
        flush(
            self,
            ["SET session_replication_role = replica", *statements, "SET session_replication_role = origin"],
        )

    return emptied


# A suite makes and drops millions of small objects; to look through all of them as often as Python does by
# itself takes a tenth of its time.
gc.set_threshold(100_000, 50, 100)

DatabaseOperations.execute_sql_flush = _empty(DatabaseOperations.execute_sql_flush)

LIVE = ("browser", "worker", "bench")  # These speak to servers on this machine, and to nothing else.


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once: messages are asserted in the language that people read."""
    if hasattr(config, "workerinput"):
        return
    for source in Path(django_settings.LOCALE_PATHS[0]).rglob("*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(compiled))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the building of the demo city, which takes minutes, so that no worker is left alone with it."""
    items.sort(key=lambda item: "tests/demo/" not in item.nodeid)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if any(item.get_closest_marker(name) for name in LIVE):
        pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    else:
        pytest_socket.disable_socket(allow_unix_socket=True)
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set EGOV_DATABASE_URL")
    if item.get_closest_marker("worker") and not os.environ.get("EGOV_BROKER_URL"):
        pytest.skip("needs a broker: set EGOV_BROKER_URL")


@pytest.fixture(scope="session")
def _to_migrate(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[ExitStack | None]:
    """Fill the database from a copy. Where there is none, return what keeps others from migrating too."""
    with ExitStack() as held:
        held.enter_context(the_only_one())
        with django_db_blocker.unblock():
            copied = copy_in()
        if copied:
            held.close()
            held.enter_context(copied)
        yield None if copied else held


@pytest.fixture(scope="session")
def django_db_setup(
    _to_migrate: ExitStack | None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Migrate, or find that a copy has been; leave a copy for the next."""
    if _to_migrate:
        with django_db_blocker.unblock(), _to_migrate:
            keep()


@pytest.fixture(autouse=True)
def _quick_and_apart(settings, tmp_path):
    """Cheap passwords, files of its own for each test, and no hunt for static files per client."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.TRAIL_KEY = tmp_path / "trail-key.pem"
    # Emptying the cache between tests must not empty the broker that may share its Redis.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.SEALS, settings.SEAL_AUTHORITIES = tmp_path / "seals", tmp_path / "seals" / "authorities"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("whitenoise.")]


@pytest.fixture(autouse=True)
def _same_whatever_ran_before() -> None:
    restart_serials()


@pytest.fixture(autouse=True)
def _work_at_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Background work is done on the spot, except where a real worker is the point of the test."""
    eager = not any(request.node.get_closest_marker(name) for name in LIVE)
    before = celery_app.conf.task_always_eager, celery_app.conf.task_eager_propagates
    celery_app.conf.task_always_eager = celery_app.conf.task_eager_propagates = eager
    yield
    celery_app.conf.task_always_eager, celery_app.conf.task_eager_propagates = before


@pytest.fixture(autouse=True)
def _pages_are_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page that any test fetches is read for faults that no test would think to look for."""
    fetch = Client.request

    def request(self, **kwargs):
        response = fetch(self, **kwargs)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and not response.streaming and (faults := faults_of(response.text)):
            pytest.fail(f"{kwargs.get('PATH_INFO')}: " + "; ".join(faults))
        return response

    monkeypatch.setattr(Client, "request", request)


@pytest.fixture(autouse=True)
def _ledger_is_sound(request: pytest.FixtureRequest, _django_db_marker: None) -> Iterator[None]:
    """After every test that reaches the database, each balance equals its entries and exceeds no limit."""
    yield
    if not request.node.get_closest_marker("django_db") or connection.needs_rollback:
        return
    # To find an empty ledger sound takes as long as many a test.
    if FundAccount.objects.exists() or LedgerEntry.objects.exists():
        assert [str(fault) for fault in verify_ledger()] == []
