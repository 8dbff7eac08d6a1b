"""Signing and submitting the application, sending it back, and what was submitted before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from egov.accounts.roles import Permission
from projects.access import actor_of
from projects.actions import parties_for, unmet_conditions
from projects.actions.application import EDITABLE, return_application, submit_application
from projects.application_content import FIELDS, freeze
from projects.application_pages import asked_for, missing_parts, reading, sums_of
from projects.comparison import changes
from projects.flow import STEPS, Stage
from projects.forms.application_return import ReturnForm
from projects.models import Project
from projects.pages import explain_refusal, project_page, todo_line


@explain_refusal
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Show the whole application once more, with what changed since it was last signed; then sign it."""
    context = project_page(request, number, "application")
    project, actor = context["project"], actor_of(request)
    step = STEPS["submit_application"]
    if not project.allows(actor, Permission.EDIT_APPLICATION):
        raise PermissionDenied
    if request.method == "POST":
        submit_application(project=project, by=actor)
        messages.success(request, _("The application is signed and submitted to the informatization office."))
        return redirect("projects:application", number=number)
    application = project.applications.first()
    content = freeze(application) if application else None
    last = project.submissions.order_by("-number").first()
    found = changes(last.content, content) if last and content else []
    context |= {
        "step": step,
        "sections": reading(project, content) if content else [],
        "sums": sums_of(content) if content else {},
        "changes": found,
        "compared": last,
        "asked": asked_for(project, {change.field for change in found}, since=last) if last else [],
        "missing": missing_parts(application) if application else [],
        "unmet": [todo_line(project, c) for c in unmet_conditions(project, step)],
        "may_sign": bool(parties_for(project, step, actor)),
        "is_open": project.stage in EDITABLE,
        "signatories": _signatories(project),
    }
    return render(request, "projects/application_submit.html", context)


def _signatories(project: Project) -> list[str]:
    """Return who may sign for the owner unit."""
    members = project.owner_unit.memberships.usable().filter(is_signatory=True)
    return list(members.order_by("user__name").values_list("user__name", flat=True)[:5])


@explain_refusal
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Return the application: mark the fields, say why."""
    context = project_page(request, number, "application")
    project, actor = context["project"], actor_of(request)
    step = STEPS["return_application"]
    if not parties_for(project, step, actor):
        raise PermissionDenied
    form = ReturnForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return_application(project=project, marks=form.marks(), reason=form.cleaned_data["reason"], by=actor)
        messages.success(request, _("The application is returned for correction."))
        return redirect("projects:application", number=number)
    last = project.submissions.order_by("-number").first()
    sections = reading(project, last.content) if last else []
    for section in sections:
        for part in section.parts:
            part.head = [form[f"mark-{part.name}"], form[f"why-{part.name}"]]
    context |= {
        "form": form,
        "step": step,
        "sections": sections,
        "is_open": project.stage == Stage.SUBMITTED,
        "marked": sum(bool(form.data.get(f"why-{name}")) for name in FIELDS),
    }
    return render(request, "projects/application_return.html", context)


def submission(request: HttpRequest, number: str, submission_number: int) -> HttpResponse:
    """Show one submission as it was signed, and what was new in it."""
    context: dict[str, Any] = project_page(request, number, "application")
    project = context["project"]
    related = project.submissions.select_related("submitted_by", "organization")
    shown = get_object_or_404(related, number=submission_number)
    previous = project.submissions.filter(number=submission_number - 1).first()
    context |= {
        "submission": shown,
        "sections": reading(project, shown.content),
        "sums": sums_of(shown.content),
        "changes": changes(previous.content, shown.content) if previous else [],
        "compared": previous,
        "asked": [],
    }
    return render(request, "projects/application_submission.html", context)
