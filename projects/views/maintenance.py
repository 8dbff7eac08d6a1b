"""The operation and maintenance line of a year, project by project, with earlier results; 三(四)3."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egov.ui.paging import paginate
from projects.fund.maintenance import maintenance_rows, operated_projects
from projects.models import FundLine
from projects.views.fund import fund_page


def maintenance(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show who is in operation, what earlier results recommend, and what the year gives and has paid."""
    context = fund_page(request, code, year, "maintenance")
    fund = context["fund"]
    page = paginate(operated_projects(fund), request, order=("-id",))
    context |= {
        "page": page,
        "rows": maintenance_rows(fund, page.items),
        "left": fund.left_on(FundLine.MAINTENANCE),
        "may_allocate": context["may_manage"],
    }
    return render(request, "projects/maintenance.html", context)
