"""How far a job is, in pieces."""

from egov.jobs.actions import report_progress
from egov.jobs.models import Job


class Progress:
    """Counts pieces and lets the bar move with each."""

    def __init__(self, job: Job, total: int) -> None:
        self.job, self.done, self.total = job, 0, total
        report_progress(job, done=0, total=total)

    def step(self, *, by: int = 1) -> None:
        self.done += by
        report_progress(self.job, done=self.done, total=self.total)
