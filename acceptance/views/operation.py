"""The operation tab: maintenance, evaluation, retirement."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from acceptance import actions
from acceptance.forms.operation import MaintenanceContractForm, MaintenanceForm, RetirementForm
from acceptance.models import Evaluation, Score, ScoreSheet
from acceptance.views.common import allowed_page, bound, form_page, may
from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.ui import formats
from projects.access import actor_of
from projects.actions import parties_for
from projects.flow import STEPS, Stage
from projects.models import IssuedPaper, PaperKind, Project
from projects.pages import explain_refusal, project_page

P = Permission
TAB = "operation"


def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Show who maintains the system, how it was evaluated, and what is due."""
    page = project_page(request, number, TAB)
    project, actor = page["project"], actor_of(request)
    arrangements = project.maintenance_arrangements.select_related(
        "plan__document__project", "named_by", "commitment"
    )
    evaluation = project.evaluations.select_related("project").first()
    page |= {
        "may": may(project, actor, P.ARRANGE_MAINTENANCE, P.MANAGE_EVALUATION, P.EXPLAIN_RETIREMENT),
        "arrangements": list(arrangements),
        "may_arrange": project.stage in actions.ARRANGING,
        "evaluation": evaluation,
        "papers": IssuedPaper.objects.of_kind(PaperKind.PERFORMANCE_REPORT).filter(project=project),
        "may_open": evaluation is None and project.stage == Stage.IN_USE,
        "may_explain": project.stage in actions.RUNNING,
        "step_urls": {
            name: _step_url(project, actor, name) for name in ("put_into_use", "publish_evaluation", "retire")
        },
    }
    page |= _evaluation_parts(evaluation, project, actor)
    return render(request, "acceptance/operation.html", page)


def _step_url(project: Project, actor: Actor, name: str) -> str:
    spec = STEPS[name]
    if project.stage not in spec.sources or not parties_for(project, spec, actor):
        return ""
    return reverse("projects:step", args=[project.number, name])


def _evaluation_parts(evaluation: Evaluation | None, project: Project, actor: Actor) -> dict[str, Any]:
    """Return the sheets, and the points of all parties once all are filed."""
    if evaluation is None:
        return {"sheets": [], "scoring_begun": False, "table": []}
    sheets = list(evaluation.sheets.select_related("organization"))
    roles = project.roles_of(actor)
    mine = {sheet.role for sheet in sheets if sheet.role in roles and project.stage == Stage.IN_USE}
    totals = evaluation.sheets.totals() if evaluation.scored_at else {}
    return {
        "sheets": [
            {"sheet": sheet, "mine": sheet.role in mine, "total": totals.get(sheet.role)} for sheet in sheets
        ],
        "scoring_begun": any(sheet.updated_at for sheet in sheets),
        "table": _points_table(evaluation, sheets) if totals else [],
    }


def _points_table(evaluation: Evaluation, sheets: list[ScoreSheet]) -> list[dict[str, Any]]:
    given = {
        (score.indicator_id, score.sheet.role): score
        for score in Score.objects.filter(sheet__evaluation=evaluation).select_related("sheet")
    }
    return [
        {
            "indicator": indicator,
            "scores": [(sheet, given.get((indicator.pk, sheet.role))) for sheet in sheets],
        }
        for indicator in evaluation.indicators.all()
    ]


def arrange(request: HttpRequest, number: str) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, P.ARRANGE_MAINTENANCE)
    return form_page(
        request,
        page,
        bound(request, MaintenanceForm, project),
        deed=partial(actions.arrange_maintenance, project=project, by=actor),
        done=_("The operation and maintenance arrangement is recorded."),
        title=_("Arrange operation and maintenance"),
        button=_("Record the arrangement"),
    )


def commit_maintenance(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, P.ARRANGE_MAINTENANCE)
    arrangement = get_object_or_404(project.maintenance_arrangements, pk=pk)
    return form_page(
        request,
        page,
        bound(request, MaintenanceContractForm, project),
        deed=partial(actions.commit_maintenance, arrangement=arrangement, by=actor),
        done=_("The contract is committed. It is paid once the evaluation is published."),
        title=_("Commit the maintenance contract"),
        lead=_("%(amount)s a year to %(operator)s, from what the project has for operation and maintenance.")
        % {"amount": formats.wan(arrangement.annual_cost), "operator": arrangement.operator},
        button=_("Commit"),
    )


@explain_refusal
def retirement(request: HttpRequest, number: str) -> HttpResponse:
    page, project, actor = allowed_page(request, number, TAB, P.EXPLAIN_RETIREMENT)
    successor = project.successor.number if project.successor else ""
    initial = {"successor": successor, "reason": project.retirement_reason}
    return form_page(
        request,
        page,
        bound(request, RetirementForm, project, initial=initial),
        deed=partial(actions.explain_retirement, project=project, by=actor),
        done=_("The explanation is recorded. The user unit and the informatization office may sign now."),
        title=_("Explain the retirement"),
        lead=_("The user unit and the informatization office sign; with both signatures it is retired."),
        button=_("Record the explanation"),
    )
