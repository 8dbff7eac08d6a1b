"""Background work with progress. A task takes the id of its job and reports through here."""

from egov.jobs.actions.ending import cancel_job, empty_expired_jobs, retry_job, take_back_orphan
from egov.jobs.actions.pieces import drop_pieces, piece_of
from egov.jobs.actions.running import hold, keep_result, report_progress, running
from egov.jobs.actions.starting import Task, start_job
from egov.jobs.errors import JobFailed, JobLost, JobTaken

__all__ = [
    "JobFailed",
    "JobLost",
    "JobTaken",
    "Task",
    "cancel_job",
    "drop_pieces",
    "empty_expired_jobs",
    "hold",
    "keep_result",
    "piece_of",
    "report_progress",
    "retry_job",
    "running",
    "start_job",
    "take_back_orphan",
]
