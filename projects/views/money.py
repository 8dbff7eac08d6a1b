"""A project's money, from estimate to payment; the finance bureau allocates here; 二(一)."""

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from egov.accounts.roles import Permission
from egov.ui.formats import yuan
from egov.ui.paging import paginate
from egov.ui.xlsx import xlsx_response
from projects.access import actor_of, visible_project
from projects.actions.exports import note_money_export
from projects.actions.ledger.allocating import allocate
from projects.actions.ledger.limits import FundRefused
from projects.forms.fund import AllocationForm
from projects.fund.tables import entries_header, entry_rows
from projects.models import Figure, FundLine
from projects.money import money_line
from projects.pages import explain_refusal, project_page
from projects.views.payments import contracts_of


@explain_refusal
def money(request: HttpRequest, number: str) -> HttpResponse:
    """Show a project's money; the finance bureau allocates here."""
    context = project_page(request, number, "money")
    project, actor = context["project"], actor_of(request)
    may_allocate = project.allows(actor, Permission.MANAGE_FUND)
    accounts = project.fund_accounts.filter(figure=Figure.ALLOCATED, amount_fen__gt=0).with_below()
    accounts = accounts.select_related("fund").order_by("fund__year", "line")
    given = sum((one.amount for one in accounts if one.line == FundLine.CONSTRUCTION), Decimal(0))
    form = AllocationForm(request.POST if request.method == "POST" else None, project=project, given=given)
    if form.is_bound and not may_allocate:
        raise PermissionDenied
    if form.is_bound and form.is_valid():
        fields = form.cleaned_data | {"line": FundLine(form.cleaned_data["line"])}
        try:
            allocate(project=project, by=actor, **fields)
        except FundRefused as refusal:
            form.add_error("amount", refusal)
        else:
            done = _("%(amount)s are allocated. A mistake is put right at its entry in the ledger below.")
            messages.success(request, done % {"amount": yuan(fields["amount"])})
            return redirect("projects:money", number=number)
    context |= {
        "line": money_line(project),
        "contracts": contracts_of(project, actor),
        "accounts": accounts,
        "page": paginate(project.ledger_entries.with_names(), request, order=("-id",)),
        "form": form if may_allocate and project.approved_investment else None,
    }
    return render(request, "projects/money.html", context)


def export_money(request: HttpRequest, number: str) -> FileResponse:
    """Give the ledger entries of a project as an Excel sheet, the last first."""
    project = visible_project(request, number)
    name = _("Ledger entries of %(number)s") % {"number": project.number}
    note_money_export(project=project, file=name, by=actor_of(request))
    entries = project.ledger_entries.with_names().order_by("-id")
    return xlsx_response(f"{name}.xlsx", name, entries_header(), entry_rows(entries.iterator()))
