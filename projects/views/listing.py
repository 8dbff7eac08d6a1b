"""The list of projects: search, filters, paging, export of what is shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egov.accounts.acting import Actor, actor_of
from egov.accounts.roles import Permission
from egov.jobs.actions import start_job
from egov.ui.paging import capped_count, paginate
from projects.access import WHOLE_READERS
from projects.filters import ProjectFilter
from projects.models import IssuedPaper, Project
from projects.pages import stage_tone
from projects.tables import with_figures
from projects.tasks import export_projects

MOST_PAPERS = 5


def project_list(request: HttpRequest) -> HttpResponse:
    """Show the projects that a person may see, the latest changed first."""
    actor = actor_of(request)
    filters = ProjectFilter(request.GET, actor=actor)
    visible = Project.objects.visible_to(actor)
    projects = filters.apply(visible)
    filters.show_counts(visible)
    page = paginate(with_figures(projects), request, order=filters.keys)
    rows = [(project, stage_tone(project.stage)) for project in page.items]
    return render(
        request,
        "projects/list.html",
        {
            "filters": filters,
            "chips": filters.chips(),
            "page": page,
            "rows": rows,
            "count": capped_count(projects),
            "papers": _papers(actor, request.GET.get("q", "")),
            # Dossiers are offered to who may have some: readers of all, and units that propose projects.
            "collects": actor.kind in WHOLE_READERS or actor.may(Permission.PROPOSE),
        },
    )


def _papers(actor: Actor, words: str) -> list[IssuedPaper]:
    """Return what was issued under the number that was searched for; not every paper is of a project."""
    if actor.jurisdiction is None:
        return []
    found = IssuedPaper.objects.visible_to(actor).numbered(words, around=actor.jurisdiction)
    return list(found[:MOST_PAPERS])


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Start the export of exactly what the list shows, and go to its progress."""
    parameters = {"query": request.GET.urlencode()}
    job = start_job(
        title=_("Projects to Excel"), task=export_projects, parameters=parameters, by=actor_of(request)
    )
    return redirect("jobs:job", job_id=job.pk)
