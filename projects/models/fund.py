from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Jurisdiction, User
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from projects.models.project import Project


class SpecialFundQuerySet(models.QuerySet["SpecialFund"]):
    def with_allocated(self) -> SpecialFundQuerySet:
        """Add ``allocated``: the yuan that projects have been given from the fund."""
        given = Coalesce(Sum("allocations__amount"), Decimal(0), output_field=models.DecimalField())
        return self.annotate(allocated=given)


class SpecialFund(models.Model):
    """The year's special fund of a jurisdiction, in yuan (clause 二(一)). The ledger deepens it."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="funds")
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)

    objects = SpecialFundQuerySet.as_manager()

    class Meta:
        verbose_name = _("special fund")
        verbose_name_plural = _("special funds")
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "year"], name="fund_once_a_year"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="fund_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction.name} {self.year}"

    def left(self) -> Decimal:
        """Return the yuan that can still be allocated."""
        return self.amount - self.allocations.total()


class AllocationQuerySet(AppendOnlyQuerySet["Allocation"]):
    def total(self) -> Decimal:
        """Return the sum in yuan."""
        return self.aggregate(s=Sum("amount"))["s"] or Decimal(0)


class Allocation(AppendOnlyModel):
    """Yuan that the finance bureau allocated to a project from a year's fund."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="allocations")
    fund = models.ForeignKey(
        SpecialFund, models.PROTECT, related_name="allocations", verbose_name=_("special fund")
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    reason = models.TextField(_("reason"))
    allocated_at = models.DateTimeField(_("allocated at"), default=timezone.now)
    allocated_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_positive")]

    def __str__(self) -> str:
        return f"{self.project}: {self.amount}"
