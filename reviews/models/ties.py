from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Organization
from egov.accounts.names import plain_name
from reviews.models.experts import Expert


class Tie(models.Model):
    """What ties an expert to an organization beside the present employment; from it follows recusal."""

    class Kind(models.TextChoices):
        FORMER_EMPLOYER = "former_employer", _("Former employer")
        POSITION = "position", _("Position (director, supervisor, adviser)")
        HOLDING = "holding", _("Holding")
        KINSHIP = "kinship", _("Kinship with somebody in charge there")
        DISPUTE = "dispute", _("Legal dispute")
        OTHER = "other", _("Other tie that may bias")

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="ties")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("organization"), max_length=120)
    key = models.CharField(max_length=120, editable=False, db_index=True)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True, db_index=True)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("particulars"), max_length=200, blank=True)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        ordering = ["kind", "-until", "pk"]
        # Of most ties neither is known: an index over all of them would look useless to SQLite.
        indexes = [
            models.Index(
                fields=["organization"],
                condition=Q(organization__isnull=False),
                name="tie_by_known_organization",
            ),
            models.Index(fields=["uscc"], condition=~Q(uscc=""), name="tie_by_known_code"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="tie_period_forward",
            ),
            models.CheckConstraint(
                condition=~Q(kind="former_employer") | Q(until__isnull=False), name="tie_former_has_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    def save(self, **kwargs: Any) -> None:
        """Keep beside the name the one by which it is compared."""
        self.key = plain_name(self.name)
        super().save(**kwargs)
