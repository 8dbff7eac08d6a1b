"""What the pages of the procurement tab share: sections, offers, and the form behind each deed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.accounts.roles import Permission
from projects.access import actor_of, may_read
from projects.models import DocumentVersion, Project
from projects.pages import project_page

SECTIONS = (
    ("solicitation", gettext_lazy("Scheme solicitation")),
    ("schemes", gettext_lazy("Submitted schemes")),
    ("design", gettext_lazy("Optimized design")),
    ("tender", gettext_lazy("Tender")),
    ("contract", gettext_lazy("Contract")),
    ("supervision", gettext_lazy("Supervisor")),
)


def procurement_page(request: HttpRequest, number: str, section: str) -> dict[str, Any]:
    """Return what a page of the procurement tab shows around its content."""
    context = project_page(request, number, "procurement")
    context["sections"] = [
        {"label": label, "url": reverse(f"procurement:{name}", args=[number]), "current": name == section}
        for name, label in SECTIONS
    ]
    context["section"] = section
    context["waiting"] = context["project"].tasks.open().select_related("organization").order_by("due", "pk")
    return context


def offer(project: Project, page: str, label: Any, reasons: list[str], **more: Any) -> dict[str, Any]:
    """Return a deed as a button: possible, or with the reasons why not yet."""
    return {
        "label": label,
        "url": reverse(f"procurement:{page}", args=[project.number]),
        "enabled": not reasons,
        "unmet": [{"label": reason, "url": ""} for reason in reasons],
        "consequence": more.get("consequence", ""),
        "danger": more.get("danger", False),
    }


def may(request: HttpRequest, project: Project, permission: Permission) -> bool:
    return project.allows(actor_of(request), permission)


def file_line(request: HttpRequest, version: DocumentVersion, label: Any = "") -> dict[str, Any] | None:
    """Return a file as the list of files shows it; None where the viewer may not read it."""
    if not may_read(actor_of(request), version.document):
        return None
    return {
        "name": version.name,
        "url": version.url,
        "size": version.size,
        "kind": label,
        "uploaded_at": version.uploaded_at,
    }


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form is to be bound to: nothing until something was sent, be it empty."""
    return request.POST if request.method == "POST" else None


def sent_with_files(request: HttpRequest) -> tuple[QueryDict | None, Any]:
    return sent(request), request.FILES if request.method == "POST" else None


@dataclass
class Deed:
    """A page on which one thing is done: its form, what it causes, and what stands against it now."""

    section: str
    permission: Permission
    title: Any
    button: Any
    form: forms.BaseForm
    run: Callable[[], Any]
    done: Any
    obstacles: list[str] = field(default_factory=list)
    consequence: Any = ""
    danger: bool = False
    template: str = "procurement/deed.html"
    extra: dict[str, Any] = field(default_factory=dict)


def deed_page(request: HttpRequest, context: dict[str, Any], deed: Deed) -> HttpResponse:
    """Show the form of a deed, or do it; a refusal stands at its field and what was typed is kept.

    Raises ``PermissionDenied`` for who sees the project but may not do this.
    """
    project: Project = context["project"]
    if not may(request, project, deed.permission):
        raise PermissionDenied
    if request.method == "POST" and deed.form.is_valid() and _was_done(deed):
        messages.success(request, deed.done)
        return redirect(f"procurement:{deed.section}", project.number)
    back = reverse(f"procurement:{deed.section}", args=[project.number])
    page = {**context, "deed": deed, "form": deed.form, "back": back, **deed.extra}
    return render(request, deed.template, page)


def _was_done(deed: Deed) -> bool:
    try:
        deed.run()
    except ValidationError as error:
        deed.form.add_error(None, error)
        return False
    return True


def misplaced(project: Project, *stages: str) -> list[str]:
    """Return the reason why something belongs to other stages than the present; none if it does not."""
    if project.stage in stages:
        return []
    return [
        _("This is not possible now: the project is in the stage “%(stage)s”.")
        % {"stage": project.get_stage_display()}
    ]
