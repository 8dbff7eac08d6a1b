"""The operation and maintenance line of a year, project by project, with earlier results; 三(四)3."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egov.ui.paging import paginate
from projects.flow import Stage
from projects.models import Figure, FundAccount, FundLine, Project
from projects.track_record import records_of_projects
from projects.views.fund import fund_page

OPERATED = (Stage.IN_USE, Stage.EVALUATED)


def maintenance(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show who is in operation, what earlier results recommend, and what the year gives and has paid."""
    context = fund_page(request, code, year, "maintenance")
    fund = context["fund"]
    operated = Project.objects.filter(jurisdiction=fund.jurisdiction, stage__in=OPERATED)
    page = paginate(operated.select_related("owner_unit", "user_unit"), request, order=("-id",))
    ids = [project.pk for project in page.items]
    records = records_of_projects(ids, jurisdiction_id=fund.jurisdiction_id, before=fund.year + 1)
    given = FundAccount.objects.filter(
        fund=fund, line=FundLine.MAINTENANCE, figure=Figure.ALLOCATED, project__in=ids
    )
    accounts = {account.project_id: account for account in given.with_below()}
    rows = [
        {"project": project, "record": records[project.pk], "account": accounts.get(project.pk)}
        for project in page.items
    ]
    context |= {
        "page": page,
        "rows": rows,
        "left": fund.left_on(FundLine.MAINTENANCE),
        "may_allocate": context["may_manage"],
    }
    return render(request, "projects/maintenance.html", context)
