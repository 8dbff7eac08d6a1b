from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from projects.models.fund import Figure, FundLine
from projects.models.project import Project


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def on(self, line: str) -> CommitmentQuerySet:
        return self.filter(line=line)


class Commitment(models.Model):
    """A contract to which money of the fund is bound: with the contractor, the supervisor, the maintainer.

    The contract itself is kept by a later app, which points here. What is bound, and what is paid of it,
    is in the accounts, one per fund year.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="commitments")
    line = models.CharField(_("line"), max_length=12, choices=FundLine)
    number = models.CharField(_("contract number"), max_length=60)
    payee = models.CharField(_("payee"), max_length=200)
    signed_amount = models.DecimalField(_("amount as signed"), max_digits=14, decimal_places=2)
    made_at = models.DateTimeField(_("committed at"), default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.CheckConstraint(condition=models.Q(signed_amount__gt=0), name="commitment_positive")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.payee}"

    @property
    def amount(self) -> Decimal:
        """Yuan bound to the contract, over all years."""
        return self.accounts.total(Figure.COMMITTED)

    @property
    def paid(self) -> Decimal:
        """Yuan paid on the contract, over all years."""
        return self.accounts.total(Figure.PAID)
