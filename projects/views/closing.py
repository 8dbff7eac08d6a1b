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
from projects.fund.year_end import MOST_UNPAID_FIRST, accounts_at_end, row_at_end, sums_at_end
from projects.views.fund import fund_page


def close(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show what the year's end carries over and what lapses; the finance bureau's signatory closes it."""
    context = fund_page(request, code, year, "")
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
    page = paginate(accounts_at_end(fund), request, order=MOST_UNPAID_FIRST)
    context |= {
        "form": form,
        "why_not": closing_refusal(fund),
        "is_signatory": actor.is_signatory,
        "page": page,
        "rows": [row_at_end(account) for account in page.items],
        "sums": sums_at_end(fund),
    }
    return render(request, "projects/fund_close.html", context)
