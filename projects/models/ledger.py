from __future__ import annotations

from decimal import Decimal
from uuid import UUID, uuid4

from django.db import connections, models
from django.db.models import BigIntegerField, F, Q
from django.db.models.functions import Cast, Round
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Organization, User
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from projects.models.commitments import Commitment
from projects.models.documents import DocumentVersion
from projects.models.fund import FEN, Figure, FundAccount, FundLine, SpecialFund
from projects.models.project import Project


class EntryKind(models.TextChoices):
    APPROPRIATION = "appropriation", _("Appropriation")
    EARMARK = "earmark", _("Earmark")
    ALLOCATION = "allocation", _("Allocation")
    COMMITMENT = "commitment", _("Commitment")
    PAYMENT = "payment", _("Payment")
    RELEASE = "release", _("Release")
    REALLOCATION = "reallocation", _("Reallocation")
    CARRY_OVER = "carry_over", _("Carry-over")
    REVERSAL = "reversal", _("Reversal")


GIVING = {
    EntryKind.APPROPRIATION: Figure.APPROPRIATED,
    EntryKind.EARMARK: Figure.EARMARKED,
    EntryKind.ALLOCATION: Figure.ALLOCATED,
    EntryKind.COMMITMENT: Figure.COMMITTED,
    EntryKind.PAYMENT: Figure.PAID,
}
"""The kinds that add to one figure each."""


SIGNED_FEN = Cast(Round(F("amount") * FEN), BigIntegerField()) * F("sign")
"""What an entry adds, in fen, of which SQLite sums exactly."""


class LedgerEntryQuerySet(AppendOnlyQuerySet["LedgerEntry"]):
    def with_names(self) -> LedgerEntryQuerySet:
        """Load what a line of the ledger shows."""
        return self.select_related(
            "fund__jurisdiction", "project", "account__commitment", "organization", "user", "document"
        )

    def under(self, voucher: UUID) -> list[LedgerEntry]:
        """Return what was written under a voucher, in its order.

        Asked first as SQL: every posting asks this, nearly always in vain, and Django would build the same
        statement anew each time.
        """
        value = self.model._meta.get_field("voucher").get_db_prep_value(voucher, connections[self.db])
        with connections[self.db].cursor() as cursor:
            cursor.execute("SELECT 1 FROM projects_ledgerentry WHERE voucher = %s LIMIT 1", [value])
            if cursor.fetchone() is None:
                return []
        return list(self.filter(voucher=voucher).order_by("position"))

    def bound_without_approval(self, commitment: Commitment) -> LedgerEntryQuerySet:
        """Return what binds money to a contract and was not approved as an overrun."""
        return self.filter(account__commitment=commitment, kind=EntryKind.COMMITMENT, is_overrun=False)


class LedgerEntry(AppendOnlyModel):
    """One posting: yuan added to a figure of an account (sign 1) or taken from it (sign -1).

    Entries of one deed share a ``voucher``; a deed that is repeated with the same voucher posts nothing
    again. A mistake is reversed by an entry of its own.
    """

    fund = models.ForeignKey(SpecialFund, models.PROTECT, related_name="entries")
    account = models.ForeignKey(FundAccount, models.PROTECT, related_name="entries")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="ledger_entries")
    line = models.CharField(_("line"), max_length=12, choices=FundLine, blank=True)
    kind = models.CharField(_("kind"), max_length=14, choices=EntryKind)
    figure = models.CharField(_("level"), max_length=12, choices=Figure)
    sign = models.SmallIntegerField(choices=[(1, "+"), (-1, "−")])
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversal", verbose_name=_("reverses")
    )
    is_overrun = models.BooleanField(
        _("approved overrun"),
        default=False,
        help_text="The office approved this commitment above the limit for changes.",
    )
    voucher = models.UUIDField(_("voucher"), default=uuid4)
    position = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(_("reason"))
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    object_label = models.CharField(_("about"), max_length=300, blank=True)
    document = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, related_name="+", verbose_name=_("document")
    )
    at = models.DateTimeField(_("time"), default=timezone.now)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        constraints = [
            models.UniqueConstraint(fields=["voucher", "position"], name="ledger_voucher_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_amount_positive"),
            models.CheckConstraint(
                condition=Q(amount=Round(F("amount"), precision=2)), name="ledger_amount_in_fen"
            ),
            models.CheckConstraint(condition=Q(sign__in=[1, -1]), name="ledger_sign"),
            models.CheckConstraint(condition=~Q(reason=""), name="ledger_has_reason"),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False)
                | ~Q(kind="reversal") & Q(reverses__isnull=True),
                name="ledger_reversal_paired",
            ),
            models.CheckConstraint(
                condition=Q(kind="appropriation", figure="appropriated", sign=1)
                | Q(kind="earmark", figure="earmarked", sign=1)
                | Q(kind="allocation", figure="allocated", sign=1)
                | Q(kind="commitment", figure="committed", sign=1)
                | Q(kind="payment", figure="paid", sign=1)
                | Q(kind="release", sign=-1)
                | Q(kind="reallocation", figure="allocated")
                | Q(kind="carry_over") & ~Q(figure="paid")
                | Q(kind="reversal"),
                name="ledger_kind_and_figure",
            ),
            models.CheckConstraint(
                condition=Q(is_overrun=False) | Q(figure="committed"), name="ledger_overrun_of_contract"
            ),
        ]
        indexes = [
            models.Index(fields=["fund", "id"], name="entry_by_fund"),
            models.Index(fields=["project", "id"], name="entry_by_project"),
            models.Index(fields=["account", "id"], name="entry_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.signed_amount}"

    @property
    def signed_amount(self) -> Decimal:
        """Yuan, negative where they were taken away."""
        return self.sign * self.amount

    @property
    def commitment(self) -> Commitment | None:
        return self.account.commitment
