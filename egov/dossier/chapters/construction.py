from egov.accounts.acting import Actor
from egov.dossier.outline import Chapter, Gathering, list_sheets, row_sheet
from projects.models import DocumentKind, Project

SUPERVISION = ("supervisor", "number", "amount", "assigned_at", "assigned_by=委托登记人")
MILESTONE = ("title", "planned_on", "deliverable", "met_on")
PROGRESS = ("from_on", "to_on", "percent", "done", "problems", "next", "filed_by")
REPORT = ("kind", "from_on", "to_on", "quality", "progress", "cost", "safety", "filed_by")
ISSUE = ("title", "description", "is_blocking", "due_on", "raised_for", "rectification", "closed_at")
CHANGE = (
    *("content", "reason", "amount_delta", "days_delta", "status", "filed_at", "filed_by"),
    *("decided_at", "decided_by=决定人", "decision_reason"),
)


def construction(project: Project, actor: Actor) -> Chapter:
    """Supervision, milestones, reports, quality issues and changes; 三(三)3–4."""
    found = Gathering()
    for contract in project.supervision_contracts.select_related("supervisor", "assigned_by").order_by("pk"):
        found.add(row_sheet("监理委托", contract, *SUPERVISION))
    found.add(*list_sheets("建设里程碑", project.milestones.all(), *MILESTONE))
    progress = project.progress_reports.select_related("filed_by")
    found.add(*list_sheets("建设进度报告", progress, *PROGRESS))
    reports = project.supervision_reports.select_related("filed_by")
    found.add(*list_sheets("监理报告", reports, *REPORT))
    found.add(*list_sheets("质量问题", project.quality_issues.select_related("raised_for"), *ISSUE))
    for change in project.changes.select_related("filed_by", "decided_by").order_by("pk"):
        found.add(row_sheet(f"项目变更（{change}）", change, *CHANGE))
    return found.chapter(
        "07-construction",
        "建设与监理",
        DocumentKind.SUPERVISION_CONTRACT,
        DocumentKind.PROGRESS_REPORT,
        DocumentKind.SUPERVISION_REPORT,
        DocumentKind.CHANGE_ORDER,
    )
