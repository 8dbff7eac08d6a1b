"""Proposals from an Excel sheet: template, upload with row-by-row faults, preview, confirmation."""

import io
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egov.accounts.acting import Actor
from egov.accounts.models import Organization
from egov.accounts.roles import Permission
from egov.ui.xlsx import CONTENT_TYPE, UnreadableSheet
from projects.access import actor_of
from projects.actions.imports import AlreadyImported, confirm_import, keep_import
from projects.actions.plan import may_act_on
from projects.actions.proposal import PlanClosed, may_start
from projects.forms.proposal_import import ImportForm
from projects.importing import MOST_ROWS, read_sheet, template
from projects.models import AnnualPlan, ProposalImport
from projects.views.plan import visible_plan


def _may_import(plan: AnnualPlan, actor: Actor) -> Organization:
    if actor.organization is None or not may_start(plan, actor.organization, actor):
        raise PermissionDenied
    return actor.organization


def _for_others(plan: AnnualPlan, actor: Actor) -> bool:
    """Tell whether the sheet names the units: the office types up what others sent."""
    return may_act_on(plan, actor, Permission.MANAGE_PLAN)


def blank(request: HttpRequest, code: str, year: int) -> FileResponse:
    """Give the sheet to fill in."""
    plan, actor = visible_plan(request, code, year), actor_of(request)
    _may_import(plan, actor)
    name = _("Template for proposals %(year)s") % {"year": plan.year}
    content = io.BytesIO(template(plan, for_others=_for_others(plan, actor)))
    return FileResponse(content, as_attachment=True, filename=f"{name}.xlsx", content_type=CONTENT_TYPE)


def upload(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Read a sheet; show what is wrong in it, or lead on to the preview."""
    plan, actor = visible_plan(request, code, year), actor_of(request)
    own = _may_import(plan, actor)
    for_others = _for_others(plan, actor)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    context: dict[str, Any] = {"plan": plan, "form": form, "for_others": for_others, "limit": MOST_ROWS}
    if not form.is_valid():
        return render(request, "projects/proposal_import.html", context | {"faults": []})
    file = form.cleaned_data["file"]
    try:
        sheet = read_sheet(file, plan, own_unit=None if for_others else own)
        if not sheet.faults:
            kept = keep_import(plan=plan, name=file.name, rows=sheet.rows, by=actor)
            return redirect("projects:confirm_import", code=code, year=year, pk=kept.pk)
    except UnreadableSheet as error:
        form.add_error("file", str(error))
        return render(request, "projects/proposal_import.html", context | {"faults": []})
    except PlanClosed:
        messages.warning(request, _("The plan year is closed for proposals."))
        return redirect(plan)
    form.add_error("file", _("Please correct the sheet, then choose it again."))
    return render(
        request, "projects/proposal_import.html", context | {"faults": sheet.faults, "name": file.name}
    )


def preview(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """Show what was understood; begin the drafts when it is confirmed."""
    plan, actor = visible_plan(request, code, year), actor_of(request)
    own = _may_import(plan, actor)
    sheet = get_object_or_404(ProposalImport, pk=pk, plan=plan, organization=own)
    if request.method == "POST":
        return _confirm(request, plan, sheet)
    ids = {row[key] for row in sheet.rows for key in ("owner_unit", "user_unit")}
    units = Organization.objects.in_bulk(ids)
    rows = [
        row
        | {
            "amount": Decimal(row["estimate"]),
            "owner": units[row["owner_unit"]],
            "user": units[row["user_unit"]],
        }
        for row in sheet.rows
    ]
    return render(
        request, "projects/proposal_import_preview.html", {"plan": plan, "sheet": sheet, "rows": rows}
    )


def _confirm(request: HttpRequest, plan: AnnualPlan, sheet: ProposalImport) -> HttpResponse:
    try:
        count = len(confirm_import(sheet=sheet, by=actor_of(request)))
    except AlreadyImported:
        messages.warning(request, _("This sheet was imported before."))
    except PlanClosed:
        messages.warning(request, _("The plan year is closed for proposals."))
    else:
        said = ngettext("%(n)d draft was begun.", "%(n)d drafts were begun.", count) % {"n": count}
        messages.success(request, said)
    return redirect(plan)
