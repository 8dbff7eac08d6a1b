from acceptance.models import Evaluation
from egov.accounts.acting import Actor
from egov.dossier.outline import Chapter, Content, Gathering, Sheet, row_sheet
from egov.dossier.sheets import facts_of, table_of
from egov.pdf.papers import Section
from projects.models import DocumentKind, Project

MAINTENANCE = (
    "operator",
    "contact",
    "phone",
    "service_level",
    "annual_cost",
    "starts_on",
    "ends_on",
    "named_by",
)
EVALUATION = ("opened_at", "opened_by", "scored_at", "total", "grade")


def operation(project: Project, actor: Actor) -> Chapter:
    """Operation and maintenance, and the performance evaluation; 三(四)2–3."""
    found = Gathering()
    for one in project.maintenance_arrangements.select_related("named_by").order_by("pk"):
        found.add(row_sheet("运行维护安排", one, *MAINTENANCE))
    for evaluation in project.evaluations.select_related("opened_by").order_by("pk"):
        found.add(_sheet(evaluation))
        if evaluation.scored_at is None:
            found.omit("绩效评价尚未评分完毕，各方评分未纳入。")
    return found.chapter(
        "09-operation",
        "运行维护与绩效评价",
        DocumentKind.MAINTENANCE_PLAN,
        DocumentKind.PERFORMANCE_REPORT,
    )


def _sheet(evaluation: Evaluation) -> Sheet:
    def write() -> Content:
        indicators = table_of(evaluation.indicators.all(), "level1", "level2", "level3", "weight")
        sections = [Section(heading="评价指标", table=indicators)]
        if evaluation.scored_at:
            sections += [
                Section(
                    heading=f"{sheet.get_role_display()}评分",
                    text=sheet.comment,
                    table=table_of(
                        sheet.scores.select_related("indicator").order_by("indicator__order"),
                        *("indicator=评价指标", "points", "comment"),
                    ),
                )
                for sheet in evaluation.sheets.filed()
            ]
        return Content(facts_of(evaluation, *EVALUATION), tuple(sections))

    return Sheet(f"evaluation-{evaluation.pk}", "绩效评价", write)
