"""Indicators and scores of the performance evaluation."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from acceptance import actions
from acceptance.forms.common import ReasonForm
from acceptance.forms.evaluation import IndicatorFormSet, ScoreForm, indicators_in
from acceptance.models import Evaluation, ScoreSheet
from acceptance.views.common import add_errors, allowed_page, bound, form_page
from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.models import Project

P = Permission
TAB = "operation"


def indicators(request: HttpRequest, number: str) -> HttpResponse:
    """Open the evaluation with its indicators, or change them while nobody has begun to score."""
    page, project, actor = allowed_page(request, number, TAB, P.MANAGE_EVALUATION)
    evaluation = project.evaluations.select_related("project").first()
    form_set = IndicatorFormSet(request.POST or None, initial=_initial(evaluation), prefix="line")
    refused: list[str] = []
    if request.method == "POST" and form_set.is_valid():
        try:
            _save_indicators(project, evaluation, indicators_in(form_set), actor)
        except ValidationError as refusal:
            refused = refusal.messages
        else:
            messages.success(request, _("The indicators are recorded; the five parties may score."))
            return redirect("acceptance:operation", number=number)
    page |= {"form_set": form_set, "refused": refused, "evaluation": evaluation}
    return render(request, "acceptance/indicators.html", page)


def _initial(evaluation: Evaluation | None) -> list[dict[str, Any]]:
    lines: Any = evaluation.indicators.all() if evaluation else actions.PRESET
    names = ("level1", "level2", "level3", "weight")
    return [{name: getattr(line, name) for name in names} for line in lines]


def _save_indicators(
    project: Project, evaluation: Evaluation | None, lines: list[actions.IndicatorDraft], by: Actor
) -> None:
    if evaluation is None:
        actions.open_evaluation(project=project, indicators=lines, by=by)
    else:
        actions.change_indicators(evaluation=evaluation, indicators=lines, by=by)


def _own_sheet(project: Project, actor: Actor, role: str) -> ScoreSheet:
    """Return the sheet of a party that the person acts for; other parties' sheets are not there."""
    if role not in project.roles_of(actor):
        raise Http404
    related = ScoreSheet.objects.select_related("evaluation__project", "organization")
    return get_object_or_404(related, evaluation__project=project, role=role)


def score(request: HttpRequest, number: str, role: str) -> HttpResponse:
    """Fill a party's scores: save as a draft at any time, then file."""
    page, project, actor = allowed_page(request, number, TAB, P.SCORE_EVALUATION)
    sheet = _own_sheet(project, actor, role)
    form = ScoreForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        files = "file" in request.POST
        deed = actions.file_scores if files else actions.save_scores
        try:
            deed(
                sheet=sheet,
                scores=form.scores(),
                comment=form.cleaned_data["comment"],
                seen=form.cleaned_data["seen"],
                by=actor,
            )
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, _("The scores are filed.") if files else _("The draft is saved."))
            return redirect("acceptance:operation", number) if files else redirect(request.path)
    page |= {"form": form, "sheet": sheet}
    return render(request, "acceptance/score.html", page)


def withdraw(request: HttpRequest, number: str, role: str) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, P.SCORE_EVALUATION)
    sheet = _own_sheet(project, actor, role)
    return form_page(
        request,
        page,
        bound(request, ReasonForm, project),
        deed=partial(actions.withdraw_scores, sheet=sheet, by=actor),
        done=_("The scores are withdrawn; correct them and file them again."),
        title=_("Withdraw the scores"),
        lead=_("The grade falls, and with it all signatures on the evaluation."),
        button=_("Withdraw the scores"),
        danger=True,
    )
