"""Background work on projects."""

from collections.abc import Iterator
from typing import Any

from celery import shared_task
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.jobs.actions import keep_result, report_progress, running
from egov.jobs.models import Job
from egov.ui.xlsx import workbook
from projects.filters import ProjectFilter
from projects.models import Project
from projects.tables import excel_header, excel_rows, with_figures

REPORT_EVERY = 200
MOST_ROWS = 100_000


@shared_task
def export_projects(job_id: str) -> None:
    """Write the projects that the person may see, and that match the filters, to an Excel file."""
    with running(job_id) as job:
        actor = job.actor()
        filters = ProjectFilter(QueryDict(job.parameters["query"]), actor=actor)
        projects = filters.apply(Project.objects.visible_to(actor))
        total = min(projects.count(), MOST_ROWS)
        listed = with_figures(projects).order_by("-updated_at", "-id")[:MOST_ROWS]
        rows = excel_rows(listed.iterator(chunk_size=REPORT_EVERY))
        content = workbook(_("Projects"), excel_header(), _counted(job, rows, total))
        keep_result(job, content=content, name=_("Projects") + f"-{timezone.localdate():%Y%m%d}.xlsx")


def _counted(job: Job, rows: Iterator[list[Any]], total: int) -> Iterator[list[Any]]:
    done = 0
    for done, row in enumerate(rows, start=1):
        if done % REPORT_EVERY == 0:
            report_progress(job, done=done, total=total)
        yield row
    report_progress(job, done=done, total=total)
