"""Scoped look-ups: what one may not see is not there."""

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from egov.accounts.acting import Actor, actor_of
from egov.accounts.models import OrganizationKind
from egov.accounts.roles import Role
from projects.models import Document, DocumentKind, Project, Proposal
from projects.models.project import ProjectQuerySet


def visible_project(request: HttpRequest, number: str) -> Project:
    """Return a project that the person may see; raise ``Http404`` for any other.

    ``told_priority`` is its priority, as everybody may know it, without a query of its own.
    """
    related = Project.objects.select_related(
        "jurisdiction", "owner_unit", "user_unit", "construction_entity", "supervisor", "plan"
    )
    proposal = Proposal.objects.filter(project=OuterRef("pk"), plan=OuterRef("plan"))
    told = related.annotate(told_priority=Subquery(proposal.told_priorities()[:1]))
    return get_object_or_404(told.visible_to(actor_of(request)), number=number)


WHOLE_READERS = frozenset(
    {
        OrganizationKind.INFORMATIZATION_OFFICE,
        OrganizationKind.FINANCE_BUREAU,
        OrganizationKind.SUPERVISION_BUREAU,
        OrganizationKind.AUDIT_BUREAU,
    }
)
"""Kinds that see projects from their first day to their last."""


def wholly_seen(actor: Actor) -> ProjectQuerySet:
    """Return the projects whose dossier the person may have: seen as a whole, or of their own unit."""
    seen = Project.objects.visible_to(actor)
    return seen if actor.kind in WHOLE_READERS else seen.filter(owner_unit=actor.organization)


def sees_wholly(actor: Actor, project: Project) -> bool:
    """Tell the same of one project that the person sees."""
    return actor.kind in WHOLE_READERS or project.owner_unit == actor.organization


SECRET_KINDS: frozenset[str] = frozenset({DocumentKind.BID})
"""Papers that not everybody who sees the project may read."""


def may_read(actor: Actor, document: Document) -> bool:
    """Tell whether someone who sees the project may read this paper of it.

    The one place where papers with a secrecy of their own are spoken of; extend it here.
    """
    if document.kind in SECRET_KINDS:
        return _may_read_bid(actor, document)
    return True


def _may_read_bid(actor: Actor, document: Document) -> bool:
    """Nobody reads a bid before its opening; after it, those who receive, lead and evaluate do."""
    project = document.project
    readers = {Role.CONSTRUCTION_ENTITY, Role.INFORMATIZATION_OFFICE, Role.EXPERT}
    return document.pk in project.opened_bids and bool(readers & project.roles_of(actor))
