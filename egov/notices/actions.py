from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from egov.accounts.models import Membership, Organization, User
from egov.notices.models import Notice


@dataclass(frozen=True, kw_only=True)
class Message:
    """What an organization's people are told: all of them, its signatories alone, or one person."""

    organization: Organization
    text: str
    url: str
    signatories_only: bool = False
    user: User | None = None

    def concerns(self, member: Membership) -> bool:
        return (
            member.organization_id == self.organization.pk
            and (member.is_signatory or not self.signatories_only)
            and (self.user is None or member.user_id == self.user.pk)
        )


def notify_organizations(messages: Sequence[Message]) -> None:
    """Put messages into the inboxes of those whom they concern; two queries, however many there are."""
    if not messages:
        return
    addressed = {message.organization.pk for message in messages}
    members = list(Membership.objects.usable().filter(organization__in=addressed))
    Notice.objects.bulk_create(
        Notice(user=member.user, organization=message.organization, text=message.text[:300], url=message.url)
        for message in messages
        for member in members
        if message.concerns(member)
    )


def notify_organization(
    organization: Organization,
    *,
    text: str,
    url: str,
    signatories_only: bool = False,
    user: User | None = None,
) -> None:
    """Put a notice into the inbox of an organization's people, or of one of them."""
    notify_organizations(
        [Message(organization=organization, text=text, url=url, signatories_only=signatories_only, user=user)]
    )


def notify_users(users: Iterable[User], *, text: str, url: str) -> None:
    """Put a notice into the inbox of these people."""
    Notice.objects.bulk_create(Notice(user=user, text=text[:300], url=url) for user in set(users))


@transaction.atomic
def mark_read(*, user: User, notice_id: int | None = None) -> None:
    """Mark one notice of a person, or all of them, as read."""
    notices = Notice.objects.unread().filter(user=user)
    if notice_id is not None:
        notices = notices.filter(pk=notice_id)
    notices.update(read_at=timezone.now())
