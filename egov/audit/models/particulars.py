from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from egov.audit.canonical import PARTICULARS, particulars_digest
from egov.audit.models.events import Event, Part


class ParticularsQuerySet(models.QuerySet["Particulars"]):
    def standing(self) -> ParticularsQuerySet:
        """Return those that have not been deleted at a person's request."""
        return self.filter(redacted_at__isnull=True)


class Particulars(models.Model):
    """What names a person in an event: outside the hashed form, so that it can be deleted.

    The event keeps the digest of it with ``salt``. Without the salt, which goes with the rest, the
    digest tells nothing. The database refuses every change but that deletion.
    """

    event = models.ForeignKey(Event, models.DO_NOTHING, related_name="particulars", db_constraint=False)
    part = models.CharField(max_length=10, choices=Part)
    person_id = models.BigIntegerField(null=True)
    name = models.CharField(_("name"), max_length=300, blank=True)
    ip = models.CharField(_("address"), max_length=45, blank=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    salt = models.CharField(max_length=32, blank=True)
    redacted_at = models.DateTimeField(_("deleted at"), null=True)

    objects = ParticularsQuerySet.as_manager()

    class Meta:
        verbose_name = _("particulars")
        verbose_name_plural = _("particulars")
        indexes = [models.Index(fields=["person_id", "event"], name="particulars_by_person")]
        constraints = [
            models.UniqueConstraint(fields=["event", "part"], name="particulars_once"),
            models.CheckConstraint(
                condition=Q(redacted_at__isnull=True) & ~Q(salt="")
                | Q(redacted_at__isnull=False, salt="", name="", ip=""),
                name="particulars_whole_or_deleted",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        return self.name if self.redacted_at is None else str(_("(deleted)"))

    def digest(self, algorithm: str) -> str:
        """Return what the event keeps of it."""
        return particulars_digest(algorithm, {name: getattr(self, name) for name in PARTICULARS})
