"""Changes to the contract."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from acceptance import actions
from acceptance.forms.construction import ChangeForm, DecisionForm
from acceptance.models import Change
from acceptance.views.common import add_errors, allowed_page, bound, form_page
from egov.accounts.roles import Permission
from egov.ui import formats
from projects.access import actor_of
from projects.pages import project_page

TAB = "construction"


def file(request: HttpRequest, number: str) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, Permission.REPORT_PROGRESS)
    room = actions.room_for_changes(project)
    lead = room and _(
        "The contract stands at %(now)s; %(left)s of the allocated fund are left. Changes that together move"
        " more than %(percent)s%% of the contract need the approval of the informatization office."
    ) % {
        "now": formats.yuan(room.after_changes),
        "left": formats.yuan(room.left),
        "percent": f"{room.self_file_percent.normalize():f}",
    }
    return form_page(
        request,
        page,
        bound(request, ChangeForm, project),
        deed=partial(actions.file_change, project=project, by=actor),
        done=_("The change is filed."),
        title=_("File a change"),
        lead=lead or "",
        button=_("File the change"),
    )


def decide(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a change; the office's signatory approves or refuses one that is pending."""
    page = project_page(request, number, TAB)
    project, actor = page["project"], actor_of(request)
    related = project.changes.select_related(
        "project", "contract", "filed_by", "decided_by", "paper__document__project"
    )
    change = get_object_or_404(related, pk=pk)
    may_decide = project.allows(actor, Permission.APPROVE_CHANGE) and actor.is_signatory
    if request.method == "POST" and not may_decide:
        raise PermissionDenied
    form = bound(request, DecisionForm, project)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, change, form.cleaned_data["reason"])
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            return redirect("acceptance:construction", number=number)
    page |= {
        "change": change,
        "room": actions.room_for_changes(project),
        "form": form,
        "may_decide": may_decide and change.status == Change.Status.PENDING,
    }
    return render(request, "acceptance/change.html", page)


def _decide(request: HttpRequest, change: Change, reason: str) -> None:
    approves = request.POST.get("decision") == "approve"
    deed = actions.approve_change if approves else actions.refuse_change
    deed(change=change, reason=reason, by=actor_of(request))
    messages.success(request, _("The change is approved.") if approves else _("The change is refused."))
