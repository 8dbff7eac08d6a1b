"""The end of a fund year: what goes on into the next, seen before the signatory closes it; 二(一)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from egov.ui.formats import wan
from egov.ui.paging import paginate
from projects.access import actor_of
from projects.actions.ledger.closing import close_year, closing_refusal
from projects.actions.ledger.limits import FundRefused
from projects.forms.fund import ReasonForm
from projects.fund.figures import year_figures
from projects.fund.tables import carried_over, carried_total
from projects.views.fund import fund_page


def close(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show what the year's end carries over and what lapses; the finance bureau's signatory closes it."""
    context = fund_page(request, code, year, "overview")
    fund, actor = context["fund"], actor_of(request)
    if not context["may_manage"] and not fund.is_closed:
        raise PermissionDenied
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            carried = close_year(fund=fund, by=actor, **form.cleaned_data)
        except FundRefused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The year is closed; %(amount)s go on.") % {"amount": wan(carried)})
            return redirect("projects:fund_year", code=code, year=year)
    accounts = carried_over(fund)
    total, _lines = year_figures(fund)
    carried = carried_total(accounts)
    context |= {
        "form": form,
        "why_not": closing_refusal(fund),
        "is_signatory": actor.is_signatory,
        "page": paginate(accounts, request, order=("-amount_fen", "-id")),
        "figures": total,
        "carried": carried,
        "lapsing": total["has"] - total["paid"] - carried,
    }
    return render(request, "projects/fund_close.html", context)
