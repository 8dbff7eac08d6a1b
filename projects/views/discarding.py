"""Throwing away a draft that was never submitted: one look at what goes, then the deed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from egov.accounts.roles import Permission
from projects.access import actor_of
from projects.actions.discarding import (
    NothingToDiscard,
    discard_application,
    discard_proposal,
    may_discard_application,
)
from projects.flow import Stage
from projects.models import Project
from projects.pages import project_page


def _page(request: HttpRequest, number: str, tab: str) -> tuple[dict[str, Any], Project]:
    context = project_page(request, number, tab)
    project: Project = context["project"]
    if not project.allows(actor_of(request), Permission.EDIT_APPLICATION):
        raise PermissionDenied
    return context, project


def discard_draft(request: HttpRequest, number: str) -> HttpResponse:
    """Throw away the draft of a proposal."""
    context, project = _page(request, number, "proposal")
    proposal = project.proposals.current().select_related("plan__jurisdiction", "project").first()
    if proposal is None or not proposal.is_editable:
        return _nothing_left(request, "projects:proposal", number)
    if request.method == "POST":
        try:
            project = discard_proposal(project=project, by=actor_of(request))
        except NothingToDiscard:
            return _nothing_left(request, "projects:proposal", number)
        messages.success(request, _("The draft of “%(title)s” is discarded.") % {"title": project.title})
        gone = project.discarded_at is not None
        return redirect(proposal.plan) if gone else redirect("projects:proposal", number=number)
    text = (
        _("The project disappears from all lists and cannot be brought back.")
        if project.stage == Stage.DRAFT
        else _("What was written for this plan year goes; the project stays deferred.")
    )
    context |= {"text": text, "back": reverse("projects:proposal", args=[number])}
    return render(request, "projects/discard.html", context)


def discard_draft_application(request: HttpRequest, number: str) -> HttpResponse:
    """Throw away what was written into the application; the form begins anew from the proposal."""
    context, project = _page(request, number, "application")
    if not (may_discard_application(project) and project.applications.exists()):
        return _nothing_left(request, "projects:application", number)
    if request.method == "POST":
        try:
            discard_application(project=project, by=actor_of(request))
        except NothingToDiscard:
            return _nothing_left(request, "projects:application", number)
        messages.success(request, _("The draft is discarded; the form is filled in from the proposal again."))
        return redirect("projects:application", number=number)
    text = _("What was written into the form goes; it begins anew from the proposal. Attached reports stay.")
    context |= {"text": text, "back": reverse("projects:application", args=[number])}
    return render(request, "projects/discard.html", context)


def _nothing_left(request: HttpRequest, page: str, number: str) -> HttpResponse:
    messages.info(request, _("There is no draft to discard."))
    return redirect(page, number=number)
