from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from egov.accounts.acting import actor_of
from egov.audit.actions import record_event
from egov.jobs.models import Job


def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Show how far a job is; to htmx only the part that moves."""
    own = get_object_or_404(Job, pk=job_id, user=actor_of(request).user)
    template = "jobs/_progress.html" if request.headers.get("HX-Request") else "jobs/job.html"
    return render(request, template, {"job": own})


def download(request: HttpRequest, job_id: UUID) -> FileResponse:
    """Hand out what came of a job, to whoever started it."""
    own = get_object_or_404(Job, pk=job_id, user=actor_of(request).user)
    if not own.result:
        raise Http404
    record_event(verb="jobs.download", by=actor_of(request), on=own)
    return FileResponse(own.result.open("rb"), as_attachment=True, filename=own.result_name)
