"""The acceptance tab: trial run, preliminary and final acceptance."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from acceptance import actions
from acceptance.forms.outcomes import (
    ConcludeTrialRunForm,
    OutstandingFormSet,
    PreliminaryAcceptanceForm,
    ReturnForm,
    SettlementForm,
    StartTrialRunForm,
    SubAcceptanceForm,
    TrialLogForm,
    outstanding_in,
)
from acceptance.models import OutstandingIssue, SubAcceptance, TrialLogEntry
from acceptance.views.checklist import checklist_of, return_url
from acceptance.views.common import add_errors, allowed_page, bound, form_page, may
from egov.accounts.roles import Permission
from egov.ui.formats import listed
from projects.access import actor_of
from projects.actions import parties_for
from projects.flow import STEPS
from projects.models import IssuedPaper, PaperKind, Project
from projects.pages import explain_refusal, project_page

P = Permission
TAB = "acceptance"


def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Show each part of acceptance, how it stands, and who must do what."""
    page = project_page(request, number, TAB)
    project, actor = page["project"], actor_of(request)
    logged = TrialLogEntry.objects.select_related("written_by")
    runs = project.trial_runs.select_related(
        "project", "plan__document__project", "report__document__project"
    )
    parts = project.sub_acceptances.select_related("report__document__project").prefetch_related(
        "outstanding_issues"
    )
    page |= {
        "may": may(
            project, actor, P.LOG_TRIAL_RUN, P.CONCLUDE_TRIAL_RUN, P.ACCEPT_PRELIMINARILY, P.RUN_ACCEPTANCE
        ),
        "trial_runs": list(runs.prefetch_related(Prefetch("entries", logged))),
        "preliminary": list(
            project.preliminary_acceptances.select_related("report__document__project", "accepted_by")
        ),
        "parts": list(parts),
        "papers": IssuedPaper.objects.of_kind(
            PaperKind.ACCEPTANCE_OPINION, PaperKind.ACCEPTANCE_CERTIFICATE
        ).filter(project=project),
    }
    page |= {"checklist": checklist_of(project, actor, page), "return_url": return_url(project, actor)}
    return render(request, "acceptance/acceptance.html", page)


@explain_refusal
def start_trial_run(request: HttpRequest, number: str) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, P.REPORT_PROGRESS)
    return form_page(
        request,
        page,
        bound(request, StartTrialRunForm, project),
        deed=partial(actions.start_trial_run, project=project, by=actor),
        done=_("The trial run has started."),
        title=_("Start trial run"),
        lead=_("The user unit concludes the trial run; after that the supervisor accepts preliminarily."),
        button=_("Start trial run"),
    )


def log_trial_run(request: HttpRequest, number: str) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, P.LOG_TRIAL_RUN)
    return form_page(
        request,
        page,
        bound(request, TrialLogForm, project),
        deed=partial(actions.log_trial_run, project=project, by=actor),
        done=_("The entry is written."),
        title=_("Write into the trial-run log"),
        button=_("Write the entry"),
    )


def conclude_trial_run(request: HttpRequest, number: str) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, P.CONCLUDE_TRIAL_RUN)
    return form_page(
        request,
        page,
        bound(request, ConcludeTrialRunForm, project),
        deed=partial(actions.conclude_trial_run, project=project, by=actor),
        done=_("The trial run is concluded."),
        title=_("Conclude the trial run"),
        lead=_("The conclusion cannot be changed. A failed trial run leads back to construction."),
        button=_("Conclude the trial run"),
    )


@explain_refusal
def preliminary(request: HttpRequest, number: str) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, P.ACCEPT_PRELIMINARILY)
    if not actor.is_signatory:
        raise PermissionDenied
    return form_page(
        request,
        page,
        bound(request, PreliminaryAcceptanceForm, project),
        deed=partial(actions.record_preliminary_acceptance, project=project, by=actor),
        done=_("The preliminary acceptance is recorded."),
        title=_("Preliminary acceptance"),
        lead=_("Passed, the project goes on to final acceptance; failed, it returns to construction."),
        button=_("Record the preliminary acceptance"),
    )


@explain_refusal
def return_to_construction(request: HttpRequest, number: str) -> HttpResponse:
    """Return a project whose acceptance failed; what failed is raised as issues to rectify."""
    page = project_page(request, number, TAB)
    project, actor = page["project"], actor_of(request)
    if not parties_for(project, STEPS["return_to_construction"], actor):
        raise PermissionDenied
    failures = actions.failures_of(project)
    if not failures and request.method == "GET":
        messages.info(request, _("No failed trial run or acceptance is on record."))
        return redirect("acceptance:acceptance", number=number)
    titles = listed(failure.title for failure in failures)
    return form_page(
        request,
        page,
        bound(request, ReturnForm, project),
        deed=partial(actions.return_to_construction, project=project, by=actor),
        done=_("The project has returned to construction; what failed is to be rectified."),
        title=_("Return to construction"),
        lead=_("Raised as quality issues that block the next trial run: %(titles)s.") % {"titles": titles},
        button=_("Return to construction"),
        back=reverse("projects:overview", args=[number]),
    )


def sub_acceptance(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Record one of the five parts, with what it leaves to be done."""
    if kind not in SubAcceptance.Kind.values:
        raise Http404
    page, project, actor = allowed_page(request, number, TAB, P.RUN_ACCEPTANCE)
    form = bound(request, SubAcceptanceForm, project)
    left = OutstandingFormSet(request.POST or None, prefix="left")
    if request.method == "POST" and all([form.is_valid(), left.is_valid()]):
        try:
            actions.record_sub_acceptance(
                project=project, kind=kind, outstanding=outstanding_in(left), by=actor, **form.cleaned_data
            )
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("The sub-acceptance is recorded."))
            return redirect("acceptance:acceptance", number=number)
    page |= {"form": form, "left": left, "kind_label": SubAcceptance.Kind(kind).label}
    return render(request, "acceptance/sub_acceptance.html", page)


def settle(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, P.RUN_ACCEPTANCE)
    issue = _outstanding(project, pk)
    return form_page(
        request,
        page,
        bound(request, SettlementForm, project),
        deed=partial(actions.settle_outstanding_issue, issue=issue, by=actor),
        done=_("The outstanding issue is settled."),
        title=_("Settle the outstanding issue"),
        lead=issue.description,
        button=_("Settle"),
    )


def _outstanding(project: Project, pk: int) -> OutstandingIssue:
    related = OutstandingIssue.objects.select_related("sub_acceptance__project")
    return get_object_or_404(related, pk=pk, sub_acceptance__project=project)
