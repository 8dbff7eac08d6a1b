from django.db import transaction

from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from projects.models import Follow, Project


@transaction.atomic
def follow(*, project: Project, by: Actor) -> None:
    """Put a project on the person's home page."""
    Follow.objects.get_or_create(project=project, user=by.user)
    record_event(verb="project.follow", by=by, on=project, jurisdiction_id=project.jurisdiction_id)


@transaction.atomic
def unfollow(*, project: Project, by: Actor) -> None:
    """Take a project off the person's home page."""
    Follow.objects.filter(project=project, user=by.user).delete()
    record_event(verb="project.unfollow", by=by, on=project, jurisdiction_id=project.jurisdiction_id)
