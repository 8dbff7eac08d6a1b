from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.audit.actions import record_event
from projects.actions.searching import index_project
from projects.actions.tasks import refresh_tasks
from projects.models import Project


def require(project: Project, permission: Permission, *, by: Actor) -> None:
    """Raise ``PermissionDenied`` unless the person may do this in this project."""
    if not project.allows(by, permission):
        raise PermissionDenied


def record(
    *,
    verb: str,
    project: Project,
    by: Actor,
    on: Any = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    goes_on: bool = False,
) -> None:
    """End a deed on a project: write its event, and bring search and to-do lists up to date.

    ``goes_on``: another deed follows in the same transaction, and brings them up to date for both.
    """
    record_event(
        verb=verb,
        by=by,
        on=on if on is not None else project,
        project_id=project.pk,
        jurisdiction_id=project.jurisdiction_id,
        before=before,
        after=after,
        reason=reason,
        roles=project.roles_of(by),
    )
    if goes_on:
        return
    project.updated_at = timezone.now()
    project.save(update_fields=["updated_at"])
    index_project(project)
    refresh_tasks(project, by=by)
