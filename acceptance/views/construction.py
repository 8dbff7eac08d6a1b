"""The construction tab: milestones, reports, issues and changes at a glance."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from acceptance import actions
from acceptance.forms.common import ProjectForm
from acceptance.forms.construction import (
    MeetMilestoneForm,
    MilestoneForm,
    ProgressReportForm,
    SupervisionReportForm,
)
from acceptance.models import Milestone
from acceptance.views.common import allowed_page, bound, form_page, may
from egov.accounts.roles import Permission
from egov.ui.paging import paginate
from projects.access import actor_of
from projects.models import IssuedPaper, PaperKind, Project
from projects.pages import project_page

P = Permission
TAB = "construction"
SHOWN = 3


def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Show how construction stands and what keeps the trial run from starting."""
    page = project_page(request, number, TAB)
    project, actor = page["project"], actor_of(request)
    milestones = list(project.milestones.select_related("evidence__document__project"))
    issues = project.quality_issues.filter(closed_at__isnull=True).select_related("raised_for")
    page |= {
        "may": may(
            project, actor, P.REPORT_PROGRESS, P.REPORT_SUPERVISION, P.RECORD_QUALITY_ISSUE, P.APPROVE_CHANGE
        ),
        "milestones": milestones,
        "met": sum(milestone.met_on is not None for milestone in milestones),
        "progress_reports": _progress(project)[:SHOWN],
        "supervision_reports": _supervision(project)[:SHOWN],
        "issues": list(issues),
        "closed_issues": project.quality_issues.filter(closed_at__isnull=False).count(),
        "room": actions.room_for_changes(project),
        "changes": list(project.changes.all()),
        "papers": IssuedPaper.objects.of_kind(PaperKind.CHANGE_ORDER).filter(project=project),
    }
    return render(request, "acceptance/construction.html", page)


def _progress(project: Project) -> QuerySet[Any]:
    return project.progress_reports.select_related("filed_by", "paper__document__project")


def _supervision(project: Project) -> QuerySet[Any]:
    return project.supervision_reports.select_related("filed_by", "paper__document__project")


def progress(request: HttpRequest, number: str) -> HttpResponse:
    """List all progress reports."""
    page = project_page(request, number, TAB)
    page["page"] = paginate(_progress(page["project"]), request, order=("-to_on", "-id"), per_page=10)
    return render(request, "acceptance/progress_reports.html", page)


def supervision(request: HttpRequest, number: str) -> HttpResponse:
    """List all supervision reports."""
    page = project_page(request, number, TAB)
    page["page"] = paginate(_supervision(page["project"]), request, order=("-to_on", "-id"), per_page=10)
    return render(request, "acceptance/supervision_reports.html", page)


def plan(request: HttpRequest, number: str) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, P.REPORT_PROGRESS)
    return form_page(
        request,
        page,
        bound(request, MilestoneForm, project),
        deed=partial(actions.plan_milestone, project=project, by=actor),
        done=_("The milestone is planned."),
        title=_("Plan a milestone"),
        button=_("Plan the milestone"),
    )


def _milestone(project: Project, pk: int) -> Milestone:
    return get_object_or_404(project.milestones.select_related("project"), pk=pk)


def change(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, P.REPORT_PROGRESS)
    milestone = _milestone(project, pk)
    initial = {name: getattr(milestone, name) for name in ("title", "planned_on", "deliverable")}
    return form_page(
        request,
        page,
        bound(request, MilestoneForm, project, initial=initial),
        deed=partial(actions.change_milestone, milestone=milestone, by=actor),
        done=_("The milestone is changed."),
        title=_("Change the milestone"),
        button=_("Save"),
    )


def drop(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, P.REPORT_PROGRESS)
    milestone = _milestone(project, pk)
    return form_page(
        request,
        page,
        bound(request, ProjectForm, project),
        deed=partial(actions.drop_milestone, milestone=milestone, by=actor),
        done=_("The milestone is taken out of the plan."),
        title=_("Drop the milestone"),
        lead=_("“%(title)s” will no longer be part of the plan.") % {"title": milestone.title},
        button=_("Drop the milestone"),
        danger=True,
    )


def meet(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, P.REPORT_PROGRESS)
    milestone = _milestone(project, pk)
    return form_page(
        request,
        page,
        bound(request, MeetMilestoneForm, project, initial={"met_on": timezone.localdate()}),
        deed=partial(actions.meet_milestone, milestone=milestone, by=actor),
        done=_("The milestone is met."),
        title=_("Milestone met: %(title)s") % {"title": milestone.title},
        lead=_("Deliverable: %(deliverable)s") % {"deliverable": milestone.deliverable},
        button=_("Declare the milestone met"),
    )


def report_progress(request: HttpRequest, number: str) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, P.REPORT_PROGRESS)
    return form_page(
        request,
        page,
        bound(request, ProgressReportForm, project),
        deed=partial(actions.file_progress_report, project=project, by=actor),
        done=_("The progress report is filed."),
        title=_("Report progress"),
        button=_("File the report"),
    )


def report_supervision(request: HttpRequest, number: str) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, P.REPORT_SUPERVISION)
    return form_page(
        request,
        page,
        bound(request, SupervisionReportForm, project),
        deed=partial(actions.file_supervision_report, project=project, by=actor),
        done=_("The supervision report is filed."),
        title=_("File a supervision report"),
        button=_("File the report"),
    )
