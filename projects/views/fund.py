"""The special fund year by year, and the arrangements that the two bureaus sign; 二(一)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from egov.accounts.acting import Actor
from egov.accounts.models import OrganizationKind
from egov.accounts.roles import Permission
from egov.ui.paging import paginate
from projects.access import actor_of
from projects.fund_figures import FundSums
from projects.models import (
    FundAccount,
    FundLine,
    LedgerEntry,
    SpecialFund,
)

FUND_READERS = frozenset(OrganizationKind.values) - {
    OrganizationKind.DEPARTMENT,
    OrganizationKind.EXPERT_POOL,
    OrganizationKind.COMPANY,
}


def fund_reader(request: HttpRequest) -> Actor:
    """Return who acts, if they read the fund; for others it is not there."""
    actor = actor_of(request)
    if actor.kind not in FUND_READERS:
        raise Http404
    return actor


def visible_fund(request: HttpRequest, code: str, year: int) -> SpecialFund:
    funds = SpecialFund.objects.visible_to(fund_reader(request)).select_related("jurisdiction")
    return get_object_or_404(funds, jurisdiction__code=code, year=year)


def funds(request: HttpRequest) -> HttpResponse:
    """Show the special fund of each year: what it has, and how far it is allocated, committed and paid."""
    actor = fund_reader(request)
    visible = SpecialFund.objects.visible_to(actor).select_related("jurisdiction")
    listed = list(visible.order_by("jurisdiction_id", "-year"))
    sums = FundSums(FundAccount.objects.filter(fund__in=listed))
    context = {
        "lines": [{"fund": fund, **sums.of(fund.pk)} for fund in listed],
        "may_arrange": actor.may(Permission.ARRANGE_FUND),
    }
    return render(request, "projects/funds.html", context)


def fund(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show one year's fund: its lines, what waits for signatures, and every entry."""
    one, actor = visible_fund(request, code, year), actor_of(request)
    sums = FundSums(FundAccount.objects.filter(fund=one))
    entries = LedgerEntry.objects.filter(fund=one).with_names()
    context = {
        "fund": one,
        "figures": sums.of(one.pk),
        "lines": [{"label": line.label, **sums.of(one.pk, line)} for line in FundLine],
        "arrangements": one.arrangements.select_related("proposed_by").prefetch_related("signatures"),
        "page": paginate(entries, request, order=("-id",)),
        "may_arrange": actor.may(Permission.ARRANGE_FUND) and one.jurisdiction == actor.jurisdiction,
    }
    return render(request, "projects/fund.html", context)
