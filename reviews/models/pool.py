"""Who can be asked to sit on a project's panel, and who must not."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from egov.accounts.models import Membership, Organization, OrganizationKind
from projects.models import Project

OFFICIAL_KINDS = (
    OrganizationKind.DEPARTMENT,
    OrganizationKind.INFORMATIZATION_OFFICE,
    OrganizationKind.FINANCE_BUREAU,
)
"""Whose people may sit beside the experts; who decides, supervises or audits does not."""


def experts_for(project: Project) -> QuerySet[Membership]:
    """Return the members of the pool; a district may use its city's (clause 一(一))."""
    home = project.jurisdiction
    return (
        Membership.objects.usable()
        .filter(organization__kind=OrganizationKind.EXPERT_POOL)
        .filter(organization__jurisdiction_id__in=[home.pk, home.parent_id])
        .select_related("user__expert_profile")
        .order_by("user__name", "pk")
    )


def officials_for(project: Project) -> QuerySet[Membership]:
    """Return the officials whom the office may name."""
    return (
        Membership.objects.usable()
        .filter(organization__kind__in=OFFICIAL_KINDS, organization__jurisdiction=project.jurisdiction_id)
        .exclude(organization__in=interested(project))
        .select_related("user__expert_profile")
        .order_by("organization__name", "user__name", "pk")
    )


def interested(project: Project) -> list[Organization]:
    """Return the organizations whose people must not judge the project."""
    units = (project.owner_unit, project.user_unit, project.construction_entity, project.supervisor)
    return list({unit.pk: unit for unit in units if unit is not None}.values())


def recused(
    project: Project, memberships: Iterable[Membership], *, bidders: Iterable[str] = ()
) -> dict[int, str]:
    """Return, by person, the organization with an interest for which the person works.

    ``bidders`` are those whose schemes or bids the panel ranks. They and an expert's employer are known
    by name, so these are compared by name.
    """
    units = interested(project)
    names = {unit.name for unit in units} | set(bidders)
    people = [membership.user for membership in memberships]
    ties = Membership.objects.filter(user__in=people, is_active=True)
    ties = ties.filter(Q(organization__in=units) | Q(organization__name__in=names))
    found = {tie.user_id: tie.organization.name for tie in ties.select_related("organization")}
    for person in people:
        profile = getattr(person, "expert_profile", None)
        if profile is not None and profile.employer in names:
            found[person.pk] = profile.employer
    return found
