"""How a contract is paid: its terms, and the applications for payment made under them; 三(四)1."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.acting import Actor
from egov.accounts.models import Organization, User
from egov.accounts.roles import Role
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from projects.flow import Capacity
from projects.models.commitments import Commitment
from projects.models.documents import DocumentVersion
from projects.models.fund import FundLine
from projects.models.ledger import LedgerEntry
from projects.models.project import Project


@dataclass(frozen=True)
class PaymentParties:
    """Who applies for a payment, and who accepts it before the finance bureau pays."""

    applicant: Role
    checker: Role
    checks_as: Capacity


PAYMENT_PARTIES = {
    FundLine.CONSTRUCTION: PaymentParties(Role.CONSTRUCTION_ENTITY, Role.SUPERVISOR, Capacity.MEMBER),
    FundLine.REVIEW: PaymentParties(
        Role.INFORMATIZATION_OFFICE, Role.INFORMATIZATION_OFFICE, Capacity.SIGNATORY
    ),
    FundLine.MAINTENANCE: PaymentParties(Role.USER_UNIT, Role.USER_UNIT, Capacity.SIGNATORY),
}
"""By the line of the contract: 三(三)3–4, 三(四)2. Where one organization does both, two persons do."""


class PaymentTerm(AppendOnlyModel):
    """A part of a contract that falls due together, in percent of the contract as it stands."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="terms")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("term of payment"), max_length=40)
    percent = models.DecimalField(_("percent"), max_digits=5, decimal_places=2)
    is_final = models.BooleanField(
        _("only after final acceptance"), default=False, help_text=_("Paid once the project is accepted.")
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("term of payment")
        verbose_name_plural = _("terms of payment")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "position"], name="payment_term_once"),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100), name="payment_term_percent_sound"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PaymentApplicationQuerySet(models.QuerySet["PaymentApplication"]):
    def visible_to(self, actor: Actor) -> PaymentApplicationQuerySet:
        """Return those of the projects that a person sees."""
        return self.filter(commitment__project__in=Project.objects.visible_to(actor))

    def open(self) -> PaymentApplicationQuerySet:
        """Return those that wait for the checker, or for the finance bureau."""
        return self.filter(status__in=PaymentApplication.OPEN)

    def with_names(self) -> PaymentApplicationQuerySet:
        """Load what a list of applications shows."""
        return self.select_related("commitment__project", "term", "filed_by", "organization")

    def standing_payments(self) -> PaymentApplicationQuerySet:
        """Return those paid whose payment was not reversed in the ledger."""
        reversed_entries = LedgerEntry.objects.filter(voucher=OuterRef("voucher"), reversal__isnull=False)
        return self.filter(~Exists(reversed_entries), status=PaymentApplication.Status.PAID)


class PaymentApplication(models.Model):
    """A request to pay a term of a contract, or a part of it, in yuan, upon an invoice.

    It is decided twice, by the checker and by the finance bureau; what is decided never changes: the
    database refuses it. ``voucher`` names the payment in the ledger, so that it is booked once.
    """

    class Status(models.TextChoices):
        FILED = "filed", _("Waits for acceptance")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Waits for payment")
        REFUSED = "refused", _("Payment refused")
        PAID = "paid", _("Paid")

    OPEN = (Status.FILED, Status.ACCEPTED)

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="payment_applications")
    term = models.ForeignKey(
        PaymentTerm, models.PROTECT, related_name="applications", verbose_name=_("term of payment")
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    invoice = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="+", verbose_name=_("invoice"))
    invoice_number = models.CharField(_("invoice number"), max_length=60)
    statement = models.TextField(_("statement"))
    voucher = models.UUIDField(_("voucher"), default=uuid4, unique=True, editable=False)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.FILED)
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("filed by"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    checked_at = models.DateTimeField(_("checked at"), null=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    check_remark = models.TextField(_("remark on the check"), blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    refusal_reason = models.TextField(_("reason for refusal"), blank=True)

    objects = PaymentApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment application")
        verbose_name_plural = _("payment applications")
        constraints = [
            models.UniqueConstraint(
                fields=["term"],
                condition=Q(status__in=["filed", "accepted"]),
                name="one_open_payment_application",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_application_positive"),
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by=None, status="filed")
                | Q(checked_at__isnull=False, checked_by__isnull=False) & ~Q(status="filed"),
                name="payment_check_paired",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, status__in=["filed", "returned", "accepted"])
                | Q(settled_at__isnull=False, settled_by__isnull=False, status__in=["refused", "paid"]),
                name="payment_settlement_paired",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned", check_remark="") & ~Q(status="refused", refusal_reason=""),
                name="payment_refusal_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["status", "id"], name="payment_by_status")]

    def __str__(self) -> str:
        return f"{self.commitment.number} {self.term}"

    def get_absolute_url(self) -> str:
        return reverse("projects:payment", args=[self.commitment.project.number, self.pk])

    @property
    def parties(self) -> PaymentParties:
        return PAYMENT_PARTIES[FundLine(self.commitment.line)]

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def entries(self) -> models.QuerySet[LedgerEntry]:
        """The entries of its payment in the ledger."""
        return LedgerEntry.objects.filter(voucher=self.voucher)
