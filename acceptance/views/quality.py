"""Quality issues, from raising to closing."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from acceptance import actions
from acceptance.forms.common import ProjectForm, ReasonForm
from acceptance.forms.construction import QualityIssueForm, RectificationForm
from acceptance.models import QualityIssue
from acceptance.views.common import allowed_page, bound, form_page
from egov.accounts.roles import Permission
from egov.ui.paging import paginate
from projects.access import actor_of
from projects.models import Project
from projects.pages import project_page

TAB = "construction"


def issues(request: HttpRequest, number: str) -> HttpResponse:
    """List all issues, the closed ones too."""
    page = project_page(request, number, TAB)
    found = page["project"].quality_issues.select_related("raised_for")
    page["page"] = paginate(found, request, order=("-id",))
    return render(request, "acceptance/quality_issues.html", page)


def _issue(project: Project, pk: int) -> QualityIssue:
    related = project.quality_issues.select_related(
        "project", "raised_by", "raised_for", "rectified_by", "closed_by", "proof__document__project"
    )
    return get_object_or_404(related, pk=pk)


def issue(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one issue and what the viewer may do about it."""
    page = project_page(request, number, TAB)
    project, actor = page["project"], actor_of(request)
    found = _issue(project, pk)
    page |= {
        "issue": found,
        "may_rectify": not found.closed_at and project.allows(actor, Permission.REPORT_PROGRESS),
        "may_close": found.state == "rectified" and actions.may_close(found, actor),
    }
    return render(request, "acceptance/quality_issue.html", page)


def raise_issue(request: HttpRequest, number: str) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, Permission.RECORD_QUALITY_ISSUE)
    return form_page(
        request,
        page,
        bound(request, QualityIssueForm, project),
        deed=partial(actions.raise_quality_issue, project=project, by=actor),
        done=_("The quality issue is raised."),
        title=_("Raise a quality issue"),
        button=_("Raise the issue"),
    )


def rectify(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, Permission.REPORT_PROGRESS)
    found = _issue(project, pk)
    return form_page(
        request,
        page,
        bound(request, RectificationForm, project, initial={"rectification": found.rectification}),
        deed=partial(actions.rectify_quality_issue, issue=found, by=actor),
        done=_("The rectification is filed; the issue waits to be closed."),
        title=_("Rectify: %(title)s") % {"title": found.title},
        lead=found.description,
        button=_("File the rectification"),
        back=_address(found),
    )


def close(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, Permission.RECORD_QUALITY_ISSUE)
    found = _issue(project, pk)
    if not actions.may_close(found, actor):
        raise PermissionDenied
    return form_page(
        request,
        page,
        bound(request, ProjectForm, project),
        deed=partial(actions.close_quality_issue, issue=found, by=actor),
        done=_("The quality issue is closed."),
        title=_("Close the issue: %(title)s") % {"title": found.title},
        lead=_("How it was rectified: %(text)s") % {"text": found.rectification or "—"},
        button=_("Close the issue"),
        back=_address(found),
    )


def reject(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, Permission.RECORD_QUALITY_ISSUE)
    found = _issue(project, pk)
    if not actions.may_close(found, actor):
        raise PermissionDenied
    return form_page(
        request,
        page,
        bound(request, ReasonForm, project),
        deed=partial(actions.reject_rectification, issue=found, by=actor),
        done=_("The rectification is sent back."),
        title=_("Send the rectification back: %(title)s") % {"title": found.title},
        lead=_("How it was rectified: %(text)s") % {"text": found.rectification or "—"},
        button=_("Send the rectification back"),
        back=_address(found),
    )


def _address(found: QualityIssue) -> str:
    return reverse("acceptance:quality_issue", args=[found.project.number, found.pk])
