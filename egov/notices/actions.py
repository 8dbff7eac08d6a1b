from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import override

from egov.accounts.acting import Actor
from egov.accounts.models import Membership, Organization, User
from egov.audit.actions import record_event
from egov.notices.models import Notice

LONGEST = 300

Text = str | Promise
"""What is said. A lazy text is read in every language, and each reader meets it in theirs."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """What an organization's people are told: all of them, its signatories alone, or one person."""

    organization: Organization
    text: Text
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
    # A pool of experts has fifty thousand members: one of them is told without reading the others.
    everybody = {message.organization.pk for message in messages if message.user is None}
    alone = [message for message in messages if message.user is not None]
    named = Q(
        organization__in={message.organization.pk for message in alone},
        user__in={message.user.pk for message in alone if message.user},
    )
    members = list(Membership.objects.usable().filter(Q(organization__in=everybody) | named))
    said = _in_every_language([message.text for message in messages])
    Notice.objects.bulk_create(
        Notice(user=member.user, organization=message.organization, words=words, url=message.url)
        for message, words in zip(messages, said, strict=True)
        for member in members
        if message.concerns(member)
    )


def notify_organization(
    organization: Organization,
    *,
    text: Text,
    url: str,
    signatories_only: bool = False,
    user: User | None = None,
) -> None:
    """Put a notice into the inbox of an organization's people, or of one of them."""
    notify_organizations(
        [Message(organization=organization, text=text, url=url, signatories_only=signatories_only, user=user)]
    )


def notify_users(users: Iterable[User], *, text: Text, url: str) -> None:
    """Put a notice into the inbox of these people."""
    (words,) = _in_every_language([text])
    Notice.objects.bulk_create(Notice(user=user, words=words, url=url) for user in set(users))


def _in_every_language(texts: Sequence[Text]) -> list[dict[str, str]]:
    """Say texts in each language, switching once for all of them."""
    said: list[dict[str, str]] = [{} for _text in texts]
    for language, _name in settings.LANGUAGES:
        with override(language):
            for words, text in zip(said, texts, strict=True):
                words[language] = str(text)[:LONGEST]
    return said


@transaction.atomic
def choose_mail(*, wants: bool, by: Actor) -> None:
    """Note whether a person wants to be told by mail what they have not read."""
    by.user.wants_mail = wants
    by.user.save(update_fields=["wants_mail"])
    record_event(
        verb="notices.choose_mail",
        by=by,
        on=by.user,
        person_id=by.user.pk,
        jurisdiction_id=by.home_id,
        before={"wants_mail": not wants},
        after={"wants_mail": wants},
    )


@transaction.atomic
def mark_read(*, user: User, notice_id: int | None = None) -> None:
    """Mark one notice of a person, or all of them, as read."""
    notices = Notice.objects.unread().filter(user=user)
    if notice_id is not None:
        notices = notices.filter(pk=notice_id)
    notices.update(read_at=timezone.now())
