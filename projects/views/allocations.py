"""What one project has of a year's fund; the finance bureau takes back or moves what is not bound; 二(一)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from projects.access import actor_of
from projects.actions.ledger.allocating import reallocate, release
from projects.actions.ledger.limits import FundRefused
from projects.forms.fund import ReallocationForm, ReleaseForm
from projects.fund.tables import project_accounts
from projects.models import FundAccount
from projects.views.fund import fund_page


def allocation(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """Show an allocation: what of it is bound and paid, and what can still be taken back or moved."""
    return render(request, "projects/allocation.html", _page(request, code, year, pk))


@require_POST
def give_back(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """Return money that is not bound to its line."""
    context = _page(request, code, year, pk)
    form = ReleaseForm(request.POST, prefix="release")
    if not context["may_manage"]:
        raise PermissionDenied
    if form.is_valid():
        try:
            release(account=context["account"], by=actor_of(request), **form.cleaned_data)
        except FundRefused as refusal:
            form.add_error("amount", refusal)
        else:
            messages.success(request, _("The money is back in its line."))
            return redirect("projects:fund_projects", code=code, year=year)
    return render(request, "projects/allocation.html", context | {"release_form": form})


@require_POST
def move(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """Move money that is not bound to another project."""
    context = _page(request, code, year, pk)
    account: FundAccount = context["account"]
    actor, place = actor_of(request), account.fund.jurisdiction_id
    form = ReallocationForm(request.POST, prefix="move", jurisdiction_id=place, by=actor)
    if not context["may_manage"]:
        raise PermissionDenied
    if form.is_valid():
        try:
            reallocate(account=account, by=actor, **form.cleaned_data)
        except FundRefused as refusal:
            form.add_error("amount", refusal)
        else:
            messages.success(request, _("The money has moved to the other project."))
            return redirect("projects:fund_projects", code=code, year=year)
    return render(request, "projects/allocation.html", context | {"move_form": form})


def _page(request: HttpRequest, code: str, year: int, pk: int) -> dict[str, Any]:
    context = fund_page(request, code, year, "projects")
    fund = context["fund"]
    accounts = project_accounts(fund).select_related("project__owner_unit", "fund__jurisdiction")
    account = get_object_or_404(accounts, pk=pk)
    return context | {
        "account": account,
        "release_form": ReleaseForm(prefix="release"),
        "move_form": ReallocationForm(
            prefix="move", jurisdiction_id=fund.jurisdiction_id, by=actor_of(request)
        ),
    }
