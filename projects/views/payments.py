"""Applications for payment: filed under a term, decided on their page, listed for the finance bureau."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.jobs.actions import start_job
from egov.ui.paging import capped_count, paginate
from projects.access import actor_of
from projects.actions.ledger.applying import (
    accept_payment,
    apply_for_payment,
    pay_application,
    refuse_payment,
    return_payment,
)
from projects.flow import Capacity
from projects.forms.payments import DecisionForm, PaymentApplicationForm
from projects.fund.payments import listed_payments, state_in
from projects.models import (
    PAYMENT_PARTIES,
    Commitment,
    FundLine,
    PaymentApplication,
    PaymentTerm,
    Project,
)
from projects.pages import project_page
from projects.payment_lines import ContractLine, TermLine, contract_line, contract_lines
from projects.payment_rules import PaymentRules
from projects.tasks import export_payments
from projects.views.fund import fund_reader

Status = PaymentApplication.Status
TONES = {
    Status.FILED: "waiting",
    Status.ACCEPTED: "active",
    Status.RETURNED: "danger",
    Status.REFUSED: "danger",
    Status.PAID: "done",
}


def contracts_of(project: Project, actor: Actor) -> list[dict[str, Any]]:
    """Return the project's contracts with their terms, and for each whether one may apply, or why not."""
    rules, roles, applications = PaymentRules(project), project.roles_of(actor), _applications_of(project)
    lines = contract_lines(Commitment.objects.filter(project=project).order_by("pk"))
    return [
        {
            "contract": line,
            "terms": [{"line": term, "why_not": _why_open(rules, line, term)} for term in line.terms],
            "may_apply": PAYMENT_PARTIES[FundLine(line.commitment.line)].applicant in roles,
            "applicant": PAYMENT_PARTIES[FundLine(line.commitment.line)].applicant.label,
            "applications": [
                {"one": one, "tone": TONES[Status(one.status)]}
                for one in applications.get(line.commitment.pk, [])
            ],
        }
        for line in lines
        if line.amount
    ]


def _why_open(rules: PaymentRules, contract: ContractLine, line: TermLine) -> str:
    """Return why nothing can be applied for; of what is paid in full there is nothing to say."""
    return rules.why_not(contract, line) if line.left or line.pending else ""


def _applications_of(project: Project) -> dict[int, list[PaymentApplication]]:
    found: dict[int, list[PaymentApplication]] = {}
    for one in PaymentApplication.objects.filter(commitment__project=project).with_names().order_by("-pk"):
        found.setdefault(one.commitment_id, []).append(one)
    return found


def apply(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Apply for the payment of a term, or say why that is not possible yet."""
    page = project_page(request, number, "money")
    project, actor = page["project"], actor_of(request)
    terms = PaymentTerm.objects.filter(commitment__project=project).select_related("commitment")
    term = get_object_or_404(terms, pk=pk)
    commitment = term.commitment
    commitment.project = project
    if PAYMENT_PARTIES[FundLine(commitment.line)].applicant not in project.roles_of(actor):
        raise PermissionDenied
    contract = contract_line(commitment)
    line = contract.line_of(term)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaymentApplicationForm(*sent, project=project, initial={"amount": min(line.left, contract.left)})
    if form.is_bound and form.is_valid():
        try:
            made = apply_for_payment(term=term, by=actor, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The application is filed. It waits for acceptance."))
            return redirect(made)
    why_not = PaymentRules(project).why_not(contract, line)
    page |= {"contract": contract, "line": line, "form": form, "why_not": "" if form.is_bound else why_not}
    return render(request, "projects/payment_apply.html", page)


def payment(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show an application with its history; whoever is to decide next does so here."""
    page = project_page(request, number, "money")
    project, actor = page["project"], actor_of(request)
    found = PaymentApplication.objects.filter(commitment__project=project).with_names()
    named = found.select_related("invoice__document__project", "checked_by", "settled_by")
    one = get_object_or_404(named, pk=pk)
    deeds = _deeds(one, project, actor)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not _may_decide(one, project, actor):
        raise PermissionDenied
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, _decide(request, one, form.cleaned_data["reason"]))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(one)
    page |= {
        "application": one,
        "tone": TONES[Status(one.status)],
        "contract": contract_line(one.commitment),
        "history": _history(one),
        "entries": list(one.entries.select_related("fund__jurisdiction").order_by("position")),
        "form": form if deeds else None,
        "deeds": deeds,
        "waits_for": _waits_for(one),
        "why_not": _why_not_decide(one, project, actor),
    }
    return render(request, "projects/payment.html", page)


def _checks(one: PaymentApplication, project: Project, actor: Actor) -> bool:
    parties = one.parties
    signs = parties.checks_as != Capacity.SIGNATORY or actor.is_signatory
    return parties.checker in project.roles_of(actor) and signs


def _may_decide(one: PaymentApplication, project: Project, actor: Actor) -> bool:
    return _checks(one, project, actor) or project.allows(actor, Permission.MANAGE_FUND)


def _deeds(one: PaymentApplication, project: Project, actor: Actor) -> list[dict[str, Any]]:
    """Return what the person may decide now, as buttons."""
    if one.status == Status.FILED and _checks(one, project, actor) and one.filed_by_id != actor.user.pk:
        return [
            {"name": "accept", "label": _("Accept the application"), "danger": False},
            {"name": "return", "label": _("Return it"), "danger": True},
        ]
    if one.status == Status.ACCEPTED and project.allows(actor, Permission.MANAGE_FUND):
        return [
            {"name": "pay", "label": _("Pay"), "danger": False},
            {"name": "refuse", "label": _("Refuse to pay"), "danger": True},
        ]
    return []


def _why_not_decide(one: PaymentApplication, project: Project, actor: Actor) -> str:
    """Tell somebody of the organization that decides next why they do not."""
    if one.status != Status.FILED or one.parties.checker not in project.roles_of(actor):
        return ""
    if not _checks(one, project, actor):
        return _("A signatory of your organization accepts it.")
    if one.filed_by_id == actor.user.pk:
        return _("You filed this application; another person of your organization accepts it.")
    return ""


def _waits_for(one: PaymentApplication) -> str:
    if one.status == Status.FILED:
        return str(one.parties.checker.label)
    return _("Finance bureau") if one.status == Status.ACCEPTED else ""


def _decide(request: HttpRequest, one: PaymentApplication, reason: str) -> str:
    by = actor_of(request)
    decision = request.POST.get("decision")
    if decision == "accept":
        accept_payment(application=one, remark=reason, by=by)
        return _("Accepted. The finance bureau pays it.")
    if decision == "return":
        return_payment(application=one, reason=reason, by=by)
        return _("Returned to who filed it.")
    if decision == "pay":
        pay_application(application=one, by=by)
        return _("Paid, and booked in the ledger.")
    if decision == "refuse":
        refuse_payment(application=one, reason=reason, by=by)
        return _("Refused. Who filed it is told why.")
    raise ValidationError(_("Please choose."))


def _history(one: PaymentApplication) -> list[dict[str, Any]]:
    returned = one.status == Status.RETURNED
    checked = _("returned the application") if returned else _("accepted the application")
    settled = _("paid") if one.status == Status.PAID else _("refused to pay")
    lines = [
        {"at": one.filed_at, "who": one.filed_by.name, "deed": _("filed the application"), "reason": ""},
    ]
    if one.checked_by:
        lines.append(
            {"at": one.checked_at, "who": one.checked_by.name, "deed": checked, "reason": one.check_remark}
        )
    if one.settled_by:
        lines.append(
            {"at": one.settled_at, "who": one.settled_by.name, "deed": settled, "reason": one.refusal_reason}
        )
    return lines


def payments(request: HttpRequest) -> HttpResponse:
    """List the applications of all projects that wait for payment, the longest waiting first; or others."""
    actor = fund_reader(request)
    state = state_in(request.GET)
    visible, order = listed_payments(actor, state)
    context = {
        "page": paginate(visible, request, order=order),
        "count": capped_count(visible),
        "state": Status(state).label,
        "query": urlencode({"state": state}),
        "states": [
            {
                "label": one.label,
                "url": f"{reverse('projects:payments')}?state={one.value}",
                "current": one.value == state,
            }
            for one in Status
        ],
    }
    return render(request, "projects/payments.html", context)


@require_POST
def start_payments_export(request: HttpRequest) -> HttpResponse:
    """Start the export of the applications that the page shows, and go to its progress."""
    actor, state = fund_reader(request), state_in(request.GET)
    title = _("Payments to Excel: %(state)s") % {"state": Status(state).label}
    job = start_job(title=title, task=export_payments, parameters={"state": state}, by=actor)
    return redirect("jobs:job", job_id=job.pk)
