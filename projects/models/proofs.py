from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from projects.models.fund import SpecialFund


class LedgerProof(models.Model):
    """What came of recomputing a year's balances from its entries; ``faults`` is empty where all is sound."""

    fund = models.ForeignKey(SpecialFund, models.PROTECT, related_name="proofs")
    at = models.DateTimeField(_("time"), default=timezone.now)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    entries = models.PositiveIntegerField(_("entries"))
    faults = models.JSONField(_("faults"), default=list)

    class Meta:
        verbose_name = _("proof of the ledger")
        verbose_name_plural = _("proofs of the ledger")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.fund} {self.at:%Y-%m-%d}"
