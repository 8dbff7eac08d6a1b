"""Files by the code lists of OC4IDS."""

from egov.opendata.oc4ids.scope import Filed
from egov.opendata.oc4ids.values import Data, instant, pruned
from projects.models import DocumentKind

TYPE_OF: dict[str, str] = {
    DocumentKind.FEASIBILITY_REPORT: "feasibilityStudy",
    DocumentKind.REQUIREMENTS_REPORT: "needsAssessment",
    DocumentKind.ARGUMENTATION_OPINION: "evaluationReports",
    DocumentKind.REVISION: "feasibilityStudy",
    DocumentKind.MEETING_RECORD: "minutes",
    DocumentKind.INITIATION_APPROVAL: "budgetApproval",
    DocumentKind.SOLICITATION: "biddingDocuments",
    DocumentKind.SCHEME: "submissionDocuments",
    DocumentKind.SCHEME_REVIEW_REPORT: "evaluationReports",
    DocumentKind.OPTIMISED_DESIGN: "designReport",
    DocumentKind.BUDGET_ESTIMATE: "billOfQuantity",
    DocumentKind.TENDER_DOCUMENT: "biddingDocuments",
    DocumentKind.BID: "submissionDocuments",
    DocumentKind.OPENING_RECORD: "minutes",
    DocumentKind.EVALUATION_REPORT: "evaluationReports",
    DocumentKind.CONTRACT: "contractSigned",
    DocumentKind.SUPERVISION_CONTRACT: "contractSigned",
    DocumentKind.SUPERVISION_REPORT: "oversightReport",
    DocumentKind.PROGRESS_REPORT: "physicalProgressReport",
    DocumentKind.CHANGE_ORDER: "contractAmendment",
    DocumentKind.INVOICE: "paymentCertificate",
    DocumentKind.TRIAL_RUN_REPORT: "qualityAssuranceReport",
    DocumentKind.PRELIMINARY_ACCEPTANCE: "completionCertificate",
    DocumentKind.SUB_ACCEPTANCE: "technicalAuditReport",
    DocumentKind.ACCEPTANCE_OPINION: "completionCertificate",
    DocumentKind.MAINTENANCE_PLAN: "maintenancePlan",
    DocumentKind.PERFORMANCE_REPORT: "projectEvaluation",
}


def document(filed: Filed) -> Data:
    """Return a file of a dossier; it lies beside the data, under the path that ``accessDetails`` names."""
    version = filed.version
    return pruned(
        {
            "id": str(version.pk),
            "documentType": TYPE_OF.get(version.document.kind),
            "title": version.document.title,
            "description": f"{version.name}, version {version.number}, SHA-256 {version.sha256}",
            "datePublished": instant(version.uploaded_at),
            "format": version.media_type,
            "accessDetails": filed.path,
            "author": version.organization.name,
        }
    )
