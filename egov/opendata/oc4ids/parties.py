"""Who takes part: organizations and companies, each once, with all its roles."""

import hashlib
from typing import Any

from egov.accounts.models import Organization, OrganizationKind
from egov.opendata.oc4ids.values import Data, pruned
from procurement.models import Supplier
from projects.models import Project

SCHEME = "CN-USCC"
"""The unified social credit code; the register of such lists has no entry of its own for it yet."""


class Parties:
    """Collects whoever is named, and what they are to the project."""

    def __init__(self) -> None:
        self._known: dict[str, Data] = {}

    def add(self, name: str, uscc: str, *roles: str) -> Data:
        """Note that somebody takes part in these roles; return the reference by which they are named."""
        reference = {"id": party_id(name, uscc), "name": name}
        party = self._known.setdefault(reference["id"], {**reference, **_identity(name, uscc), "roles": []})
        party["roles"] += [role for role in roles if role not in party["roles"]]
        return reference

    def organization(self, organization: Organization | None, *roles: str) -> Data | None:
        if organization is None:
            return None
        return self.add(organization.name, organization.uscc, *roles)

    def supplier(self, supplier: Supplier, *roles: str) -> Data:
        return self.add(supplier.name, supplier.uscc, *roles)

    def all(self) -> list[Data]:
        return list(self._known.values())


def party_id(name: str, uscc: str) -> str:
    """Return the id of a party: its code or, where none is known, a digest of its name."""
    return f"{SCHEME}-{uscc}" if uscc else f"name-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _identity(name: str, uscc: str) -> dict[str, Any]:
    return {"identifier": {"scheme": SCHEME, "id": uscc, "legalName": name}} if uscc else {}


def add_units(parties: Parties, project: Project, *, whole: bool) -> Data | None:
    """Note the units of a project; return the public authority."""
    authority = parties.organization(project.owner_unit, "publicAuthority")
    parties.organization(project.user_unit, "publicAuthority")
    if whole or any(tender.is_published for tender in project.tenders.all()):
        parties.organization(project.construction_entity, "procuringEntity", "buyer")
    if whole:
        parties.organization(project.supervisor, "independentMonitor")
        offices = project.jurisdiction.organizations.filter(
            kind__in=[OrganizationKind.FINANCE_BUREAU, OrganizationKind.INFORMATIZATION_OFFICE]
        )
        for office in offices.active():
            finance = office.kind == OrganizationKind.FINANCE_BUREAU
            parties.organization(office, *(("funder", "payer") if finance else ("reviewBody",)))
    return pruned(authority) if authority else None
