"""Background work behind a real broker, by a real worker, in a process of its own."""

import os
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from openpyxl import load_workbook

from egov.audit.models import Event
from egov.celery import app
from egov.dossier.tasks import collect_dossiers
from egov.jobs.actions import cancel_job, start_job
from egov.jobs.models import Job
from egov.jobs.tasks import revive_orphans
from projects.tasks import export_projects
from tests.databases import address_of_this_test
from tests.dossier.scenes import archive_of, bookmarks, volume_in, with_papers
from tests.factories import City, make_plan, make_project, make_proposal
from tests.jobs.work import count_slowly, read

pytestmark = [pytest.mark.worker, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SECONDS = 60


@pytest.fixture
def worker(settings):
    """Start a worker on the test's own database, files and queue; end it with the test."""
    settings.JOB_LEASE_SECONDS = 2
    queue = f"test-{os.getpid()}"
    before, app.conf.task_default_queue = app.conf.task_default_queue, queue
    environment = os.environ | {
        "EGOV_DATABASE_URL": address_of_this_test(),
        "EGOV_MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    environment |= {"EGOV_QUEUE": queue, "EGOV_JOB_LEASE_SECONDS": str(settings.JOB_LEASE_SECONDS)}
    house = ["--quiet", "-A", "egov", "worker", "--include", "tests.jobs.work"]
    command = [sys.executable, "-m", "celery", *house]
    options = ["--hostname", f"{queue}@localhost", "--concurrency", "1", "--loglevel", "warning"]
    process = subprocess.Popen([*command, *options], cwd=django_settings.BASE_DIR, env=environment)
    try:
        until(lambda: app.control.ping(destination=[f"{queue}@localhost"], timeout=1))
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            # Celery's pool waits at times for a child that a test has killed; the test itself is over.
            process.kill()
            process.wait()
        app.conf.task_default_queue = before


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


def children_of(process: subprocess.Popen[bytes]) -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(pid) for pid in listed.split()]


def start_counting(tmp_path: Path) -> tuple[Job, Path]:
    diary = tmp_path / "diary"
    parameters = {"diary": str(diary), "seconds": 0.5}
    by = City().actor("owner_unit")
    return start_job(title="清点", task=count_slowly, parameters=parameters, by=by), diary


def revived(job: Job) -> bool:
    """Do the timetable's round until somebody takes the job up again."""
    revive_orphans.delay()
    return finished(job)


def test_a_worker_that_is_killed_in_the_middle_loses_nothing_and_does_nothing_twice(worker, tmp_path):
    job, diary = start_counting(tmp_path)
    until(lambda: job.pieces.count() >= 2)
    for child in children_of(worker):
        os.kill(child, signal.SIGKILL)
    before = set(job.pieces.values_list("key", "sha256", "made_at"))

    until(lambda: revived(job))

    assert (job.state, job.losses, job.run) == (Job.State.DONE, 1, 2)
    assert read(job.result) == b"".join(b"piece %d\n" % n for n in range(6))
    assert before <= set(job.pieces.values_list("key", "sha256", "made_at"))
    done = diary.read_text().split()
    # What was in hand when the worker died is begun anew; what was done is not.
    in_hand = len(before)
    assert done == [*map(str, range(in_hand + 1)), *map(str, range(in_hand, 6))]


def test_a_dossier_goes_on_where_its_worker_was_killed(worker):
    city = City()
    project = with_papers(city)
    by = city.actor("owner_unit")
    named = {"projects": [project.number]}
    job = start_job(title="项目卷宗", task=collect_dossiers, parameters=named, by=by)
    until(lambda: job.pieces.count() >= 3)
    for child in children_of(worker):
        os.kill(child, signal.SIGKILL)

    until(lambda: revived(job))

    assert (job.state, job.losses, job.done) == (Job.State.DONE, 1, job.total)
    assert Event.objects.filter(verb="dossier.collect", project_id=project.pk).count() == 1
    with archive_of(job) as archive, volume_in(archive) as volume:
        found = bookmarks(volume)
        papers = [name for name in archive.namelist() if name.startswith("files/")]
    assert found["项目申报"] == ["可行性研究报告：可行性研究报告.pdf", "需求分析报告：需求分析.docx"]
    assert len(papers) == 4


def test_a_job_that_is_cancelled_stops_while_it_is_at_work(worker, tmp_path):
    job, diary = start_counting(tmp_path)
    until(lambda: job.pieces.count() >= 1)
    assert cancel_job(job=job, by=job.actor())
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED

    begun = diary.read_text()
    time.sleep(2)
    assert len(diary.read_text()) - len(begun) <= len("n\n")
    assert job.pieces.count() <= len(begun.split())
