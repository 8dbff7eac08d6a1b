"""What a worker does with a job while it holds it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.db.models import F
from django.utils import timezone

from egov.jobs.errors import JobFailed, JobLost, JobTaken
from egov.jobs.lease import heartbeat
from egov.jobs.models import Job

logger = logging.getLogger(__name__)


@contextmanager
def running(job_id: str) -> Iterator[Job]:
    """Run a job's work: marks it running, and done or failed at the end.

    A failure is logged and shown to the person; it is not raised again, for a second try would fail alike.
    Work that was cancelled ends at its next report. Raises ``JobTaken`` if another worker holds the job,
    or if it is over.
    """
    job = _claim(UUID(job_id))
    try:
        with heartbeat(job):
            yield job
    except JobLost:
        logger.info("job %s was cancelled or given to another worker", job_id)
    except JobFailed as failure:
        logger.warning("job %s failed: %s", job_id, failure)
        _end(job, Job.State.FAILED, failure=str(failure))
    except Exception:
        logger.exception("job %s failed", job_id)
        _end(job, Job.State.FAILED)
    else:
        _end(job, Job.State.DONE)


def _claim(pk: UUID) -> Job:
    free = Job.objects.filter(pk=pk, state=Job.State.QUEUED)
    if not free.update(state=Job.State.RUNNING, run=F("run") + 1, seen_at=timezone.now()):
        raise JobTaken(str(pk))
    return Job.objects.select_related("user", "membership__organization__jurisdiction").get(pk=pk)


def _end(job: Job, state: str, *, failure: str = "") -> None:
    job.held().update(state=state, failure=failure, finished_at=timezone.now(), expires_at=job.kept_until())


def write(job: Job, **fields: Any) -> None:
    """Write to a job, with a sign of life; raise ``JobLost`` if this worker does not hold it any more."""
    if not job.held().update(seen_at=timezone.now(), **fields):
        raise JobLost
    for name, value in fields.items():
        setattr(job, name, value)


def hold(job: Job) -> None:
    """Hold a job's row until the transaction ends: nobody takes it over meanwhile. Raises ``JobLost``."""
    write(job)


def report_progress(job: Job, *, done: int, total: int) -> None:
    """Let the progress bar move. A job that was cancelled ends here."""
    write(job, done=done, total=total)


def keep_result(job: Job, *, content: bytes | File[Any], name: str) -> None:
    """Keep the file that came of a job, to be downloaded by whoever started it."""
    file = ContentFile(content) if isinstance(content, bytes) else content
    job.result.save(name, file, save=False)
    try:
        write(job, result=job.result.name, result_name=name)
    except JobLost:
        job.result.delete(save=False)
        raise
