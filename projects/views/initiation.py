"""The initiation approval: previewed, numbered, issued; 三(二)3."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from egov.accounts.roles import Permission
from projects.access import actor_of
from projects.actions.initiation import issue_initiation, preview_initiation, still_missing
from projects.actions.papers import NotPrintable
from projects.flow import STEPS
from projects.forms.approval import InitiationForm
from projects.initiation_paper import STANDARD_DUTIES
from projects.pages import explain_refusal, project_page, todo_line


def initiation(request: HttpRequest, number: str) -> HttpResponse:
    """Lead to the issued paper, or to where it is issued."""
    return redirect("projects:approval", number=number)


@explain_refusal
def issue(request: HttpRequest, number: str) -> HttpResponse:
    """Let the leading group office preview the paper and issue it."""
    context = project_page(request, number, "approval")
    project, actor = context["project"], actor_of(request)
    if not project.allows(actor, Permission.ISSUE_INITIATION):
        raise PermissionDenied
    form = InitiationForm(
        request.POST if request.method == "POST" else None, initial={"duties": STANDARD_DUTIES}
    )
    if form.is_bound and form.is_valid():
        try:
            if "preview" in request.POST:
                content = preview_initiation(project=project, by=actor, **form.cleaned_data)
                return _pdf(content, "draft.pdf")
            paper = issue_initiation(project=project, by=actor, **form.cleaned_data)
        except NotPrintable as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Issued as %(number)s.") % {"number": paper.number})
            return redirect("projects:approval", number=number)
    missing = still_missing(project) if project.stage in STEPS["issue_initiation"].sources else []
    context |= {
        "form": form,
        "step": STEPS["issue_initiation"],
        "missing": [todo_line(project, condition) for condition in missing],
        "is_due": project.stage in STEPS["issue_initiation"].sources,
    }
    return render(request, "projects/initiation_issue.html", context)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
