"""Who a supplier is, before suppliers have accounts of their own: a name and, mostly, a code."""

from __future__ import annotations

from dataclasses import dataclass

from egov.accounts.models import Organization
from egov.accounts.names import plain_name


@dataclass(frozen=True)
class Supplier:
    """A company by its name and unified social credit code (which may be unknown)."""

    name: str
    uscc: str = ""

    @classmethod
    def of(cls, organization: Organization) -> Supplier:
        return cls(organization.name, organization.uscc)

    def is_same_as(self, other: Supplier) -> bool:
        """Tell whether both are one company: by code where both are known, and by name in any case."""
        if self.uscc and self.uscc == other.uscc:
            return True
        return plain_name(self.name) == plain_name(other.name)
