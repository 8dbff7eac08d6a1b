from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from projects.models import Commitment
from reviews.models.experts import Expert
from reviews.models.panels import Panel, PanelMember


class FeeList(models.Model):
    """What the experts of one panel are owed; bound on the fund's review line, paid as a whole."""

    panel = models.OneToOneField(Panel, models.PROTECT, related_name="fee_list")
    commitment = models.OneToOneField(Commitment, models.PROTECT, related_name="fee_list")
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    paid_at = models.DateTimeField(_("paid at"), null=True)
    paid_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("list of fees")
        verbose_name_plural = _("lists of fees")
        constraints = [
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True, paid_by__isnull=True)
                | Q(paid_at__isnull=False, paid_by__isnull=False),
                name="fee_list_payment_paired",
            )
        ]

    def __str__(self) -> str:
        return str(self.panel)

    @property
    def total(self) -> Decimal:
        return self.fees.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


class Fee(AppendOnlyModel):
    """What one expert is owed: half days at the rate of their title; yuan."""

    fee_list = models.ForeignKey(FeeList, models.PROTECT, related_name="fees")
    member = models.OneToOneField(PanelMember, models.PROTECT, related_name="fee")
    half_days = models.PositiveSmallIntegerField(_("half days"))
    grade = models.CharField(_("grade of the title"), max_length=20, choices=Expert.Grade)
    rate = models.DecimalField(_("yuan per half day"), max_digits=8, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(half_days__gt=0, half_days__lte=20, amount=F("rate") * F("half_days")),
                name="fee_is_half_days_at_rate",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.amount}"
