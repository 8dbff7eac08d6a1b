"""What the pages of this part share: who may, and one page per form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from acceptance.forms.common import ProjectForm
from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.access import actor_of
from projects.models import Project
from projects.pages import project_page


def allowed_page(
    request: HttpRequest, number: str, tab: str, permission: Permission
) -> tuple[dict[str, Any], Project, Actor]:
    """Return what a project page shows, for somebody who may do this; raise ``PermissionDenied`` else."""
    page = project_page(request, number, tab)
    project, actor = page["project"], actor_of(request)
    if not project.allows(actor, permission):
        raise PermissionDenied
    return page, project, actor


def may(project: Project, actor: Actor, *permissions: Permission) -> dict[str, bool]:
    """Return for each permission whether the person has it here; templates show only such buttons."""
    return {permission.value: project.allows(actor, permission) for permission in permissions}


def add_errors(form: Any, error: ValidationError) -> None:
    """Put what an action refused beside its fields, or on top of the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, faults in error.error_dict.items():
        form.add_error(name if name in form.fields else None, faults)


def form_page(
    request: HttpRequest,
    page: dict[str, Any],
    form: ProjectForm,
    *,
    deed: Callable[..., Any],
    done: str,
    title: str,
    button: str,
    lead: str = "",
    danger: bool = False,
    back: str = "",
) -> HttpResponse:
    """Show a form; when it is sent, do the deed with what was typed and return to the tab.

    What the deed refuses stands on the form, with everything that was typed.
    """
    number = page["project"].number
    back = back or reverse(f"acceptance:{page['tab']}", args=[number])
    if request.method == "POST" and form.is_valid():
        try:
            deed(**form.cleaned_data)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, done)
            return redirect(back)
    page |= {"form": form, "title": title, "button": button, "lead": lead, "danger": danger, "back": back}
    return render(request, "acceptance/form.html", page)


def bound(request: HttpRequest, form: type[ProjectForm], project: Project, **kwargs: Any) -> ProjectForm:
    """Return the form with what was sent, or empty."""
    if request.method == "POST":
        return form(request.POST, request.FILES, project=project, **kwargs)
    return form(project=project, **kwargs)
