"""Who acts, for whom, from where. Every action takes such an ``Actor`` as ``by``."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from egov.accounts.models import Jurisdiction, Membership, Organization, User
from egov.accounts.roles import ROLES_OF_ADMIN, ROLES_OF_KIND, Permission, Role, permissions_of
from egov.audit.middleware import address_of, id_of

SESSION_KEY = "membership"


@dataclass(frozen=True)
class Actor:
    """A person acting under one membership, or under none (administrators).

    The trail names the membership's organization, so a person with two of them has to choose.
    """

    user: User
    membership: Membership | None = None
    ip: str | None = None
    request_id: str = ""
    can_switch: bool = False

    @property
    def organization(self) -> Organization | None:
        return self.membership.organization if self.membership else None

    @property
    def jurisdiction(self) -> Jurisdiction | None:
        return self.organization.jurisdiction if self.organization else None

    @cached_property
    def home_id(self) -> int | None:
        """Return the jurisdiction where the trail keeps what concerns the person, not a deed of theirs.

        It is that of the organization they act for or, before they chose one, of the first.
        """
        if self.jurisdiction:
            return self.jurisdiction.pk
        first = self.user.memberships.order_by("pk").values_list("organization__jurisdiction_id", flat=True)
        return first.first()

    @property
    def kind(self) -> str:
        return self.organization.kind if self.organization else ""

    @property
    def is_handler(self) -> bool:
        return bool(self.membership and self.membership.is_handler)

    @property
    def is_signatory(self) -> bool:
        return bool(self.membership and self.membership.is_signatory)

    @property
    def capacity(self) -> str:
        """Return the word the trail keeps: administrator's role, signatory, or handler."""
        if not self.membership:
            return self.user.admin_role
        return "signatory" if self.is_signatory else "handler"

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Return the roles held without regard to a project."""
        if self.membership:
            return ROLES_OF_KIND.get(self.kind, frozenset())
        return ROLES_OF_ADMIN.get(self.user.admin_role, frozenset())

    def may(self, permission: Permission) -> bool:
        """Tell whether the person may do this, without regard to a project."""
        return permission in permissions_of(self.roles)


def usable_memberships(user: User) -> list[Membership]:
    return list(Membership.objects.usable().filter(user=user).order_by("organization__name", "pk"))


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts; only for views behind the login."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # ActingMiddleware sets it
    return actor


def find_actor(request: HttpRequest) -> Actor | None:
    """Return who acts in this request; with several memberships, under the one that was chosen.

    The membership is read anew in each request: one that ended no longer counts.
    """
    user = request.user
    if not isinstance(user, User):
        return None
    memberships = usable_memberships(user)
    chosen = request.session.get(SESSION_KEY)
    membership = next((m for m in memberships if m.pk == chosen), None)
    if membership is None and len(memberships) == 1:
        membership = memberships[0]
    return Actor(
        user=user,
        membership=membership,
        ip=address_of(request),
        request_id=id_of(request),
        can_switch=len(memberships) > 1,
    )
