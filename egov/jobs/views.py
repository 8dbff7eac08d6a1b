"""Background work as whoever started it sees it: how far it is, what came of it, until when it is kept."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from egov.accounts.acting import actor_of
from egov.audit.actions import record_event
from egov.jobs.actions import cancel_job, retry_job
from egov.jobs.models import Job
from egov.jobs.tasks import NamedTask
from egov.ui.paging import paginate


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """List what a person started, the latest first."""
    page = paginate(Job.objects.of(actor_of(request)), request, order=("-created_at", "-id"))
    return render(request, "jobs/list.html", {"page": page})


@require_safe
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Show how far a job is; to htmx only the part that moves."""
    own = _own(request, job_id)
    template = "jobs/_state.html" if request.headers.get("HX-Request") else "jobs/job.html"
    return render(request, template, {"job": own})


@require_safe
def download(request: HttpRequest, job_id: UUID) -> FileResponse:
    """Hand out what came of a job, to whoever started it, while it is kept."""
    own = _own(request, job_id)
    if not own.is_ready:
        raise Http404
    record_event(verb="jobs.download", by=actor_of(request), on=own)
    return FileResponse(own.result.open("rb"), as_attachment=True, filename=own.result_name)


@require_safe
def download_piece(request: HttpRequest, job_id: UUID, piece_id: int) -> FileResponse:
    """Hand out a part of what came of a job that is offered by itself."""
    own = _own(request, job_id)
    if not own.is_ready:
        raise Http404
    piece = get_object_or_404(own.pieces.offered(), pk=piece_id)
    record_event(verb="jobs.download", by=actor_of(request), on=own, after={"file": piece.name})
    return FileResponse(piece.file.open("rb"), as_attachment=True, filename=piece.name)


@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    own = _own(request, job_id)
    if not cancel_job(job=own, by=actor_of(request)):
        messages.info(request, _("It had ended before it could be cancelled."))
    return redirect("jobs:job", job_id=job_id)


@require_POST
def retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Go on with a job that failed; what was done of it is not done again."""
    own = _own(request, job_id)
    if not retry_job(job=own, task=NamedTask(own.task), by=actor_of(request)):
        messages.info(request, _("It cannot be tried again. Please start it anew."))
    return redirect("jobs:job", job_id=job_id)


def _own(request: HttpRequest, job_id: UUID) -> Job:
    return get_object_or_404(Job.objects.of(actor_of(request)), pk=job_id)
