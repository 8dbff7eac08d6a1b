"""Tells people by mail what they have not read in their inbox; one mail a person, not one a notice."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from egov.accounts.models import User
from egov.notices.models import Notice

MOST_LINES = 50

log = logging.getLogger(__name__)


def mail_unread() -> int:
    """Send each person one mail about what they have not read; return how many were sent.

    A mail that cannot be sent is tried again the next time, and keeps nobody else from theirs.
    """
    people = Notice.objects.to_mail().order_by("user").values_list("user", flat=True).distinct()
    return sum(_mail_to(person) for person in people)


def _mail_to(person_id: int) -> bool:
    try:
        with transaction.atomic():
            return _send(person_id)
    except (SMTPException, OSError):
        log.exception("No mail to person %s", person_id)
        return False


def _send(person_id: int) -> bool:
    """Mark and send in one transaction: what was not sent stays unmarked."""
    waiting = Notice.objects.to_mail().filter(user=person_id).select_related(None)
    notices = list(waiting.select_for_update(of=("self",), skip_locked=True, no_key=True).order_by("-id"))
    if not notices:
        return False
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=timezone.now())
    person = User.objects.get(pk=person_id)
    with translation.override(person.language or settings.LANGUAGE_CODE):
        _message(person, notices).send()
    return True


def _message(person: User, notices: list[Notice]) -> EmailMessage:
    count = len(notices)
    subject = ngettext("%(count)d unread notice", "%(count)d unread notices", count) % {"count": count}
    context = {"person": person, "notices": notices[:MOST_LINES], "count": count, "base": settings.PUBLIC_URL}
    return EmailMessage(subject, render_to_string("notices/mail.txt", context), to=[person.email])
