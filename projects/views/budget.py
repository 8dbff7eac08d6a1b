"""A year's budget from an Excel sheet: template, faults row by row, preview, signature; 二(一)."""

import io
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egov.accounts.acting import Actor
from egov.accounts.models import Jurisdiction
from egov.accounts.roles import Permission
from egov.ui.xlsx import CONTENT_TYPE, UnreadableSheet
from projects.actions.ledger.arranging import propose_arrangement
from projects.actions.ledger.limits import FundRefused
from projects.forms.budget import BudgetForm, BudgetSheetForm
from projects.importing.budget import MOST_ROWS, Budget, budget_template, judge_budget, read_budget
from projects.views.fund import fund_reader

SALT = "projects.budget"
"""What was read travels through the preview, signed: nothing of it counts before it is put forward."""


def _arranger(request: HttpRequest) -> tuple[Actor, Jurisdiction]:
    actor = fund_reader(request)
    if not actor.may(Permission.ARRANGE_FUND) or actor.jurisdiction is None:
        raise PermissionDenied
    return actor, actor.jurisdiction


def blank_budget(request: HttpRequest) -> FileResponse:
    """Give the sheet to fill in."""
    _actor, place = _arranger(request)
    content = io.BytesIO(budget_template(place))
    name = _("Template for a year's budget")
    return FileResponse(content, as_attachment=True, filename=f"{name}.xlsx", content_type=CONTENT_TYPE)


def import_budget(request: HttpRequest) -> HttpResponse:
    """Read a sheet; show what is wrong in it, or what would be put forward."""
    _actor, place = _arranger(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BudgetSheetForm(*sent, initial={"year": request.GET.get("year") or timezone.localdate().year})
    if not form.is_valid():
        return _ask(request, form)
    file, year = form.cleaned_data["file"], form.cleaned_data["year"]
    try:
        budget = read_budget(file, jurisdiction=place, year=year)
    except UnreadableSheet as error:
        form.add_error("file", str(error))
        return _ask(request, form)
    if budget.faults:
        form.add_error("file", _("Please correct the sheet, then choose it again."))
        return _ask(request, form, faults=budget.faults, name=file.name)
    sheet = signing.dumps({"year": year, "rows": budget.rows, "name": file.name}, salt=SALT, compress=True)
    return _preview(request, year, budget, BudgetForm(initial={"sheet": sheet}))


@require_POST
def put_budget_forward(request: HttpRequest) -> HttpResponse:
    """Put the budget forward for signature, as it was shown, if it still holds."""
    actor, place = _arranger(request)
    form = BudgetForm(request.POST)
    try:
        kept = signing.loads(request.POST.get("sheet", ""), salt=SALT)
    except signing.BadSignature:
        messages.warning(request, _("Please choose the sheet once more."))
        return redirect("projects:import_budget")
    budget = judge_budget(kept["rows"], jurisdiction=place, year=kept["year"])
    if budget.faults:
        sheet_form = BudgetSheetForm(initial={"year": kept["year"]})
        return _ask(request, sheet_form, faults=budget.faults, name=kept["name"])
    if form.is_valid():
        try:
            made = propose_arrangement(
                year=kept["year"],
                appropriation=budget.then.appropriation,
                earmarks=budget.then.earmarks,
                items=budget.items,
                basis=form.cleaned_data["basis"],
                reason=form.cleaned_data["reason"],
                by=actor,
            )
        except FundRefused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Proposed. Now the office and the finance bureau sign."))
            return redirect(made)
    return _preview(request, kept["year"], budget, form)


def _ask(request: HttpRequest, form: BudgetSheetForm, **more: Any) -> HttpResponse:
    context = {"form": form, "limit": MOST_ROWS, "faults": [], "name": ""}
    return render(request, "projects/budget_import.html", context | more)


def _preview(request: HttpRequest, year: int, budget: Budget, form: BudgetForm) -> HttpResponse:
    context = {
        "year": year,
        "rows": budget.now.changes_to(budget.then),
        "items": budget.items,
        "form": form,
    }
    return render(request, "projects/budget_preview.html", context)
