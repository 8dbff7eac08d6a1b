from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from egov.accounts.roles import Role
from projects.models.fund import FundLine, SpecialFund
from projects.models.project import Project

FUND_PARTIES = (Role.INFORMATIZATION_OFFICE, Role.FINANCE_BUREAU)
"""Who signs the appropriation and its earmarks, clause 二(一)."""


class FundArrangementQuerySet(models.QuerySet["FundArrangement"]):
    def open(self) -> FundArrangementQuerySet:
        """Return those that wait for signatures."""
        return self.filter(posted_at__isnull=True, withdrawn_at__isnull=True)


class FundArrangement(models.Model):
    """What a year's fund is to have in all, and how much of it each line; yuan. Clause 二(一).

    The informatization office and the finance bureau sign it together. With the second signature the
    ledger is brought from what it holds to these totals, and the items are allocated.
    """

    fund = models.ForeignKey(SpecialFund, models.PROTECT, related_name="arrangements")
    appropriation = models.DecimalField(_("appropriation"), max_digits=16, decimal_places=2)
    construction = models.DecimalField(FundLine.CONSTRUCTION.label, max_digits=16, decimal_places=2)
    review = models.DecimalField(FundLine.REVIEW.label, max_digits=16, decimal_places=2)
    maintenance = models.DecimalField(FundLine.MAINTENANCE.label, max_digits=16, decimal_places=2)
    basis = models.CharField(
        _("basis"), max_length=200, help_text=_("The decision on the budget, with its document number.")
    )
    reason = models.TextField(_("reason"))
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    posted_at = models.DateTimeField(_("in force since"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawal_reason = models.TextField(_("reason for withdrawal"), blank=True)

    objects = FundArrangementQuerySet.as_manager()

    class Meta:
        verbose_name = _("fund arrangement")
        verbose_name_plural = _("fund arrangements")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund"],
                condition=Q(posted_at=None, withdrawn_at=None),
                name="one_open_arrangement",
            ),
            models.CheckConstraint(
                condition=Q(construction__gte=0, review__gte=0, maintenance__gte=0, appropriation__gt=0),
                name="arrangement_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, posted_at=None)
                & ~Q(withdrawal_reason=""),
                name="arrangement_withdrawal_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund} {self.basis}"

    def get_absolute_url(self) -> str:
        return reverse("projects:arrangement", args=[self.fund.jurisdiction.code, self.fund.year, self.pk])

    @property
    def is_open(self) -> bool:
        return self.posted_at is None and self.withdrawn_at is None

    def earmark_of(self, line: str) -> Decimal:
        """Return the yuan that a line is to have."""
        amount: Decimal = getattr(self, line)
        return amount

    @property
    def unassigned(self) -> Decimal:
        """Yuan that no line has yet."""
        return self.appropriation - self.construction - self.review - self.maintenance

    def unsigned_parties(self) -> list[Role]:
        """Return who has still to sign."""
        signed = set(self.signatures.values_list("role", flat=True))
        return [role for role in FUND_PARTIES if role not in signed]


class ArrangementItem(models.Model):
    """Money for one project, allocated when the arrangement comes into force; yuan."""

    arrangement = models.ForeignKey(FundArrangement, models.PROTECT, related_name="items")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    line = models.CharField(_("line"), max_length=12, choices=FundLine)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("item of a fund arrangement")
        verbose_name_plural = _("items of a fund arrangement")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="arrangement_item_positive"),
            models.UniqueConstraint(fields=["arrangement", "project", "line"], name="arrangement_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.amount}"


class ArrangementSignature(models.Model):
    """A party's signature on a fund arrangement."""

    arrangement = models.ForeignKey(FundArrangement, models.PROTECT, related_name="signatures")
    role = models.CharField(_("role"), max_length=30, choices=Role)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    signed_at = models.DateTimeField(_("signed at"), default=timezone.now)

    class Meta:
        verbose_name = _("signature on a fund arrangement")
        verbose_name_plural = _("signatures on a fund arrangement")
        constraints = [
            models.UniqueConstraint(fields=["arrangement", "role"], name="arrangement_signed_once_per_party")
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.user}"
