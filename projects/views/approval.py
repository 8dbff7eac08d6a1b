"""The request to the municipal government and its decision; 三(二)3."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.roles import Permission
from projects.access import actor_of
from projects.actions import parties_for
from projects.actions.approval import (
    DecisionRefused,
    decide_approval,
    decide_termination,
    may_decide_termination,
    request_approval,
)
from projects.actions.documents import file_document
from projects.brief import brief_of
from projects.flow import STEPS, TERMINABLE, Stage
from projects.forms.approval import DecisionForm, MeetingForm, RequestForm, TerminationForm
from projects.models import DocumentKind, DocumentVersion, IssuedPaper, PaperKind, Project
from projects.pages import explain_refusal, project_page


def approval(request: HttpRequest, number: str) -> HttpResponse:
    """Show the request, the decision and the initiation approval, and what is next."""
    context = project_page(request, number, "approval")
    project, actor = context["project"], actor_of(request)
    issued = project.initiation_approvals.select_related("issuer", "paper__document__project")
    context |= {
        "requests": project.approval_requests.select_related("filed_by").order_by("-pk"),
        "decisions": project.decisions.select_related(
            "construction_entity", "decided_by", "record__document__project"
        ).order_by("-pk"),
        "initiation": issued.first(),
        "papers": IssuedPaper.objects.of_kind(PaperKind.INITIATION_APPROVAL).filter(project=project),
        "may_request": _may_take(project, actor, "submit_for_approval"),
        "may_decide": _may_take(project, actor, "approve"),
        "may_issue": _may_take(project, actor, "issue_initiation"),
        "may_terminate": project.stage in TERMINABLE and may_decide_termination(project, actor),
        "waits_for": _waits_for(project),
    }
    return render(request, "projects/approval.html", context)


def _may_take(project: Project, actor: Any, step: str) -> bool:
    return project.stage in STEPS[step].sources and bool(parties_for(project, STEPS[step], actor))


def _waits_for(project: Project) -> str:
    """Return in one sentence what this part of the process waits for."""
    sentences = {
        Stage.ARGUED: _("The informatization office writes the request to the municipal government."),
        Stage.AWAITING_APPROVAL: _("The municipal government decides."),
        Stage.APPROVED: _(
            "Finance allocates money; then the leading group office issues the initiation approval."
        ),
    }
    return sentences.get(Stage(project.stage), "")


@explain_refusal
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Let the office write the request and submit the project."""
    context = project_page(request, number, "approval")
    project, actor = context["project"], actor_of(request)
    if not project.allows(actor, Permission.REQUEST_APPROVAL):
        raise PermissionDenied
    form = RequestForm(_posted(request), initial=_first_words(project))
    if form.is_bound and form.is_valid():
        try:
            request_approval(project=project, **form.cleaned_data, by=actor)
        except DecisionRefused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The request is with the municipal government."))
            return redirect("projects:approval", number=number)
    context |= {
        "form": form,
        "title": _("Request for approval"),
        "lead": str(STEPS["submit_for_approval"].effect),
        "button": str(STEPS["submit_for_approval"].label),
    }
    return render(request, "projects/approval_form.html", context)


def _first_words(project: Project) -> dict[str, str]:
    brief = brief_of(project)
    text = (
        f"市人民政府：\n{project.owner_unit.name}申报的“{project.title}”已经专家论证通过。\n"
        f"一、建设必要性。{brief.why}\n二、建设目标和内容。{brief.objectives}{brief.content}\n"
        f"三、投资估算。{brief.estimate or ''}元。\n妥否，请批示。"
    )
    return {"title": f"关于{project.title}立项的请示", "text": text}


@explain_refusal
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Show the municipal government a one-page brief and record its decision."""
    context = project_page(request, number, "approval")
    project, actor = context["project"], actor_of(request)
    if not project.allows(actor, Permission.DECIDE_APPROVAL):
        raise PermissionDenied
    brief = brief_of(project)
    initial = {"approved_investment": brief.estimate, "meeting_on": timezone.localdate()}
    form = DecisionForm(_posted(request), request.FILES or None, project=project, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            _decide(request, project, form)
        except DecisionRefused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The decision is on record and has taken effect."))
            return redirect("projects:approval", number=number)
    context |= {
        "form": form,
        "brief": brief,
        "funding": [(source.label, amount) for source, amount in brief.funding],
        "panel": project.panels.filter(kind="argumentation", concluded_at__isnull=False).last(),
        "asked": project.approval_requests.order_by("-pk").first(),
        "may_decide": _may_take(project, actor, "approve"),
    }
    return render(request, "projects/decide.html", context)


@transaction.atomic
def _decide(request: HttpRequest, project: Project, form: DecisionForm) -> None:
    values = dict(form.cleaned_data)
    values.pop("confirmed")
    record = _meeting_record(request, project, values)
    decide_approval(project=project, meeting_record=record, by=actor_of(request), **values)


def _meeting_record(request: HttpRequest, project: Project, values: dict[str, Any]) -> DocumentVersion:
    """File the uploaded meeting record; take it out of ``values``."""
    return file_document(
        project=project,
        kind=DocumentKind.MEETING_RECORD,
        title=values["meeting"],
        upload=values.pop("upload"),
        by=actor_of(request),
    )


@explain_refusal
def terminate_decision(request: HttpRequest, number: str) -> HttpResponse:
    """Record the decision to terminate; the office then takes the step."""
    context = project_page(request, number, "approval")
    project, actor = context["project"], actor_of(request)
    if not may_decide_termination(project, actor):
        raise PermissionDenied
    form: MeetingForm = TerminationForm(_posted(request), request.FILES or None, project=project)
    if form.is_bound and form.is_valid():
        try:
            _terminate(request, project, form)
        except DecisionRefused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The decision is on record. The office can now terminate."))
            return redirect("projects:approval", number=number)
    context |= {
        "form": form,
        "title": _("Decision to terminate"),
        "lead": _("The informatization office then ends the project; what is committed is released."),
        "button": _("Record the decision"),
    }
    return render(request, "projects/approval_form.html", context)


@transaction.atomic
def _terminate(request: HttpRequest, project: Project, form: MeetingForm) -> None:
    values = dict(form.cleaned_data)
    record = _meeting_record(request, project, values)
    decide_termination(project=project, meeting_record=record, by=actor_of(request), **values)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
