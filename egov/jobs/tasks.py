"""What the timetable asks of background work, and how a job is sent again by the name of its task."""

from dataclasses import dataclass

from celery import current_app, shared_task

from egov.jobs.actions import empty_expired_jobs, take_back_orphan
from egov.jobs.models import Job


@dataclass(frozen=True)
class NamedTask:
    """A task known by the name under which its job was started."""

    name: str

    def delay(self, job_id: str) -> object:
        return current_app.tasks[self.name].delay(job_id)


@shared_task
def revive_orphans() -> None:
    """Send again the jobs whose workers are lost."""
    for job in Job.objects.orphaned():
        if take_back_orphan(job=job):
            NamedTask(job.task).delay(str(job.pk))


@shared_task
def empty_expired() -> None:
    """Delete the results that were kept long enough."""
    empty_expired_jobs()
