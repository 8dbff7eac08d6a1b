"""What happens to a job from outside: cancelled, tried again, taken back from a lost worker, emptied."""

from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from egov.jobs.actions.starting import Task
from egov.jobs.models import Job

MOST_LOSSES = 3
"""How many workers a job may cost before it is given up: it may be the job that ends them."""


@transaction.atomic
def cancel_job(*, job: Job, by: Actor) -> bool:
    """Cancel a job that waits or runs, at once; its worker stops at its next report.

    Returns whether there was something to cancel: it may just have ended.
    """
    now = timezone.now()
    alive = Job.objects.filter(pk=job.pk, state__in=[Job.State.QUEUED, Job.State.RUNNING])
    if not alive.update(state=Job.State.CANCELLED, finished_at=now, expires_at=now):
        return False
    record_event(verb="jobs.cancel", by=by, on=job)
    return True


@transaction.atomic
def retry_job(*, job: Job, task: Task, by: Actor) -> bool:
    """Let a job that failed go on where it stopped; returns whether it could be.

    ``task`` sends it to the workers once this transaction is committed.
    """
    failed = Job.objects.filter(pk=job.pk, state=Job.State.FAILED, expires_at__gt=timezone.now())
    again = {"state": Job.State.QUEUED, "failure": "", "losses": 0, "seen_at": timezone.now()}
    if not failed.update(**again, finished_at=None, expires_at=None):
        return False
    record_event(verb="jobs.retry", by=by, on=job)
    transaction.on_commit(lambda: task.delay(str(job.pk)))
    return True


def take_back_orphan(*, job: Job) -> bool:
    """Take a job from a worker that gives no sign of life; returns whether it is to be sent again.

    Of several that notice at the same moment one succeeds. A job that has cost too many workers fails.
    """
    orphaned = Job.objects.orphaned().order_by().filter(pk=job.pk, run=job.run, seen_at=job.seen_at)
    now, losses = timezone.now(), job.losses + job.was_begun
    if job.task and losses < MOST_LOSSES:
        return bool(orphaned.update(state=Job.State.QUEUED, losses=losses, seen_at=now))
    failure = _("The work broke off %(n)d times without a word, perhaps for want of memory.") % {"n": losses}
    end = {"state": Job.State.FAILED, "finished_at": now, "expires_at": job.kept_until()}
    orphaned.update(**end, failure=failure, losses=losses)
    return False


def empty_expired_jobs() -> int:
    """Delete what expired jobs left behind, their results and their pieces; returns how many there were."""
    count = 0
    for job in Job.objects.expired().order_by("expires_at"):
        storage = job.result.storage
        if job.result:
            job.result.delete(save=False)
        _empty(storage, job.folder)
        job.pieces.all().delete()
        Job.objects.filter(pk=job.pk).update(result="", emptied_at=timezone.now())
        count += 1
    return count


def _empty(storage: Storage, folder: str) -> None:
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    for name in files:
        storage.delete(f"{folder}/{name}")
    for name in folders:
        _empty(storage, f"{folder}/{name}")
    storage.delete(folder)
