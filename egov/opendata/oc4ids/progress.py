"""What became of the money and the work. Of this the public is told the evaluation alone."""

from django.db.models import QuerySet

from egov.accounts.models import OrganizationKind
from egov.opendata.oc4ids.parties import Parties
from egov.opendata.oc4ids.values import Data, instant, pruned, value
from projects.flow import Stage
from projects.models import EntryKind, LedgerEntry, Project


def milestones(project: Project) -> list[Data]:
    return [
        pruned(
            {
                "id": str(milestone.pk),
                "title": milestone.title,
                "type": "delivery",
                "description": milestone.deliverable,
                "dueDate": instant(milestone.planned_on),
                "dateMet": instant(milestone.met_on),
                "status": "met" if milestone.met_on else "notMet" if milestone.is_late else "scheduled",
            }
        )
        for milestone in project.milestones.all()
    ]


def transactions(project: Project, parties: Parties) -> list[Data]:
    """Return the payments that stand."""
    entries: QuerySet[LedgerEntry] = project.ledger_entries.filter(
        kind=EntryKind.PAYMENT, reversal__isnull=True
    ).select_related("account__commitment")
    bureau = project.jurisdiction.organizations.filter(kind=OrganizationKind.FINANCE_BUREAU).active().first()
    found = []
    for entry in entries.order_by("pk"):
        payee = parties.add(entry.commitment.payee, "", "payee") if entry.commitment else None
        found.append(
            pruned(
                {
                    "id": str(entry.pk),
                    "date": instant(entry.at),
                    "value": value(entry.amount),
                    "payer": parties.organization(bureau, "payer"),
                    "payee": payee,
                }
            )
        )
    return found


def completion(project: Project) -> Data:
    """Return when a project was accepted, and for what money."""
    ended = [one.at for one in project.transitions.all() if one.target == Stage.ACCEPTED]
    if not ended:
        return {}
    contract = next((one for one in project.contracts.all() if not one.tender.failed_at), None)
    changed = (
        sum((c.amount_delta for c in contract.changes.in_force()), contract.amount) if contract else None
    )
    return pruned({"endDate": instant(max(ended)), "finalValue": value(changed)})


def evaluations(project: Project, *, whole: bool) -> list[Data]:
    """Return the results of the performance evaluation, once it is published."""
    told = whole or project.stage in {Stage.EVALUATED, Stage.RETIRED}
    return [
        {
            "id": "performanceEvaluation",
            "title": "Performance evaluation",
            "description": "Points of 100, given by five parties (clause 三(四)3).",
            "observations": [
                {"id": str(one.pk), "measure": float(one.total), "notes": str(one.get_grade_display())}
            ],
        }
        for one in project.evaluations.all()
        if told and one.total is not None
    ]
