"""The special fund: its years side by side, and one year from appropriation to payment; 二(一)."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.ui.xlsx import xlsx_response
from projects.access import actor_of
from projects.actions.exports import note_fund_export
from projects.actions.fund_papers import may_issue_report, reports_on
from projects.actions.ledger.proving import may_prove
from projects.fund.carrying import CarryOvers
from projects.fund.figures import FundSums, lines_chart, year_figures, years_chart
from projects.fund.tables import years_sheet
from projects.fund.warnings import most_warned, rules_for, warnings_of
from projects.models import FundAccount, SpecialFund
from projects.models.fund import FUND_READERS

FIRST_WARNINGS = 5


def fund_reader(request: HttpRequest) -> Actor:
    """Return who acts, if they read the fund; for others it is not there."""
    actor = actor_of(request)
    if actor.kind not in FUND_READERS:
        raise Http404
    return actor


def visible_fund(request: HttpRequest, code: str, year: int) -> SpecialFund:
    funds = SpecialFund.objects.visible_to(fund_reader(request)).select_related("jurisdiction")
    return get_object_or_404(funds, jurisdiction__code=code, year=year)


def fund_page(request: HttpRequest, code: str, year: int, tab: str) -> dict[str, Any]:
    """Return what each page of a year's fund shows: the fund, its tabs, and what the person may do."""
    one, actor = visible_fund(request, code, year), actor_of(request)
    is_own = one.jurisdiction == actor.jurisdiction
    return {
        "fund": one,
        "tab": tab,
        "may_arrange": actor.may(Permission.ARRANGE_FUND) and is_own and not one.is_closed,
        "may_manage": actor.may(Permission.MANAGE_FUND) and is_own and not one.is_closed,
    }


def _years(actor: Actor) -> list[dict[str, Any]]:
    visible = SpecialFund.objects.visible_to(actor).select_related("jurisdiction")
    listed = list(visible.order_by("jurisdiction__parent_id", "jurisdiction_id", "-year"))
    sums, carried = FundSums(FundAccount.objects.filter(fund__in=listed)), CarryOvers(listed)
    rows = [{"fund": fund, **carried.row(fund, sums.row(fund.pk))} for fund in listed]
    # The city's own funds stand before those of its districts, on both databases.
    return sorted(rows, key=lambda row: row["fund"].jurisdiction != actor.jurisdiction)


def funds(request: HttpRequest) -> HttpResponse:
    """Show the special fund of each year: what it has, and how far it is allocated, committed and paid."""
    actor = fund_reader(request)
    rows = _years(actor)
    own = [(row["fund"].year, row) for row in rows if row["fund"].jurisdiction == actor.jurisdiction]
    place = actor.jurisdiction
    context = {
        "lines": rows,
        "chart": years_chart(place.name, place.code, own) if own and place else "",
        "may_arrange": actor.may(Permission.ARRANGE_FUND),
    }
    return render(request, "projects/funds.html", context)


def export_years(request: HttpRequest) -> FileResponse:
    """Give the years side by side as an Excel sheet."""
    actor = fund_reader(request)
    header, rows = years_sheet(_years(actor))
    name = _("Special fund by year")
    note_fund_export(table=name, by=actor)
    return xlsx_response(f"{name}.xlsx", name, header, rows)


def fund(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show one year's fund: its figures by line, what needs attention, what waits for signatures."""
    context = fund_page(request, code, year, "overview")
    one = context["fund"]
    total, lines = year_figures(one)
    rules = rules_for(one)
    warned = most_warned(one, rules, FIRST_WARNINGS + 1)
    rows = [{"account": account, "warnings": list(warnings_of(account, rules))} for account in warned]
    context |= {
        "figures": total,
        "lines": lines,
        "chart": lines_chart(one, total, lines),
        "warned": rows[:FIRST_WARNINGS],
        "more_warned": len(rows) > FIRST_WARNINGS,
        "passed": rules.passed,
        "unassigned": total["has"] - total["earmarked"],
        "may_prove": may_prove(one, actor_of(request)),
        "proof": one.proofs.select_related("user").first(),
        "arrangements": one.arrangements.select_related("fund__jurisdiction"),
        "papers": list(reports_on(one)),
    }
    context["may_issue"] = may_issue_report(one, actor_of(request)) and not context["papers"]
    return render(request, "projects/fund.html", context)
