"""Who a supplier is, before suppliers have accounts of their own: a name and, mostly, a code."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from egov.accounts.models import Organization


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
        return _plain(self.name) == _plain(other.name)


def _plain(name: str) -> str:
    """Write a name without the differences that typing makes: widths of brackets, spaces, case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
