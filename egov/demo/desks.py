"""The organizations of the city with the people who act for them."""

from dataclasses import dataclass, field

from egov.accounts.acting import Actor
from egov.accounts.models import Membership, Organization


@dataclass
class Desk:
    """An organization of the city with the people who act for it."""

    organization: Organization
    handlers: list[Actor] = field(default_factory=list)
    heads: list[Actor] = field(default_factory=list)

    @property
    def handler(self) -> Actor:
        """The one who prepares and files (经办人)."""
        return self.handlers[0] if self.handlers else self.heads[0]

    @property
    def head(self) -> Actor:
        """The one who signs (负责人)."""
        return self.heads[0]

    @property
    def name(self) -> str:
        return self.organization.name


def whole(membership: Membership | None) -> Membership:
    """Read a membership with what an actor asks of it, so that no story asks again."""
    if membership is None:
        raise LookupError
    return Membership.objects.usable().get(pk=membership.pk)
