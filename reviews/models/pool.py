"""Who can be asked to sit on a project's panel by name: officials, and experts where a draw fell short."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from egov.accounts.models import Membership, OrganizationKind
from projects.models import Project
from reviews.models.experts import Expert
from reviews.models.recusal import Recusal

OFFICIAL_KINDS = (
    OrganizationKind.DEPARTMENT,
    OrganizationKind.INFORMATIZATION_OFFICE,
    OrganizationKind.FINANCE_BUREAU,
)
"""Whose people may sit beside the experts; who decides, supervises or audits does not."""


def experts_for(
    project: Project, *, names: Collection[str] = (), on: date | None = None
) -> QuerySet[Membership]:
    """Return the experts whom nothing keeps from a panel; a district may use its city's (clause 一(一)).

    ``names`` are those of what the panel ranks, ``on`` is the day of the meeting.
    """
    home, day = project.jurisdiction, on or timezone.localdate()
    recusal = Recusal.of(project, names=names, on=day)
    members = Membership.objects.usable().filter(
        organization__kind=OrganizationKind.EXPERT_POOL,
        organization__jurisdiction_id__in=[home.pk, home.parent_id],
        user__expert_profile__state=Expert.State.ACTIVE,
        user__expert_profile__valid_until__gte=day,
    )
    watching = Expert.objects.filter(recusal.supervising.employ).values("user")
    free = recusal.without(members).exclude(user__in=watching)
    return free.select_related("user__expert_profile").order_by("user__name", "pk")


def officials_for(
    project: Project, *, names: Collection[str] = (), on: date | None = None
) -> QuerySet[Membership]:
    """Return the officials whom the office may name: nobody who is tied to a party."""
    members = Membership.objects.usable().filter(
        organization__kind__in=OFFICIAL_KINDS, organization__jurisdiction=project.jurisdiction_id
    )
    free = Recusal.of(project, names=names, on=on).without(members)
    return free.select_related("user__expert_profile").order_by("organization__name", "user__name", "pk")


def recused(
    project: Project, memberships: Iterable[Membership], *, bidders: Collection[str] = ()
) -> dict[int, str]:
    """Return, by person, a party to which they are tied; ``bidders`` are those whom the panel ranks."""
    people = [membership.user_id for membership in memberships]
    return Recusal.of(project, names=bidders).of_people(people)
