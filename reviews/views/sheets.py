"""The score sheet of a panel: made by the office on one page, read by those who see the project."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from egov.accounts.roles import Permission
from projects.access import actor_of
from projects.models import Project
from projects.pages import explain_refusal, project_page
from reviews.actions import PanelRefused, fix_sheet, save_sheet
from reviews.actions.sheet_faults import why_no_sheet
from reviews.forms.criteria import CriterionFormSet, lines_in
from reviews.forms.sheets import MarkSheetForm
from reviews.models import MarkSheet, Panel
from reviews.presets import PRESETS, Line, Preset, presets_for


@explain_refusal
def sheet(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Show the fixed sheet; let the office draft and fix it before."""
    context = project_page(request, number, "reviews")
    project, actor = context["project"], actor_of(request)
    if kind not in Panel.Kind.values:
        raise Http404
    known = project.mark_sheets.filter(kind=kind).order_by("-visit").first()
    context |= {"kind": kind, "kind_label": Panel.Kind(kind).label}
    if known is not None and known.is_fixed and (known.visit == project.visit or why(project, kind)):
        context |= {"sheet": known, "criteria": list(known.criteria.all())}
        return render(request, "reviews/sheet.html", context)
    if not project.allows(actor, Permission.FORM_PANEL):
        raise Http404
    return _drafting(request, context, known if known and known.visit == project.visit else None)


def why(project: Project, kind: str) -> list[str]:
    """Return why no sheet can be made now, as a list."""
    return list(why_no_sheet(project, kind))


def _drafting(request: HttpRequest, context: dict[str, Any], draft: MarkSheet | None) -> HttpResponse:
    project, kind = context["project"], context["kind"]
    preset = PRESETS.get(request.GET.get("preset", ""))
    form, form_set = _forms(request, kind, draft, preset if preset and preset.kind == kind else None)
    refused = why(project, kind)
    if request.method == "POST" and form.is_valid() and form_set.is_valid():
        fixes = "fix" in request.POST
        deed: Callable[..., MarkSheet] = fix_sheet if fixes else save_sheet
        lines = lines_in(form_set)
        try:
            deed(project=project, kind=kind, lines=lines, by=actor_of(request), **form.values())
        except PanelRefused as refusal:
            refused = refusal.faults
        else:
            messages.success(request, _("The score sheet is fixed.") if fixes else _("The draft is saved."))
            return redirect("reviews:project", project.number) if fixes else redirect(request.path)
    context |= {
        "form": form,
        "form_set": form_set,
        "refused": refused,
        "presets": presets_for(kind),
        "chosen": preset,
        "total": _total(form_set),
    }
    return render(request, "reviews/sheet_form.html", context)


def _forms(
    request: HttpRequest, kind: str, draft: MarkSheet | None, preset: Preset | None
) -> tuple[MarkSheetForm, forms.BaseFormSet[Any]]:
    if draft is not None and preset is None:
        facts = {"procured": draft.procured, "pass_mark": draft.pass_mark}
        lines = [Line.of(one) for one in draft.draft]
    else:
        begun = preset or presets_for(kind)[0]
        facts, lines = {"procured": begun.procured, "pass_mark": begun.pass_mark}, list(begun.lines)
    sent = request.POST if request.method == "POST" else None
    initial = [vars(line) for line in lines]
    form_set = CriterionFormSet(sent, initial=initial, prefix="line", form_kwargs={"panel_kind": kind})
    return MarkSheetForm(sent, initial=facts, kind=kind), form_set


def _total(form_set: forms.BaseFormSet[Any]) -> Decimal:
    """Return the sum of the points as they stand in the form."""
    if form_set.is_bound and form_set.is_valid():
        return sum((line.most for line in lines_in(form_set)), Decimal(0))
    return sum((form.initial["most"] for form in form_set if "most" in form.initial), Decimal(0))
