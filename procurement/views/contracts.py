"""The contract with the winner and the supervision contract."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from egov.accounts.roles import Permission
from procurement import actions
from procurement.actions.contracts import ASSIGNABLE
from procurement.forms import ContractForm, SupervisionForm
from procurement.forms.fields import ProjectForm
from procurement.models import Contract, limits_of
from procurement.models.readiness import why_no_contract
from procurement.pages import (
    Deed,
    deed_page,
    file_line,
    may,
    misplaced,
    offer,
    procurement_page,
    sent,
    sent_with_files,
)
from projects.access import actor_of
from projects.actions import parties_for, unmet_conditions
from projects.actions.ledger.terms import Term, preset_terms
from projects.flow import STEPS, Stage
from projects.models import FundLine, Project
from projects.pages import explain_refusal


def limit_lines(project: Project, contract: Contract | None) -> list[dict[str, Any]]:
    """Return each limit with what the contract leaves of it, in yuan."""
    amount = contract.amount if contract else Decimal(0)
    return [
        {
            "label": limit.label,
            "amount": limit.amount,
            "left": limit.left(amount),
            "over": limit.left(amount) < 0,
        }
        for limit in limits_of(project)
    ]


def contract(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "contract")
    project: Project = context["project"]
    current = project.contracts.select_related("file__document__project").current()
    signed = (
        project.transitions.filter(step="sign_contract").select_related("user").order_by("-sequence").first()
    )
    context |= {
        "contract": current,
        "files": [line] if current and (line := file_line(request, current.file, _("Contract"))) else [],
        "limits": limit_lines(project, current),
        "signed": signed,
        "offers": _offers(request, project, current),
    }
    return render(request, "procurement/contract.html", context)


def _offers(request: HttpRequest, project: Project, current: Contract | None) -> list[dict[str, Any]]:
    if project.stage != Stage.TENDERING:
        return []
    offers, step = [], STEPS["sign_contract"]
    if may(request, project, Permission.RUN_PROCUREMENT):
        label = _("Correct the contract") if current else _("Record the contract")
        offers.append(offer(project, "record_contract", label, why_no_contract(project)))
    if parties_for(project, step, actor_of(request)):
        unmet = [str(condition.label) for condition in unmet_conditions(project, step)]
        offers.append(offer(project, "sign_contract", step.label, unmet, consequence=step.effect))
    return offers


def record_contract(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "contract")
    project: Project = context["project"]
    form = ContractForm(*sent_with_files(request), project=project, initial=_known(project))
    deed = Deed(
        section="contract",
        permission=Permission.RUN_PROCUREMENT,
        title=_("Record the contract"),
        button=_("Record"),
        form=form,
        run=lambda: actions.record_contract(project=project, by=actor_of(request), **form.cleaned_data),
        done=_("The contract is recorded. A signatory of the construction entity confirms it."),
        obstacles=misplaced(project, Stage.TENDERING) or why_no_contract(project),
        template="procurement/record_contract.html",
        extra={"limits": limit_lines(project, None)},
    )
    return deed_page(request, context, deed)


def _known(project: Project) -> dict[str, Any]:
    usual = preset_terms(FundLine.CONSTRUCTION, jurisdiction_id=project.jurisdiction_id)
    current = project.contracts.current()
    if current is not None:
        kept = [Term.of(one) for one in current.payment_terms]
        names = [name for name in ContractForm.base_fields if name not in {"upload", "terms"}]
        return {name: getattr(current, name) for name in names} | {"terms": kept or usual}
    award = getattr(project.tenders.live(), "award", None)
    return {"terms": usual} | ({"amount": award.amount} if award else {})


@explain_refusal
def sign_contract(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "contract")
    project: Project = context["project"]
    current, step = project.contracts.current(), STEPS["sign_contract"]
    unmet = [str(condition.label) for condition in unmet_conditions(project, step)]
    signatory = [] if actor_of(request).is_signatory else [_("Only a signatory can sign the contract.")]
    deed = Deed(
        section="contract",
        permission=Permission.RUN_PROCUREMENT,
        title=step.label,
        button=step.label,
        form=ProjectForm(sent(request), project=project),
        run=lambda: actions.sign_contract(project=project, by=actor_of(request)),
        done=_("The contract is signed. The supervisor can be assigned and construction started."),
        obstacles=misplaced(project, Stage.TENDERING) or unmet or signatory,
        consequence=step.effect,
        template="procurement/sign_contract.html",
        extra={"contract": current, "limits": limit_lines(project, current)},
    )
    return deed_page(request, context, deed)


def supervision(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "supervision")
    project: Project = context["project"]
    related = ("supervisor", "assigned_by", "file__document__project")
    contracts = list(project.supervision_contracts.select_related(*related).order_by("-assigned_at", "-pk"))
    assigns = may(request, project, Permission.ASSIGN_SUPERVISOR) and project.stage in ASSIGNABLE
    label = _("Replace the supervisor") if contracts else _("Assign a supervisor")
    context |= {
        "contracts": [
            {"contract": one, "files": [line] if (line := file_line(request, one.file)) else []}
            for one in contracts
        ],
        "offers": [offer(project, "assign_supervisor", label, [])] if assigns else [],
        "start_url": reverse("projects:step", args=[number, "start_construction"]),
        "can_start": project.stage == Stage.CONTRACTED
        and bool(contracts)
        and bool(parties_for(project, STEPS["start_construction"], actor_of(request))),
    }
    return render(request, "procurement/supervision.html", context)


def assign_supervisor(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "supervision")
    project: Project = context["project"]
    usual = preset_terms(FundLine.REVIEW, jurisdiction_id=project.jurisdiction_id)
    form = SupervisionForm(*sent_with_files(request), project=project, initial={"terms": usual})
    deed = Deed(
        section="supervision",
        permission=Permission.ASSIGN_SUPERVISOR,
        title=_("Assign a supervisor"),
        button=_("Assign"),
        form=form,
        run=lambda: actions.assign_supervisor(project=project, by=actor_of(request), **form.cleaned_data),
        done=_("The supervisor is assigned and sees the project from now on."),
        obstacles=misplaced(project, *ASSIGNABLE),
        consequence=_(
            "The supervisor sees the project from now on; it cannot bid for it nor be its contractor."
        ),
    )
    return deed_page(request, context, deed)
