"""Low ratings put a line on the office's list: to consider a suspension. People decide."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from egov.accounts.acting import Actor
from egov.accounts.models import Organization, OrganizationKind
from egov.accounts.roles import Role
from projects.actions import open_task
from projects.models import Task, TaskKind
from reviews.models import Expert, PanelMember, suggests_suspension


def suggest_suspension(member: PanelMember, *, by: Actor) -> None:
    """Ask who keeps the expert's pool to consider a suspension, once, where ratings suggest it."""
    expert = Expert.objects.select_related("pool", "user").get(user=member.user_id)
    offices = Organization.objects.active().filter(kind=OrganizationKind.INFORMATIZATION_OFFICE)
    keeper = offices.filter(jurisdiction=expert.pool.jurisdiction_id).order_by("pk").first()
    if keeper is None or not suggests_suspension(expert) or _open_ones(expert).exists():
        return
    open_task(
        organization=keeper,
        role=Role.INFORMATIZATION_OFFICE,
        kind=TaskKind.CONSIDER_SUSPENSION,
        name=expert.number,
        subject=expert.user.name,
        url=reverse("reviews:expert", args=[expert.number]),
        by=by,
    )


def close_suggestion(expert: Expert) -> None:
    """Take the suggestion off the list."""
    _open_ones(expert).update(closed_at=timezone.now())


def _open_ones(expert: Expert) -> QuerySet[Task]:
    return Task.objects.open().filter(kind=TaskKind.CONSIDER_SUSPENSION, name=expert.number)
