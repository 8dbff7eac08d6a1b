from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from egov.jobs.actions import cancel_job, empty_expired_jobs, retry_job, running, start_job, take_back_orphan
from egov.jobs.models import Job
from egov.jobs.tasks import NamedTask, empty_expired, revive_orphans
from tests.factories import City
from tests.jobs import work

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(hours=1)


def start(tmp_path: Path, task=work.count_slowly, **fields) -> Job:
    parameters = {"diary": str(tmp_path / "diary"), "seconds": 0}
    job = start_job(title="清点", task=task, parameters=parameters, by=City().actor("owner_unit"))
    Job.objects.filter(pk=job.pk).update(**fields)
    job.refresh_from_db()
    return job


def lost(tmp_path: Path, **fields) -> Job:
    """Start a job whose worker has given no sign of life for an hour."""
    silent = {"state": Job.State.RUNNING, "run": 1, "seen_at": timezone.now() - LONG_AGO}
    return start(tmp_path, **silent, **fields)


def test_a_lost_job_is_sent_again_once_and_done(tmp_path) -> None:
    job = lost(tmp_path)
    revive_orphans()
    revive_orphans()
    job.refresh_from_db()
    assert (job.state, job.run, job.losses) == (Job.State.DONE, 2, 1)
    assert (tmp_path / "diary").read_text().split() == list("012345")


def test_of_two_rounds_that_notice_a_lost_job_one_takes_it_back(tmp_path) -> None:
    job = lost(tmp_path)
    assert [take_back_orphan(job=job), take_back_orphan(job=job)] == [True, False]


def test_a_job_at_work_is_left_alone(tmp_path) -> None:
    job = start(tmp_path)
    with running(str(job.pk)):
        assert list(Job.objects.orphaned()) == []


def test_a_job_whose_message_was_lost_is_sent_again(tmp_path) -> None:
    job = start(tmp_path, seen_at=timezone.now() - LONG_AGO)
    revive_orphans()
    job.refresh_from_db()
    assert (job.state, job.losses) == (Job.State.DONE, 0)


def test_a_job_that_cost_three_workers_is_given_up(tmp_path) -> None:
    job = lost(tmp_path, losses=2)
    revive_orphans()
    job.refresh_from_db()
    assert (job.state, job.failure) == (Job.State.FAILED, "处理过程意外中断了 3 次，可能是内存不足。")
    assert job.can_be_retried


def test_what_is_over_cannot_be_cancelled(tmp_path) -> None:
    job, actor = start(tmp_path), City().actor("owner_unit")
    assert [cancel_job(job=job, by=actor), cancel_job(job=job, by=actor)] == [True, False]


def test_a_failed_job_goes_on_where_it_stopped(
    tmp_path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    job, actor = start(tmp_path), City().actor("owner_unit")
    with running(str(job.pk)) as held:
        held.pieces.create(key="piece 2", sha256="0" * 64, size=1, file="jobs/none")
        raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True):
        assert retry_job(job=job, task=NamedTask(job.task), by=actor) is True
        assert retry_job(job=job, task=NamedTask(job.task), by=actor) is False

    assert (tmp_path / "diary").read_text().split() == list("01345")


def test_results_and_pieces_go_when_their_time_is_over(tmp_path) -> None:
    kept, over = start(tmp_path), start(tmp_path)
    for job in (kept, over):
        work.count_slowly(str(job.pk))
    Job.objects.filter(pk=over.pk).update(expires_at=timezone.now())

    empty_expired()

    kept.refresh_from_db()
    over.refresh_from_db()
    assert (kept.is_ready, kept.pieces.count()) == (True, 6)
    assert (over.is_ready, over.result.name, over.pieces.count()) == (False, "", 0)
    assert (default_storage.exists(kept.folder), default_storage.exists(over.folder)) == (True, False)
    assert empty_expired_jobs() == 0
