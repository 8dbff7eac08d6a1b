"""A year's fund by unit, by project, by entry, and where it needs attention; each also in Excel; 二(一)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from egov.jobs.actions import start_job
from egov.ui.paging import paginate
from egov.ui.xlsx import xlsx_response
from projects.access import actor_of
from projects.actions.exports import note_fund_export
from projects.fund.figures import year_figures
from projects.fund.filters import AccountFilter, EntryFilter
from projects.fund.maintenance import maintenance_sheet
from projects.fund.tables import (
    lines_sheet,
    owner_units,
    project_accounts,
    projects_sheet,
    unit_row,
    units_sheet,
)
from projects.fund.warnings import rules_for, warned_accounts, warnings_of, warnings_sheet
from projects.fund.year_end import year_end_sheet
from projects.models import LedgerEntry, SpecialFund
from projects.tasks import export_entries
from projects.views.fund import fund_page, visible_fund

LARGEST_FIRST = ("-amount_fen", "-id")


def units(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show what the projects of each unit have of a year's fund."""
    context = fund_page(request, code, year, "units")
    page: Any = paginate(owner_units(context["fund"]), request, order=("-allocated_fen", "-id"))
    context |= {"page": page, "rows": [unit_row(unit) for unit in page.items]}
    return render(request, "projects/fund_units.html", context)


def accounts(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show what each project has of a year's fund."""
    context = fund_page(request, code, year, "projects")
    filters = AccountFilter(request.GET, fund=context["fund"])
    page = paginate(filters.apply(project_accounts(context["fund"])), request, order=LARGEST_FIRST)
    context |= {"filters": filters, "chips": filters.chips(), "page": page}
    return render(request, "projects/fund_projects.html", context)


def entries(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show the ledger of a year, the last entry first."""
    context = fund_page(request, code, year, "entries")
    filters = EntryFilter(request.GET, fund=context["fund"])
    found = filters.apply(LedgerEntry.objects.filter(fund=context["fund"]).with_names())
    context |= {
        "filters": filters,
        "chips": filters.chips(),
        "page": paginate(found, request, order=("-id",)),
    }
    return render(request, "projects/fund_entries.html", context)


def attention(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show the allocations that a rule warns of, with the rules."""
    context = fund_page(request, code, year, "warnings")
    rules = rules_for(context["fund"])
    page = paginate(warned_accounts(context["fund"], rules), request, order=LARGEST_FIRST)
    rows = [{"account": account, "warnings": list(warnings_of(account, rules))} for account in page.items]
    context |= {"page": page, "rows": rows, "rules": rules}
    return render(request, "projects/fund_warnings.html", context)


Sheet = tuple[list[str], Iterable[list[Any]]]


def _lines(fund: SpecialFund, query: QueryDict) -> Sheet:
    return lines_sheet(*year_figures(fund))


def _projects(fund: SpecialFund, query: QueryDict) -> Sheet:
    return projects_sheet(AccountFilter(query, fund=fund).apply(project_accounts(fund)))


TABLES: dict[str, tuple[Any, Callable[[SpecialFund, QueryDict], Sheet]]] = {
    "lines": (gettext_lazy("by line"), _lines),
    "units": (gettext_lazy("by unit"), lambda fund, query: units_sheet(fund)),
    "projects": (gettext_lazy("by project"), _projects),
    "warnings": (gettext_lazy("warnings"), lambda fund, query: warnings_sheet(fund)),
    "maintenance": (gettext_lazy("operation and maintenance"), lambda fund, query: maintenance_sheet(fund)),
    "carried": (gettext_lazy("carried over"), lambda fund, query: year_end_sheet(fund)),
}


def export(request: HttpRequest, code: str, year: int, table: str) -> FileResponse:
    """Give one of the tables of a year's fund as an Excel sheet."""
    one = visible_fund(request, code, year)
    if table not in TABLES:
        raise Http404
    label, sheet = TABLES[table]
    header, rows = sheet(one, request.GET)
    name = _("Special fund %(year)s %(table)s") % {"year": one.year, "table": label}
    note_fund_export(table=name, fund=one, by=actor_of(request))
    return xlsx_response(f"{name}.xlsx", name, header, rows)


@require_POST
def start_entries_export(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Start the export of exactly the entries that the page shows, and go to its progress."""
    one = visible_fund(request, code, year)
    parameters = {"fund": one.pk, "query": request.GET.urlencode()}
    title = _("Ledger of %(year)s to Excel") % {"year": one.year}
    job = start_job(title=title, task=export_entries, parameters=parameters, by=actor_of(request))
    return redirect("jobs:job", job_id=job.pk)
