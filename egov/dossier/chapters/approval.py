from egov.accounts.acting import Actor
from egov.dossier.outline import Chapter, Gathering, row_sheet
from projects.models import DocumentKind, Project

REQUEST = ("document_number", "title", "text", "filed_at", "filed_by=报送人")
DECISION = (
    *("outcome", "meeting", "meeting_on", "construction_entity", "approved_investment"),
    *("reason", "decided_at", "decided_by=登记人"),
)
APPROVAL = ("number", "issuer", "issued_on", "issued_by=印发人")


def approval(project: Project, actor: Actor) -> Chapter:
    """The request, the municipal government's decisions, and the initiation approval; 三(二)3."""
    found = Gathering()
    for request in project.approval_requests.select_related("filed_by").order_by("pk"):
        found.add(row_sheet("报批请示", request, *REQUEST))
    for decision in project.decisions.select_related("construction_entity", "decided_by").order_by("pk"):
        found.add(row_sheet("市政府决定", decision, *DECISION))
    for issued in project.initiation_approvals.select_related("issuer", "issued_by").order_by("pk"):
        found.add(row_sheet("立项批复登记", issued, *APPROVAL))
    return found.chapter(
        "04-approval", "立项审批", DocumentKind.MEETING_RECORD, DocumentKind.INITIATION_APPROVAL
    )
