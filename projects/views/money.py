"""A project's money and the special fund, until the ledger comes; 二(一)."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.models import OrganizationKind
from egov.accounts.roles import Permission
from egov.ui.paging import paginate
from projects.access import actor_of
from projects.actions.fund import FundRefused, adjust_fund, allocate, open_fund
from projects.forms.approval import AdjustForm, AllocationForm, FundForm
from projects.models import Allocation, SpecialFund
from projects.money import money_line
from projects.pages import explain_refusal, project_page

FUND_READERS = frozenset(OrganizationKind.values) - {
    OrganizationKind.DEPARTMENT,
    OrganizationKind.EXPERT_POOL,
    OrganizationKind.COMPANY,
}


@explain_refusal
def money(request: HttpRequest, number: str) -> HttpResponse:
    """Show a project's money; the finance bureau allocates here."""
    context = project_page(request, number, "money")
    project, actor = context["project"], actor_of(request)
    may_allocate = project.allows(actor, Permission.MANAGE_FUND)
    form = AllocationForm(request.POST if request.method == "POST" else None, project=project)
    if form.is_bound and not may_allocate:
        raise PermissionDenied
    if form.is_bound and form.is_valid():
        try:
            allocate(project=project, by=actor, **form.cleaned_data)
        except FundRefused as refusal:
            form.add_error("amount", refusal)
        else:
            messages.success(request, _("The money is allocated."))
            return redirect("projects:money", number=number)
    context |= {
        "line": money_line(project),
        "allocations": project.allocations.select_related("fund", "allocated_by").order_by("pk"),
        "total": project.allocations.total(),
        "form": form if may_allocate and project.approved_investment else None,
        "may_allocate": may_allocate,
    }
    return render(request, "projects/money.html", context)


def funds(request: HttpRequest) -> HttpResponse:
    """Show the special fund of each year: what it has, what is allocated, what is left."""
    actor = _fund_reader(request)
    form = FundForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            open_fund(**form.cleaned_data, by=actor)
        except FundRefused as refusal:
            form.add_error("year", refusal)
        else:
            messages.success(request, _("The special fund of the year is set."))
            return redirect("projects:fund")
    place = Q(jurisdiction=actor.jurisdiction) | Q(jurisdiction__parent=actor.jurisdiction)
    years = SpecialFund.objects.filter(place).select_related("jurisdiction")
    listed = years.with_allocated().order_by("jurisdiction_id", "-year")
    may_manage = actor.may(Permission.MANAGE_FUND)
    return render(
        request, "projects/funds.html", {"lines": _lines(listed), "form": form if may_manage else None}
    )


def fund(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show one year's fund, project by project; the finance bureau changes its amount here."""
    actor = _fund_reader(request)
    place = Q(jurisdiction=actor.jurisdiction) | Q(jurisdiction__parent=actor.jurisdiction)
    years = SpecialFund.objects.filter(place).select_related("jurisdiction")
    found = years.with_allocated()
    one = get_object_or_404(found, jurisdiction__code=code, year=year)
    form = AdjustForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            adjust_fund(fund=one, **form.cleaned_data, by=actor)
        except FundRefused as refusal:
            form.add_error("amount", refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("projects:fund_year", code=code, year=year)
    allocations = Allocation.objects.filter(fund=one).select_related("project__owner_unit", "allocated_by")
    may_manage = actor.may(Permission.MANAGE_FUND) and one.jurisdiction == actor.jurisdiction
    context = {
        "fund": one,
        "line": _lines([one])[0],
        "page": paginate(allocations, request, order=("-id",)),
        "form": form if may_manage else None,
    }
    return render(request, "projects/fund.html", context)


def _fund_reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if actor.kind not in FUND_READERS:
        raise Http404
    return actor


def _lines(years: Iterable[Any]) -> list[dict[str, Any]]:
    """Return each year's fund with what is allocated of it and left."""
    return [{"fund": one, "allocated": one.allocated, "left": one.amount - one.allocated} for one in years]
