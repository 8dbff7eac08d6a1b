from typing import Any, Protocol

from django.db import transaction

from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from egov.jobs.models import Job


class Task(Protocol):
    """What is asked of a background task: a name, and that it can be queued."""

    @property
    def name(self) -> str: ...

    def delay(self, job_id: str) -> Any: ...


@transaction.atomic
def start_job(*, title: str, task: Task, parameters: dict[str, Any], by: Actor) -> Job:
    """Queue a task once this transaction is committed, and return the job to follow."""
    job = Job.objects.create(
        title=title[:200], user=by.user, membership=by.membership, task=task.name, parameters=parameters
    )
    record_event(verb="jobs.start", by=by, on=job, after=parameters)
    transaction.on_commit(lambda: task.delay(str(job.pk)))
    return job
