"""Background work behind a real broker, by a real worker, in a process of its own."""

import os
import subprocess
import sys
import time
from io import BytesIO
from urllib.parse import urlunsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection
from openpyxl import load_workbook

from egov.celery import app
from egov.jobs.actions import start_job
from egov.jobs.models import Job
from projects.tasks import export_projects
from tests.factories import City, make_plan, make_project, make_proposal

pytestmark = [pytest.mark.worker, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SECONDS = 60


@pytest.fixture
def worker(settings):
    """Start a worker on the test's own database, files and queue; end it with the test."""
    queue = f"test-{os.getpid()}"
    before, app.conf.task_default_queue = app.conf.task_default_queue, queue
    environment = os.environ | {
        "EGOV_DATABASE_URL": database_of_this_test(),
        "EGOV_MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "egov", "worker", "--queues", queue]
    options = ["--hostname", f"{queue}@localhost", "--concurrency", "1", "--loglevel", "warning"]
    process = subprocess.Popen([*command, *options], cwd=django_settings.BASE_DIR, env=environment)
    try:
        until(lambda: app.control.ping(destination=[f"{queue}@localhost"], timeout=1))
        yield process
    finally:
        process.terminate()
        process.wait(20)
        app.conf.task_default_queue = before


def database_of_this_test() -> str:
    at = connection.settings_dict
    login = at["USER"] + (f":{at['PASSWORD']}" if at["PASSWORD"] else "")
    return urlunsplit(("postgresql", f"{login}@{at['HOST']}:{at['PORT']}", at["NAME"], "", ""))


def until(done):
    deadline = time.monotonic() + SECONDS
    while not done():
        assert time.monotonic() < deadline, "nothing came of it in time"
        time.sleep(0.2)


def finished(job: Job) -> bool:
    job.refresh_from_db()
    return not job.is_running


def test_a_job_is_done_elsewhere_and_its_file_comes_back(worker):
    city = City()
    plan = make_plan(city)
    titles = {make_proposal(make_project(city), plan).project.title for _ in range(3)}
    actor = city.actor("owner_unit")

    job = start_job(title="Excel", task=export_projects, parameters={"query": ""}, by=actor)
    until(lambda: finished(job))

    assert (job.state, job.done, job.total) == (Job.State.DONE, 3, 3)
    with job.result.open() as file:
        sheet = load_workbook(BytesIO(file.read())).active
    cells = {str(cell.value) for row in sheet for cell in row}
    assert titles <= cells
