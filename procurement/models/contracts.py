from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Organization, User
from procurement.models.suppliers import Supplier
from procurement.models.tenders import Tender
from projects.models import Commitment, DocumentVersion, Project


@dataclass(frozen=True)
class Limit:
    """Something that a contract must not exceed: its label and yuan (None while it is not known)."""

    label: Any
    amount: Decimal | None

    def left(self, amount: Decimal) -> Decimal:
        """Return what would be left of it, in yuan; negative where it is exceeded."""
        return (self.amount or Decimal(0)) - amount


def limits_of(project: Project) -> list[Limit]:
    """Return what the contract of a project must keep to: budget estimate, fund and award."""
    design, tender = project.designs.current(), project.tenders.live()
    award = getattr(tender, "award", None) if tender and not tender.is_void else None
    return [
        Limit(_("Budget estimate"), design.estimate if design else None),
        Limit(_("Allocated from the special fund"), project.fund_accounts.allocated()),
        Limit(_("Award amount"), award.amount if award else None),
    ]


class ContractQuerySet(models.QuerySet["Contract"]):
    def current(self) -> Contract | None:
        """Return the contract of the tender under way or awarded; that of a failed tender is past."""
        return self.filter(tender__failed_at__isnull=True).select_related("project", "tender").first()

    def starts_on(self) -> date | None:
        """Return the day on which work is to begin."""
        contract = self.current()
        return contract.starts_on if contract else None

    def is_within_limits(self) -> bool:
        """Tell whether the contract is recorded and exceeds neither estimate, fund nor award."""
        contract = self.current()
        return contract is not None and not contract.excesses()


class Contract(models.Model):
    """The contract with the winner, in yuan, clause 三(三)2."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="contracts")
    tender = models.OneToOneField(Tender, models.PROTECT, related_name="contract")
    number = models.CharField(_("contract number"), max_length=60)
    amount = models.DecimalField(_("contract amount"), max_digits=14, decimal_places=2)
    supplier_name = models.CharField(_("contractor"), max_length=200)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    signed_on = models.DateField(_("signed on"))
    starts_on = models.DateField(_("work begins on"))
    ends_on = models.DateField(_("work is to end on"))
    payment_terms = models.JSONField(
        _("terms of payment"),
        default=list,
        help_text="As recorded; they bind once the contract is signed, as rows of its commitment.",
    )
    file = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="+", verbose_name=_("contract"))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    commitment = models.OneToOneField(Commitment, models.PROTECT, null=True, related_name="contract")

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="contract_amount_positive"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="contract_period_forward"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def supplier(self) -> Supplier:
        return Supplier(self.supplier_name, self.uscc)

    def excesses(self) -> list[Limit]:
        """Return the limits that the amount exceeds."""
        return [limit for limit in limits_of(self.project) if limit.left(self.amount) < 0]


class SupervisionContractQuerySet(models.QuerySet["SupervisionContract"]):
    def current(self) -> SupervisionContract | None:
        return self.select_related("supervisor", "file").order_by("-assigned_at", "-pk").first()

    def is_assigned(self) -> bool:
        return self.filter(supervisor=F("project__supervisor")).exists()


class SupervisionContract(models.Model):
    """The supervisor whom the office procured, assigned to a project; clause 三(三)4."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="supervision_contracts")
    supervisor = models.ForeignKey(
        Organization, models.PROTECT, related_name="supervision_contracts", verbose_name=_("supervisor")
    )
    number = models.CharField(_("contract number"), max_length=60)
    amount = models.DecimalField(_("contract amount"), max_digits=14, decimal_places=2)
    file = models.ForeignKey(
        DocumentVersion, models.PROTECT, related_name="+", verbose_name=_("supervision contract")
    )
    assigned_at = models.DateTimeField(_("assigned at"), default=timezone.now)
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    commitment = models.OneToOneField(
        Commitment, models.PROTECT, null=True, related_name="supervision_contract"
    )

    objects = SupervisionContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision contract")
        verbose_name_plural = _("supervision contracts")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="supervision_amount_positive")]

    def __str__(self) -> str:
        return f"{self.supervisor}"
