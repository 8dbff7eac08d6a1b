"""Background work with progress. A task takes the id of its job and reports through here."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from egov.jobs.models import Job

logger = logging.getLogger(__name__)


class Task(Protocol):
    """What is asked of a background task: that it can be queued."""

    def delay(self, job_id: str) -> Any: ...


@transaction.atomic
def start_job(*, title: str, task: Task, parameters: dict[str, Any], by: Actor) -> Job:
    """Queue a task once this transaction is committed, and return the job to follow."""
    job = Job.objects.create(title=title, user=by.user, membership=by.membership, parameters=parameters)
    record_event(verb="jobs.start", by=by, on=job, after=parameters)
    transaction.on_commit(lambda: task.delay(str(job.pk)))
    return job


@contextmanager
def running(job_id: str) -> Iterator[Job]:
    """Run a job's work: marks it running, and done or failed at the end.

    A failure is logged and shown to the person; it is not raised again, for a second try would fail alike.
    """
    job = Job.objects.select_related("user", "membership__organization__jurisdiction").get(pk=UUID(job_id))
    job.state = Job.State.RUNNING
    job.save(update_fields=["state"])
    try:
        yield job
    except Exception:
        logger.exception("job %s failed", job_id)
        job.state = Job.State.FAILED
    else:
        job.state = Job.State.DONE
    job.finished_at = timezone.now()
    job.save(update_fields=["state", "finished_at", "done", "total"])


def report_progress(job: Job, *, done: int, total: int) -> None:
    """Let the progress bar move."""
    job.done, job.total = done, total
    job.save(update_fields=["done", "total"])


def keep_result(job: Job, *, content: bytes, name: str) -> None:
    """Keep the file that came of a job, to be downloaded by whoever started it."""
    job.result_name = name
    job.result.save(name, ContentFile(content), save=False)
    job.save(update_fields=["result", "result_name"])
