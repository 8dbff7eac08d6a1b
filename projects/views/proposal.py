"""A department's proposal: begun, written, put before the office, proposed again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.accounts.roles import Permission
from projects.access import actor_of
from projects.actions.proposal import (
    PlanClosed,
    ProposalFixed,
    StaleProposal,
    may_start,
    save_proposal,
    start_again,
    start_proposal,
    submit_proposal,
)
from projects.flow import Stage
from projects.forms.proposal import AgainForm, ProposalForms, StartForm
from projects.models import AnnualPlan, Proposal
from projects.pages import explain_refusal, project_page
from projects.views.plan import visible_plan

MISSING: dict[str, tuple[Any, str]] = {
    "priority": (gettext_lazy("Priority"), "id_priority"),
    "background": (gettext_lazy("Background"), "id_background"),
    "objectives": (gettext_lazy("Objectives"), "id_objectives"),
    "content": (gettext_lazy("Construction content"), "id_content"),
    "shares": (gettext_lazy("Information resources it shares"), "id_shares"),
    "consumes": (gettext_lazy("Information resources it needs"), "id_consumes"),
    "security_grade": (gettext_lazy("Security grading (MLPS)"), "id_security_grade"),
    "cost_lines": (gettext_lazy("Investment estimate by cost item and year"), "costs"),
    "funding_lines": (gettext_lazy("Funding sources that make up the estimate"), "funding"),
    "typed": (gettext_lazy("Something that was typed is not understood"), "form"),
}

SECTIONS: tuple[tuple[str, Any, frozenset[str]], ...] = (
    ("basics", gettext_lazy("Basics"), frozenset({"priority"})),
    ("substance", gettext_lazy("Reasons and content"), frozenset({"background", "objectives", "content"})),
    ("costs", gettext_lazy("Investment estimate"), frozenset({"cost_lines"})),
    ("funding", gettext_lazy("Funding sources"), frozenset({"funding_lines", "cost_lines"})),
    (
        "resources",
        gettext_lazy("Sharing and security"),
        frozenset({"shares", "consumes", "security_grade"}),
    ),
)


def start(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Begin a proposal with the few facts without which there is no project."""
    plan, actor = visible_plan(request, code, year), actor_of(request)
    if actor.organization is None or not may_start(plan, actor.organization, actor):
        raise PermissionDenied
    initial = {"user_unit": actor.organization}
    form = StartForm(request.POST or None, jurisdiction_id=plan.jurisdiction_id, initial=initial)
    if not plan.is_open:
        messages.warning(request, _("The plan year is closed for proposals."))
        return redirect(plan)
    if request.method == "POST" and form.is_valid():
        try:
            begun = start_proposal(plan=plan, **form.cleaned_data, by=actor)
        except PlanClosed:
            messages.warning(request, _("The plan year is closed for proposals."))
            return redirect(plan)
        messages.success(request, _("The draft is begun. Only your unit sees it until you propose it."))
        return redirect("projects:proposal", number=begun.project.number)
    return render(request, "projects/proposal_start.html", {"form": form, "plan": plan})


def _page(request: HttpRequest, number: str) -> tuple[dict[str, Any], Proposal | None]:
    context = project_page(request, number, "proposal")
    project = context["project"]
    proposals = list(project.proposals.select_related("plan__jurisdiction").order_by("-plan__year"))
    current = next((p for p in proposals if p.plan_id == project.plan_id), None)
    for proposal in proposals:
        # One row in memory, so that what is read of the project is read once.
        proposal.project = project
    mine = project.allows(actor_of(request), Permission.EDIT_APPLICATION)
    context |= {
        "proposal": current,
        "earlier": [p for p in proposals if p != current],
        "may_edit": current is not None and mine and current.is_editable,
        "may_propose_again": mine and current is not None and _is_deferred(current),
    }
    return context, current


def _is_deferred(proposal: Proposal) -> bool:
    return proposal.project.stage == Stage.DEFERRED and proposal.decision == Proposal.Included.DEFERRED


def proposal(request: HttpRequest, number: str) -> HttpResponse:
    """Show the proposal; its own unit writes it here while it is a draft."""
    context, current = _page(request, number)
    if current is None or not context["may_edit"]:
        if request.method == "POST":
            raise PermissionDenied
        plans = AnnualPlan.objects.visible_to(actor_of(request))
        context["sees_plan"] = current is not None and plans.filter(pk=current.plan_id).exists()
        return render(request, "projects/proposal.html", context | _money(current))
    if request.method == "POST":
        return _save(request, context, current)
    forms = ProposalForms(current, more_years=request.GET.get("more") == "1")
    return _edit_page(request, context, current, forms)


def _money(proposal: Proposal | None) -> dict[str, Any]:
    if proposal is None:
        return {"cost_lines": [], "funding_lines": []}
    return {
        "cost_lines": list(proposal.cost_lines.order_by("year", "pk")),
        "funding_lines": list(proposal.funding_lines.order_by("pk")),
    }


def _edit_page(
    request: HttpRequest,
    context: dict[str, Any],
    proposal: Proposal,
    forms: ProposalForms,
    *,
    status: int = 200,
) -> HttpResponse:
    missing = proposal.missing()
    funded = proposal.funded()
    context |= {
        "form": forms.form,
        "costs": forms.costs,
        "funding": forms.funding,
        "missing": [{"label": MISSING[name][0], "target": MISSING[name][1]} for name in missing],
        "sections": [
            {"id": key, "label": label, "is_complete": not parts & set(missing)}
            for key, label, parts in SECTIONS
        ],
        "funded": funded,
        "gap": proposal.estimate - funded,
    }
    return render(request, "projects/proposal_edit.html", context, status=status)


def _save(request: HttpRequest, context: dict[str, Any], proposal: Proposal) -> HttpResponse:
    version = request.POST.get("version", "")
    forms = ProposalForms(proposal, request.POST)
    understood = forms.is_valid()
    try:
        save_proposal(
            proposal=proposal,
            version=int(version) if version.isdecimal() else -1,
            by=actor_of(request),
            facts=forms.form.facts(),
            costs=forms.understood_costs(),
            plan=forms.form.cleaned_data.get("plan"),
            typed=None if understood else forms.typed(),
        )
    except StaleProposal:
        return _edit_page(request, context | {"is_stale": True}, proposal, forms, status=409)
    except PlanClosed:
        messages.warning(request, _("The plan year that you chose has closed. Please choose another."))
        return _edit_page(request, context, proposal, forms, status=409)
    return _saved(request, proposal, understood=understood)


def _saved(request: HttpRequest, proposal: Proposal, *, understood: bool) -> HttpResponse:
    number = proposal.project.number
    if not understood:
        messages.warning(
            request, _("The draft is saved. What could not be understood is kept as you typed it and marked.")
        )
        return redirect("projects:proposal", number=number)
    messages.success(request, _("The draft is saved."))
    if "propose" in request.POST:
        return redirect("projects:submit_proposal", number=number)
    response = redirect("projects:proposal", number=number)
    if "more" in request.POST:
        response["Location"] += "?more=1#costs"
    return response


@explain_refusal
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Show the whole proposal once more, then put it before the office."""
    context, current = _page(request, number)
    if current is None:
        raise Http404
    if not context["may_edit"]:
        return redirect("projects:proposal", number=number)
    if request.method == "POST":
        outcome = submit_proposal(project=context["project"], by=actor_of(request))
        year = current.plan.year
        messages.success(request, _("Proposed for the plan of %(year)s.") % {"year": year})
        return redirect("projects:overview", number=outcome.project.number)
    missing = [MISSING[name][0] for name in current.missing()]
    if not current.plan.is_open:
        missing.append(_("The plan year is open for proposals"))
    return render(request, "projects/proposal_submit.html", context | _money(current) | {"missing": missing})


def repropose(request: HttpRequest, number: str) -> HttpResponse:
    """Choose a later plan year for a deferred project; its last proposal is copied and can be revised."""
    context, _current = _page(request, number)
    project = context["project"]
    if context["may_edit"] or not context["may_propose_again"]:
        return redirect("projects:proposal", number=number)
    form = AgainForm(request.POST or None, project=project)
    if request.method == "POST" and form.is_valid():
        try:
            start_again(project=project, plan=form.cleaned_data["plan"], by=actor_of(request))
        except (PlanClosed, ProposalFixed):
            messages.warning(request, _("This plan year can no longer be chosen."))
        else:
            messages.success(request, _("The proposal was copied. Revise it, then propose it again."))
        return redirect("projects:proposal", number=number)
    context |= {"form": form, "has_plans": AnnualPlan.objects.open_to(project).exists()}
    return render(request, "projects/proposal_again.html", context)
