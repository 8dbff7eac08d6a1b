"""Background work of the auditors' desk."""

import tempfile
from typing import Any

from celery import shared_task
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import Sum
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.audit.actions import keep_verification
from egov.audit.models import Chain
from egov.audit.verification import verify
from egov.audit.verification.seals import Exported
from egov.dashboard.actions import note_export, tell_of_papers, tell_readers
from egov.dashboard.desk.packing import pack
from egov.dashboard.desk.tables import source_of
from egov.dashboard.desk.verdicts import report_on
from egov.jobs.actions import JobFailed, keep_result, report_progress, running
from projects.papers.proof import faults_of_papers

MOST_IN_EXCEL = 1_000_000


@shared_task
def export_table(job_id: str) -> None:
    """Pack what a page of the desk shows, with its manifest."""
    with running(job_id) as job, tempfile.TemporaryFile() as into:
        what, form, query = (job.parameters[name] for name in ("what", "form", "query"))
        actor = job.actor()
        source = source_of(what, QueryDict(query), actor=actor)
        total = source.table.total
        if form == "xlsx" and total > MOST_IN_EXCEL:
            raise JobFailed(_("An Excel sheet holds a million lines at most. Choose CSV, or fewer days."))

        def tell(done: int) -> None:
            report_progress(job, done=min(done, total), total=total)

        packed = pack(source, form, query=query, by=actor, into=into, tell=tell)
        tell(packed.count)
        name = f"{packed.file.rpartition('.')[0]}.zip"
        keep_result(job, content=File(into, name), name=name)
        note_export(**vars(packed), form=form, by=actor)


@shared_task
def verify_trail(job_id: str) -> None:
    """Verify the whole trail, against an uploaded checkpoint too, and keep what was found."""
    with running(job_id) as job:
        started_at, path = timezone.now(), job.parameters.get("file", "")
        total = Chain.objects.aggregate(n=Sum("length"))["n"] or 0

        def tell(done: int) -> None:
            report_progress(job, done=min(done, total), total=total)

        outcome = verify(files=_uploaded(path), progress=tell)
        kept = keep_verification(outcome=outcome, started_at=started_at, by=job.actor())
        tell(total)
        name = _("Verification of the trail") + f"-{timezone.localtime():%Y%m%d-%H%M}.txt"
        keep_result(job, content=report_on(kept).encode("utf-8-sig"), name=name)
        if path:
            default_storage.delete(path)


@shared_task
def verify_each_night() -> None:
    """Verify the trail unasked, and tell those who read it if it does not hold."""
    started_at = timezone.now()
    kept = keep_verification(outcome=verify(), started_at=started_at, by=None)
    if not kept.holds:
        tell_readers(kept)


@shared_task
def verify_papers_each_night() -> None:
    """Hold each issued paper against what was issued, and tell the auditors of those that were altered."""
    if faults := list(faults_of_papers()):
        tell_of_papers(faults)


def _uploaded(path: str) -> list[Any]:
    if not path:
        return []
    with default_storage.open(path, "rb") as file:
        return [Exported(file.read())]
