from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Abs
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from procurement.models import Contract
from projects.models import DocumentVersion, Project


class ChangeQuerySet(models.QuerySet["Change"]):
    def in_force(self) -> ChangeQuerySet:
        return self.filter(status__in=[Change.Status.FILED, Change.Status.APPROVED])

    def pending(self) -> ChangeQuerySet:
        return self.filter(status=Change.Status.PENDING)

    def amount_in_force(self) -> Decimal:
        """Return the sum in yuan of what the changes in force add and take away."""
        return self.in_force().aggregate(s=Sum("amount_delta"))["s"] or Decimal(0)

    def moved(self) -> Decimal:
        """Return the yuan moved by all changes not refused: what was added and what was taken away.

        Both count towards the threshold: taking half out and putting another half in is no small
        change, though the two cancel out.
        """
        standing = self.exclude(status=Change.Status.REFUSED)
        return standing.aggregate(s=Sum(Abs("amount_delta")))["s"] or Decimal(0)


class Change(models.Model):
    """A change order to the contract. Small ones are filed, others wait for the office (clause 三(三)3).

    ``amount_delta`` is in yuan, ``days_delta`` in days; both may be negative.
    """

    class Status(models.TextChoices):
        FILED = "filed", _("Filed, in force")
        PENDING = "pending", _("Awaits approval")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    project = models.ForeignKey(Project, models.PROTECT, related_name="changes")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="changes")
    content = models.TextField(_("content of the change"))
    reason = models.TextField(_("reason"))
    amount_delta = models.DecimalField(_("change of the amount"), max_digits=14, decimal_places=2)
    days_delta = models.SmallIntegerField(_("change of the time"), default=0)
    status = models.CharField(_("state"), max_length=20, choices=Status)
    paper = models.ForeignKey(
        DocumentVersion, models.PROTECT, related_name="+", verbose_name=_("change order")
    )
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("filed by"))
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decision_reason = models.TextField(_("reason for the decision"), blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["filed", "pending"], decided_at__isnull=True, decided_by__isnull=True)
                | Q(status__in=["approved", "refused"], decided_at__isnull=False, decided_by__isnull=False),
                name="change_decision_paired",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(decision_reason=""), name="change_refusal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.content[:60]


def amount_after_changes(contract: Contract) -> Decimal:
    """Return the contract's amount in yuan with the changes in force."""
    return contract.amount + contract.changes.amount_in_force()
