"""The buttons that ask for dossiers: of one project, of those checked, or of all that a list shows."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from egov.accounts.acting import actor_of
from egov.dossier.tasks import MOST, asked_for, collect_dossiers
from egov.jobs.actions import start_job
from egov.ui.paging import capped_count
from projects.access import wholly_seen


@require_POST
def collect(request: HttpRequest, number: str) -> HttpResponse:
    """Start the dossier of one project, and go to its progress."""
    actor = actor_of(request)
    project = get_object_or_404(wholly_seen(actor), number=number)
    title = _("Dossier of %(number)s %(title)s") % {"number": number, "title": project.title}
    job = start_job(title=title, task=collect_dossiers, parameters={"projects": [number]}, by=actor)
    return redirect("jobs:job", job_id=job.pk)


@require_POST
def collect_selection(request: HttpRequest) -> HttpResponse:
    """Start the dossiers of the checked projects or, where that was asked for, of all that the list shows."""
    actor = actor_of(request)
    query = QueryDict(request.POST.get("query", "")).urlencode()
    parameters: dict[str, Any] = {"projects": request.POST.getlist("project")[:MOST]}
    if request.POST.get("scope") == "shown":
        parameters = {"query": query}
    count = capped_count(asked_for(parameters, actor), MOST)
    if not count.value or count.capped:
        messages.warning(request, _refusal(count.value))
        return redirect(f"{reverse('projects:list')}?{query}")
    n = count.value
    title = ngettext("Dossier of %(n)d project", "Dossiers of %(n)d projects", n) % {"n": n}
    job = start_job(title=title, task=collect_dossiers, parameters=parameters, by=actor)
    return redirect("jobs:job", job_id=job.pk)


def _refusal(count: int) -> str:
    if count:
        return _("At most %(n)d dossiers can be made at once. Narrow the list down first.") % {"n": MOST}
    return _("Check the projects of which you want the dossiers first.")
