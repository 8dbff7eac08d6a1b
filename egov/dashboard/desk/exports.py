"""Starts the export of exactly what a page of the desk shows."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egov.accounts.access import needs
from egov.accounts.acting import actor_of
from egov.accounts.roles import Permission
from egov.dashboard.desk.flags import FLAGS
from egov.dashboard.desk.writers import WRITERS
from egov.dashboard.tasks import export_table
from egov.jobs.actions import start_job


@require_POST
@needs(Permission.READ_TRAIL)
def export(request: HttpRequest, what: str) -> HttpResponse:
    """Start an export, and go to its progress."""
    actor, form = actor_of(request), request.POST.get("form", "")
    known = what == "trail" or (actor.may(Permission.KEEP_FINDINGS) and (what == "findings" or what in FLAGS))
    if not known or form not in WRITERS:
        raise Http404
    job = start_job(
        title=_("Export of the auditors' desk"),
        task=export_table,
        parameters={"what": what, "form": form, "query": request.GET.urlencode()},
        by=actor,
    )
    return redirect("jobs:job", job_id=job.pk)
