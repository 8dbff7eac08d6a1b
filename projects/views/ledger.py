"""A single entry of the ledger, with what it belongs to; the finance bureau reverses it here; 二(一)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.access import actor_of
from projects.actions.ledger.limits import FundRefused
from projects.actions.ledger.reversing import reversal_refusal, reverse
from projects.forms.fund import ReasonForm
from projects.models import LedgerEntry, Project, SpecialFund
from projects.models.fund import FUND_READERS


def entry(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """Show an entry: of the fund to its readers, of a project to whoever sees the project."""
    actor = actor_of(request)
    entries = LedgerEntry.objects.filter(fund__jurisdiction__code=code, fund__year=year).with_names()
    one = get_object_or_404(entries.select_related("reverses"), pk=pk)
    if not _may_see(one, actor):
        raise Http404
    deed = list(LedgerEntry.objects.filter(voucher=one.voucher).with_names().order_by("position"))
    may_reverse = actor.may(Permission.MANAGE_FUND) and one.fund.jurisdiction == actor.jurisdiction
    why_not = reversal_refusal(deed)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not may_reverse:
        raise PermissionDenied
    if form.is_bound and form.is_valid():
        try:
            reverse(entry=one, by=actor, **form.cleaned_data)
        except FundRefused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Reversed."))
            return redirect("projects:ledger_entry", code=code, year=year, pk=pk)
    context = {
        "entry": one,
        "fund": one.fund,
        "reads_fund": actor.kind in FUND_READERS,
        "deed": deed,
        "reversed_by": LedgerEntry.objects.filter(reverses=one).first(),
        "form": form if may_reverse and not why_not else None,
        "why_not": why_not if may_reverse else "",
    }
    return render(request, "projects/ledger_entry.html", context)


def _may_see(one: LedgerEntry, actor: Actor) -> bool:
    if actor.kind in FUND_READERS and SpecialFund.objects.visible_to(actor).filter(pk=one.fund_id).exists():
        return True
    visible = Project.objects.visible_to(actor)
    return one.project is not None and visible.filter(pk=one.project.pk).exists()
