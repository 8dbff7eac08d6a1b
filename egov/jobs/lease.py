"""A worker's sign of life, given beside its work: what it is busy with may take longer than the lease."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.utils import timezone

from egov.jobs.models import Job
from egov.jobs.models.jobs import lease

logger = logging.getLogger(__name__)


@contextmanager
def heartbeat(job: Job) -> Iterator[None]:
    """Renew the lease of a job four times while it lasts, until the block ends or the job is lost."""
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(job, stop), name=f"heartbeat {job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(job: Job, stop: threading.Event) -> None:
    try:
        while not stop.wait(lease().total_seconds() / 4):
            if not _renew(job):
                return
    finally:
        connection.close()


def _renew(job: Job) -> bool:
    try:
        return bool(job.held().update(seen_at=timezone.now()))
    except DatabaseError:
        # A database that is away for a moment is no reason to give up the work; the next beat may reach it.
        logger.warning("no sign of life for job %s", job.pk, exc_info=True)
        connection.close()
        return True
