from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Organization, User

TIME_TO_READ = timedelta(minutes=10)
"""Whoever reads a notice within this time needs no mail about it."""

TOO_OLD = timedelta(days=7)
"""What mail could not carry for so long is no news; it waits in the inbox."""


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)

    def to_mail(self) -> NoticeQuerySet:
        """Return those that nobody read in time, and of whom no mail has told yet a person who wants mail."""
        now = timezone.now()
        wanting = self.unread().filter(user__is_active=True, user__wants_mail=True).exclude(user__email="")
        return wanting.filter(mailed_at__isnull=True, sent_at__range=(now - TOO_OLD, now - TIME_TO_READ))


class Notice(models.Model):
    """A line in a person's inbox: what happened, and where to look."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="+")
    words = models.JSONField(
        _("notice"), help_text="What it says, by language: it was said to people who read any."
    )
    url = models.CharField(max_length=200)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    read_at = models.DateTimeField(_("read at"), null=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_by_user"),
            models.Index(fields=["user"], condition=models.Q(read_at__isnull=True), name="notice_unread"),
            models.Index(
                fields=["sent_at"],
                condition=models.Q(read_at__isnull=True, mailed_at__isnull=True),
                name="notice_unmailed",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """Return what it says in the reader's language; in another one where it was not said in theirs."""
        asked = (get_language() or "", settings.LANGUAGE_CODE, *self.words)
        return next((self.words[language] for language in asked if language in self.words), "")
