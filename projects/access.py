"""Scoped look-ups: what one may not see is not there."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from egov.accounts.acting import Actor, actor_of
from egov.accounts.roles import Role
from projects.models import Document, DocumentKind, Project


def visible_project(request: HttpRequest, number: str) -> Project:
    """Return a project that the person may see; raise ``Http404`` for any other."""
    related = Project.objects.select_related(
        "jurisdiction", "owner_unit", "user_unit", "construction_entity", "supervisor", "plan"
    )
    return get_object_or_404(related.visible_to(actor_of(request)), number=number)


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
