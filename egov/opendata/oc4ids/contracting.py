"""Contracting processes: the design scheme, each tender with its contract, the supervision; 三(三)."""

from collections.abc import Iterator
from decimal import Decimal

from django.conf import settings
from django.urls import reverse

from acceptance.models import Change
from egov.opendata.oc4ids.parties import Parties
from egov.opendata.oc4ids.scope import Scope
from egov.opendata.oc4ids.values import Data, instant, period, pruned, value
from procurement.models import (
    Award,
    Bid,
    Contract,
    ProcurementMethod,
    Solicitation,
    SupervisionContract,
    Tender,
)
from projects.flow import Stage
from projects.models import Project

METHOD_OF = {
    ProcurementMethod.OPEN: "open",
    ProcurementMethod.INVITED: "selective",
    ProcurementMethod.FRAMEWORK: "selective",
    ProcurementMethod.NEGOTIATION: "limited",
    ProcurementMethod.CONSULTATION: "limited",
    ProcurementMethod.QUOTATION: "limited",
    ProcurementMethod.SINGLE_SOURCE: "direct",
}
DONE = frozenset({Stage.ACCEPTED, Stage.IN_USE, Stage.EVALUATED, Stage.RETIRED, Stage.TERMINATED})


def processes(project: Project, parties: Parties, scope: Scope) -> list[Data]:
    """Return the contracting processes of a project, in the order in which they begin."""
    return [
        *_design(project, parties, scope),
        *_tenders(project, parties, scope),
        *_supervision(project, parties),
    ]


def _process(project: Project, name: str, summary: Data) -> Data:
    ocid = f"{settings.OCDS_PREFIX}-{project.number}-{name}"
    return {"id": ocid, "summary": pruned({"ocid": ocid, **summary})}


def _page(scope: Scope, name: str, pk: int) -> str:
    return scope.base + reverse(f"opendata:{name}", args=[pk]).lstrip("/")


def _design(project: Project, parties: Parties, scope: Scope) -> Iterator[Data]:
    for call in project.solicitations.all():
        if call.is_published:
            name = "design" if call.sequence == 1 else f"design-{call.sequence}"
            yield _process(project, name, _design_summary(call, parties, scope))


def _design_summary(call: Solicitation, parties: Parties, scope: Scope) -> Data:
    schemes = call.project.schemes.all() if scope.whole else []
    chosen = [one for one in schemes if one.chosen_at and one.solicitation_id == call.pk]
    followed = any(o.is_published and o.sequence > call.sequence for o in call.project.solicitations.all())
    suppliers = [parties.supplier(scheme.supplier, "supplier") for scheme in chosen]
    entity = parties.organization(call.project.construction_entity, "procuringEntity")
    notice = {
        "id": f"solicitation-{call.pk}",
        "documentType": "tenderNotice",
        "title": call.title,
        "url": _page(scope, "solicitation", call.pk),
        "datePublished": instant(call.published_at),
    }
    return {
        "nature": ["design"],
        "title": call.title,
        "status": "closed" if chosen or followed else "pre-award",
        "tender": pruned({"procurementMethod": "open", "procuringEntity": entity}),
        "suppliers": suppliers,
        "documents": [notice],
    }


def _tenders(project: Project, parties: Parties, scope: Scope) -> Iterator[Data]:
    contracts = {contract.tender_id: contract for contract in project.contracts.all()}
    for tender in project.tenders.all():
        if tender.is_published:
            contract = contracts.get(tender.pk)
            signed = contract if contract and (scope.whole or contract.commitment_id) else None
            yield _process(project, str(tender.sequence), _tender_summary(tender, signed, parties, scope))


def _tender_summary(tender: Tender, contract: Contract | None, parties: Parties, scope: Scope) -> Data:
    award = getattr(tender, "award", None)
    awarded = award if award and award.is_published else None
    return {
        "nature": ["construction"],
        "title": tender.title,
        "externalReference": contract.number if contract else "",
        "status": _status(tender, contract),
        "tender": _terms(tender, parties, told=scope.whole or awarded is not None, whole=scope.whole),
        "suppliers": _suppliers(awarded, contract, parties),
        "contractValue": value(contract.amount) if contract else None,
        "contractPeriod": period(contract.starts_on, contract.ends_on) if contract else None,
        "finalValue": _final_value(contract) if contract and scope.whole else None,
        "modifications": _modifications(contract) if contract and scope.whole else [],
        "documents": _notices(tender, awarded, scope),
    }


def _status(tender: Tender, contract: Contract | None) -> str:
    if tender.failed_at or (contract and tender.project.stage in DONE):
        return "closed"
    return "active" if contract else "pre-award"


def _terms(tender: Tender, parties: Parties, *, told: bool, whole: bool) -> Data:
    """Return the conditions of a tender. How many bid is told with the award, who they are to the dossier."""
    bids = [bid for bid in tender.bids.all() if bid.state in Bid.OPENED] if told and tender.is_opened else []
    return pruned(
        {
            "procurementMethod": METHOD_OF[ProcurementMethod(tender.method)],
            "procurementMethodDetails": tender.get_method_display(),
            "datePublished": instant(tender.published_at),
            "costEstimate": value(tender.budget),
            "numberOfTenderers": len(bids) or None,
            "tenderers": [parties.supplier(bid.supplier, "tenderer") for bid in bids] if whole else [],
            "procuringEntity": parties.organization(
                tender.project.construction_entity, "procuringEntity", "buyer"
            ),
        }
    )


def _suppliers(award: Award | None, contract: Contract | None, parties: Parties) -> list[Data]:
    if contract:
        return [parties.supplier(contract.supplier, "supplier")]
    return [parties.supplier(award.winner.supplier, "supplier")] if award else []


def _notices(tender: Tender, award: Award | None, scope: Scope) -> list[Data]:
    notices = [("tenderNotice", "tender", tender), ("awardNotice", "award", award)]
    return [
        {
            "id": f"{page}-{notice.pk}",
            "documentType": kind,
            "title": notice.title,
            "url": _page(scope, page, notice.pk),
            "datePublished": instant(notice.published_at),
        }
        for kind, page, notice in notices
        if notice is not None
    ]


def _in_force(contract: Contract) -> list[Change]:
    standing = {Change.Status.FILED, Change.Status.APPROVED}
    return sorted((c for c in contract.changes.all() if c.status in standing), key=lambda change: change.pk)


def _final_value(contract: Contract) -> Data | None:
    if contract.project.stage not in DONE:
        return None
    return value(contract.amount + sum((c.amount_delta for c in _in_force(contract)), Decimal(0)))


def _modifications(contract: Contract) -> list[Data]:
    """Return the changes in force, each with the contract's amount before and after it."""
    found, amount = [], contract.amount
    for change in _in_force(contract):
        before, amount = amount, amount + change.amount_delta
        kind = "value" if change.amount_delta else "duration" if change.days_delta else "scope"
        found.append(
            pruned(
                {
                    "id": str(change.pk),
                    "date": instant(change.decided_at or change.filed_at),
                    "description": change.content,
                    "rationale": change.reason,
                    "type": kind,
                    "oldContractValue": value(before) if kind == "value" else None,
                    "newContractValue": value(amount) if kind == "value" else None,
                }
            )
        )
    return found


def _supervision(project: Project, parties: Parties) -> Iterator[Data]:
    contracts: list[SupervisionContract] = list(project.supervision_contracts.all())
    for position, contract in enumerate(sorted(contracts, key=lambda one: one.pk), start=1):
        supplier = parties.organization(contract.supervisor, "supplier", "independentMonitor")
        summary = {
            "nature": ["supervision"],
            "externalReference": contract.number,
            "status": "closed" if project.stage in DONE else "active",
            "suppliers": [supplier],
            "contractValue": value(contract.amount),
        }
        yield _process(project, f"supervision-{position}", summary)
