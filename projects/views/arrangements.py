"""What a year's fund is to have: proposed, signed by the two bureaus, or withdrawn; 二(一)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission, Role
from projects.access import actor_of
from projects.actions.advance import AlreadySigned
from projects.actions.ledger.arranging import propose_arrangement, sign_arrangement, withdraw_arrangement
from projects.actions.ledger.limits import FundRefused
from projects.forms.fund import ArrangementForm, ReasonForm
from projects.fund.figures import Totals
from projects.models import FUND_PARTIES, FundArrangement, SpecialFund
from projects.pages import signed_before
from projects.views.fund import fund_reader, visible_fund


def propose(request: HttpRequest) -> HttpResponse:
    """Propose what a year's fund is to have, and each line of it."""
    actor = fund_reader(request)
    if not actor.may(Permission.ARRANGE_FUND):
        raise PermissionDenied
    initial = _present_totals(actor, request.GET.get("year", ""))
    form = ArrangementForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("year", "appropriation", "basis", "reason")}
        try:
            made = propose_arrangement(**fields, earmarks=form.earmarks(), by=actor)
        except FundRefused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Proposed. Now the office and the finance bureau sign."))
            return redirect(made)
    return render(request, "projects/arrangement_form.html", {"form": form})


def _present_totals(actor: Actor, year: str) -> dict[str, Any]:
    """Return what a year has now, for the form that changes it."""
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        return {}
    fund = SpecialFund.objects.filter(jurisdiction=actor.jurisdiction, year=int(year)).first()
    if fund is None:
        return {"year": int(year)}
    now = Totals.now(fund)
    lines = {line.value: amount for line, amount in now.earmarks.items()}
    return {"year": fund.year, "appropriation": now.appropriation, **lines}


def arrangement(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """Show an arrangement, what it changes, and who has signed; its parties sign or withdraw it here."""
    one = visible_fund(request, code, year)
    found = get_object_or_404(one.arrangements.select_related("proposed_by", "withdrawn_by"), pk=pk)
    return render(request, "projects/arrangement.html", arrangement_context(found, one, actor_of(request)))


def arrangement_context(
    found: FundArrangement, fund: SpecialFund, actor: Actor, **more: Any
) -> dict[str, Any]:
    """Return what the page of an arrangement shows to a person."""
    signatures = {s.role: s for s in found.signatures.select_related("user")}
    is_mine = actor.may(Permission.ARRANGE_FUND) and fund.jurisdiction == actor.jurisdiction
    mine = [role for role in FUND_PARTIES if role in actor.roles and role not in signatures]
    earlier = Totals.before(found) if found.posted_at else Totals.now(fund)
    return {
        "fund": fund,
        "arrangement": found,
        "rows": earlier.changes_to(Totals.named_by(found)),
        "items": found.items.select_related("project__owner_unit").order_by("pk"),
        "parties": [{"label": Role(role).label, "signature": signatures.get(role)} for role in FUND_PARTIES],
        "waits_for_me": bool(mine) and is_mine and found.is_open,
        "may_sign": bool(mine) and is_mine and found.is_open and actor.is_signatory,
        "withdraw_form": ReasonForm() if is_mine and found.is_open else None,
        **more,
    }


@require_POST
def sign(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """Sign an arrangement for one's bureau."""
    found = get_object_or_404(visible_fund(request, code, year).arrangements, pk=pk)
    try:
        waiting = sign_arrangement(arrangement=found, by=actor_of(request))
    except FundRefused as refusal:
        messages.warning(request, " ".join(refusal.messages))
    except AlreadySigned as refusal:
        messages.warning(request, signed_before(refusal) or _("Your organization has signed already."))
    else:
        still = _("Signed. Still to sign: %(names)s.") % {"names": "、".join(str(r.label) for r in waiting)}
        messages.success(request, still if waiting else _("Signed by both. The arrangement is in force."))
    return redirect(found)


@require_POST
def withdraw(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """Withdraw an arrangement that is not in force."""
    one, actor = visible_fund(request, code, year), actor_of(request)
    found = get_object_or_404(one.arrangements, pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            withdraw_arrangement(arrangement=found, by=actor, **form.cleaned_data)
        except FundRefused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Withdrawn."))
            return redirect(found)
    context = arrangement_context(found, one, actor, withdraw_form=form)
    return render(request, "projects/arrangement.html", context)
