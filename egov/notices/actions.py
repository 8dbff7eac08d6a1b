from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from egov.accounts.models import Membership, Organization, User
from egov.notices.models import Notice


def notify_organization(
    organization: Organization,
    *,
    text: str,
    url: str,
    signatories_only: bool = False,
    user: User | None = None,
) -> None:
    """Put a notice into the inbox of an organization's people, or of one of them."""
    members = Membership.objects.usable().filter(organization=organization)
    if signatories_only:
        members = members.filter(is_signatory=True)
    if user is not None:
        members = members.filter(user=user)
    _send({member.user for member in members}, organization=organization, text=text, url=url)


def notify_users(users: Iterable[User], *, text: str, url: str) -> None:
    """Put a notice into the inbox of these people."""
    _send(set(users), organization=None, text=text, url=url)


def _send(users: set[User], *, organization: Organization | None, text: str, url: str) -> None:
    Notice.objects.bulk_create(
        Notice(user=user, organization=organization, text=text[:300], url=url) for user in users
    )


@transaction.atomic
def mark_read(*, user: User, notice_id: int | None = None) -> None:
    """Mark one notice of a person, or all of them, as read."""
    notices = Notice.objects.unread().filter(user=user)
    if notice_id is not None:
        notices = notices.filter(pk=notice_id)
    notices.update(read_at=timezone.now())
