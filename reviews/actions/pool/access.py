"""Who may change what the pool knows."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.models import Organization, OrganizationKind
from egov.accounts.roles import Permission
from reviews.actions.refusal import ExpertRefused, refuse_if
from reviews.models import Expert


def keeps(pool: Organization, by: Actor) -> bool:
    """Tell whether the person keeps this pool: the office of its own jurisdiction does."""
    own = pool.kind == OrganizationKind.EXPERT_POOL and pool.jurisdiction == by.jurisdiction
    return own and by.may(Permission.MANAGE_EXPERTS)


def is_self(expert: Expert, by: Actor) -> bool:
    """Tell whether the person is this expert, acting as one."""
    return expert.user == by.user and expert.pool == by.organization


def require_keeper(pool: Organization, by: Actor) -> None:
    """Raise ``PermissionDenied`` unless the person keeps the pool."""
    if not keeps(pool, by):
        raise PermissionDenied


def require_keeper_or_self(expert: Expert, by: Actor) -> None:
    """Raise ``PermissionDenied`` for anybody but the expert and who keeps the pool."""
    if not is_self(expert, by):
        require_keeper(expert.pool, by)


def locked(expert: Expert) -> Expert:
    """Return the expert's row, locked until the deed is done."""
    rows = Expert.objects.select_for_update(of=("self",), no_key=True).select_related(
        "user", "pool__jurisdiction"
    )
    return rows.get(pk=expert.pk)


def note_own_change(expert: Expert, by: Actor) -> None:
    """What experts change of themselves counts once the office has verified it.

    Raises ``ExpertRefused`` while they are suspended.
    """
    refuse_if(_faults_of_own_change(expert, by), ExpertRefused)
    if is_self(expert, by) and expert.state == Expert.State.ACTIVE:
        expert.state = Expert.State.UNVERIFIED


def _faults_of_own_change(expert: Expert, by: Actor) -> Iterator[str]:
    if is_self(expert, by) and expert.state == Expert.State.SUSPENDED:
        yield _("While you are suspended, only the office changes your profile.")
