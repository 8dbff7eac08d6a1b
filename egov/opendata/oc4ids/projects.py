"""A project in the form of OC4IDS 0.9.5."""

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from egov.opendata.oc4ids.contracting import processes
from egov.opendata.oc4ids.documents import document
from egov.opendata.oc4ids.parties import Parties, add_units
from egov.opendata.oc4ids.progress import completion, evaluations, milestones, transactions
from egov.opendata.oc4ids.scope import Scope
from egov.opendata.oc4ids.statuses import SECTORS, TYPE_OF, status_of
from egov.opendata.oc4ids.values import Data, instant, pruned, value
from procurement.models import Contract, Tender
from projects.models import ConstructionType, Project, Proposal

_UNITS = ("jurisdiction", "owner_unit", "user_unit", "construction_entity", "supervisor", "successor")


def with_published(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Read along what the public is told of, in as many queries for a hundred projects as for one."""
    tenders = Tender.objects.select_related("award__winner").prefetch_related("bids").order_by("sequence")
    contracts = Contract.objects.select_related("tender")
    return projects.select_related(*_UNITS).prefetch_related(
        Prefetch("proposals", Proposal.objects.select_related("plan").order_by("plan__year")),
        Prefetch("tenders", tenders),
        Prefetch("contracts", contracts),
        "solicitations",
        "supervision_contracts__supervisor",
        "evaluations",
    )


def with_everything(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Read along what a dossier tells."""
    return with_published(projects).prefetch_related(
        "schemes", "milestones", "transitions", "contracts__changes"
    )


def project_id(project: Project) -> str:
    return f"{settings.OC4IDS_PREFIX}-{project.number}"


def project_data(project: Project, scope: Scope) -> Data:
    """Return a project, read by ``with_published`` or ``with_everything``."""
    parties = Parties()
    authority = add_units(parties, project, whole=scope.whole)
    contracting = processes(project, parties, scope)
    more = _more(project, parties, scope) if scope.whole else {}
    return pruned(
        {
            "id": project_id(project),
            "updated": instant(project.updated_at),
            "language": "zh",
            "title": project.title,
            "status": status_of(project, whole=scope.whole),
            "type": TYPE_OF[ConstructionType(project.construction_type)],
            "sector": SECTORS,
            "budget": _budget(project, whole=scope.whole),
            "metrics": evaluations(project, whole=scope.whole),
            "publicAuthority": authority,
            "parties": parties.all(),
            "contractingProcesses": contracting,
            **more,
        }
    )


def _more(project: Project, parties: Parties, scope: Scope) -> Data:
    """Return what the public is not told."""
    proposal = next(iter(reversed(project.proposals.all())), None)
    return {
        "description": proposal.content if proposal else "",
        "purpose": proposal.objectives if proposal else "",
        "milestones": milestones(project),
        "transactions": transactions(project, parties),
        "completion": completion(project),
        "documents": [document(filed) for filed in scope.files],
        "relatedProjects": _successor(project),
    }


def _budget(project: Project, *, whole: bool) -> Data:
    """Return the approved investment or, before the approval and to the public, the plan's estimate."""
    if whole and project.approved_investment:
        return pruned({"amount": value(project.approved_investment)})
    planned = [
        proposal
        for proposal in project.proposals.all()
        if whole or (proposal.decision == Proposal.Included.INCLUDED and proposal.plan.is_published)
    ]
    if not planned:
        return {}
    return pruned(
        {"amount": value(planned[-1].estimate), "approvalDate": instant(planned[-1].plan.published_at)}
    )


def _successor(project: Project) -> list[Data]:
    successor = project.successor
    if successor is None:
        return []
    return [
        {
            "id": "1",
            "scheme": "oc4ids",
            "identifier": project_id(successor),
            "relationship": "replacement",
            "title": successor.title,
        }
    ]
