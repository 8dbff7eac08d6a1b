"""The special fund of a year, and its accounts: what each level was given and passed on. Clause 二(一)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import connections, models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import SINGLE_KINDS, Jurisdiction, User
from egov.ui.formats import share_of
from projects.models.project import Project

if TYPE_CHECKING:
    from egov.accounts.acting import Actor

FEN = 100
"""Balances are whole fen: SQLite keeps decimals as floating point, where 0.1 + 0.2 exceeds 0.3."""

FUND_READERS = SINGLE_KINDS
"""Kinds that read the special fund: those of which a jurisdiction has one organization."""


def yuan_of(fen: int | None) -> Decimal:
    """Return yuan with two places."""
    return Decimal(fen or 0).scaleb(-2)


class FundLine(models.TextChoices):
    """What the fund's money is for; the notice charges reviews and supervision to it too (三(三)4)."""

    CONSTRUCTION = "construction", _("Construction")
    REVIEW = "review", _("Argumentation, review and supervision")
    MAINTENANCE = "maintenance", _("Operation and maintenance")


class Figure(models.TextChoices):
    """What an amount counts as; each figure is bounded by the one before it."""

    APPROPRIATED = "appropriated", _("Appropriation")
    EARMARKED = "earmarked", _("Earmarked")
    ALLOCATED = "allocated", _("Allocated")
    COMMITTED = "committed", _("Committed")
    PAID = "paid", _("Paid")


class SpecialFundQuerySet(models.QuerySet["SpecialFund"]):
    def visible_to(self, actor: Actor) -> SpecialFundQuerySet:
        """Return the funds of one's own jurisdiction and of the districts below it."""
        place = actor.jurisdiction
        if place is None:
            return self.none()
        return self.filter(Q(jurisdiction=place) | Q(jurisdiction__parent=place))

    def open(self) -> SpecialFundQuerySet:
        return self.filter(closed_at__isnull=True)


class SpecialFund(models.Model):
    """The year's special fund of a jurisdiction: the book to which its accounts and entries belong."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="funds")
    year = models.PositiveSmallIntegerField(_("year"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = SpecialFundQuerySet.as_manager()

    class Meta:
        verbose_name = _("special fund")
        verbose_name_plural = _("special funds")
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "year"], name="fund_once_a_year"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="fund_closing_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction.name} {self.year}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def appropriation(self) -> Decimal:
        """Return the yuan that the fund has in its year."""
        return self.accounts.total(Figure.APPROPRIATED)

    def left_on(self, line: str) -> Decimal:
        """Return the yuan of a line that can still be allocated."""
        account = self.accounts.filter(figure=Figure.EARMARKED, line=line).first()
        return account.left if account else Decimal(0)


class FundAccountQuerySet(models.QuerySet["FundAccount"]):
    def total(self, figure: str) -> Decimal:
        """Return the sum in yuan of what the accounts of one figure hold."""
        if figure == Figure.PAID:
            return yuan_of(self.filter(figure=Figure.COMMITTED).aggregate(s=Sum("used_fen"))["s"])
        return yuan_of(self.filter(figure=figure).aggregate(s=Sum("amount_fen"))["s"])

    def on(self, line: str) -> FundAccountQuerySet:
        return self.filter(line=line)

    def allocated(self, line: str = FundLine.CONSTRUCTION) -> Decimal:
        """Return the yuan allocated on a line, over all years; by default for construction."""
        return self.on(line).total(Figure.ALLOCATED)

    def totals(self) -> Iterable[tuple[int, str, str, int, int]]:
        """Return fund, figure, line, and the fen that such accounts hold and used."""
        grouped = self.order_by().values("fund_id", "figure", "line")
        sums = grouped.annotate(held=Sum("amount_fen"), passed_on=Sum("used_fen"))
        return sums.values_list("fund_id", "figure", "line", "held", "passed_on")

    def with_below(self) -> FundAccountQuerySet:
        """Add ``paid_fen``: what was paid of what the accounts below are committed to."""
        # A subquery, not a join: a page of a long list sums up only its own rows.
        below = FundAccount.objects.filter(parent=OuterRef("pk")).order_by().values("parent")
        paid = below.annotate(s=Sum("used_fen")).values("s")
        return self.annotate(paid_fen=Coalesce(Subquery(paid), 0, output_field=models.BigIntegerField()))

    def locked_bounds(self, projects: Collection[int]) -> dict[int, Project]:
        """Lock projects by number, and read the investment that bounds what they can be given."""
        rows = Project.objects.raw(
            "SELECT p.id, p.title, p.approved_investment FROM projects_project p"  # noqa: S608 - placeholders
            f" WHERE p.id IN ({_places(projects)}) ORDER BY p.id {self._lock('p')}",
            list(projects),
        )
        return {project.pk: project for project in rows}

    def locked(self, pks: Collection[int], *, of_projects: Collection[int]) -> dict[int, FundAccount]:
        """Lock accounts and all that some projects have for construction, by number; with ``fund_closed_at``.

        Written as SQL: every posting passes here, and Django would build the same statement anew each time.
        """
        rows = self.model.objects.raw(
            "SELECT a.*, f.closed_at AS fund_closed_at FROM projects_fundaccount a"  # noqa: S608 - placeholders
            " JOIN projects_specialfund f ON f.id = a.fund_id"
            f" WHERE a.id IN ({_places(pks)}) OR a.figure = 'allocated' AND a.line = 'construction'"
            f" AND a.project_id IN ({_places(of_projects)}) ORDER BY a.id {self._lock('a', shared='f')}",
            [*pks, *of_projects],
        )
        return {account.pk: account for account in rows}

    def _lock(self, name: str, *, shared: str = "") -> str:
        if not connections[self.db].features.has_select_for_no_key_update:
            return ""
        # What is only read beside it is locked too, or it would be read as it was before the waiting.
        return f"FOR NO KEY UPDATE OF {name}" + (f" FOR SHARE OF {shared}" if shared else "")

    def room(self) -> Decimal:
        """Return the yuan of open years that can still be passed on, or paid."""
        return sum((account.left for account in self.with_room()), Decimal(0))

    def with_room(self) -> FundAccountQuerySet:
        """Return the accounts of open years from which something is left to pass on, oldest year first."""
        open_years = self.filter(fund__closed_at__isnull=True, amount_fen__gt=F("used_fen"))
        return open_years.order_by("fund__year", "pk")


def _places(values: Collection[int]) -> str:
    """Return a placeholder for each value; with none, a list that nothing is in."""
    return ", ".join(["%s"] * len(values)) or "NULL"


class FundAccount(models.Model):
    """What one level of a year's fund holds, and what of it was passed on to the level below; in fen.

    Appropriation › earmark of a line › allocation to a project › commitment to a contract; what is used of a
    commitment is what was paid. The database keeps the balances itself, entry by entry, and refuses what
    exceeds them: see ``projects.ledger_triggers``. Nothing else may write them.
    """

    fund = models.ForeignKey(SpecialFund, models.PROTECT, related_name="accounts")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    figure = models.CharField(_("level"), max_length=12, choices=Figure)
    line = models.CharField(_("line"), max_length=12, choices=FundLine, blank=True)
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="fund_accounts")
    commitment = models.ForeignKey("projects.Commitment", models.PROTECT, null=True, related_name="accounts")
    amount_fen = models.BigIntegerField(default=0, editable=False)
    used_fen = models.BigIntegerField(default=0, editable=False)
    last_entry_id = models.BigIntegerField(default=0, editable=False)

    objects = FundAccountQuerySet.as_manager()

    paid_fen: int
    fund_closed_at: datetime | None

    class Meta:
        verbose_name = _("fund account")
        verbose_name_plural = _("fund accounts")
        constraints = [
            models.CheckConstraint(
                condition=Q(used_fen__gte=0, used_fen__lte=F("amount_fen")), name="fund_account_within"
            ),
            models.CheckConstraint(
                condition=Q(figure="appropriated", line="", project=None, commitment=None, parent=None)
                | Q(figure="earmarked", line__gt="", project=None, commitment=None, parent__isnull=False)
                | Q(
                    figure="allocated",
                    line__gt="",
                    project__isnull=False,
                    commitment=None,
                    parent__isnull=False,
                )
                | Q(
                    figure="committed",
                    line__gt="",
                    project__isnull=False,
                    commitment__isnull=False,
                    parent__isnull=False,
                ),
                name="fund_account_shape",
            ),
            models.UniqueConstraint(
                fields=["fund"], condition=Q(figure="appropriated"), name="one_appropriation_account"
            ),
            models.UniqueConstraint(
                fields=["fund", "line"], condition=Q(figure="earmarked"), name="one_earmark_account"
            ),
            models.UniqueConstraint(
                fields=["project", "line", "fund"],
                condition=Q(figure="allocated"),
                name="one_allocation_account",
            ),
            models.UniqueConstraint(
                fields=["commitment", "fund"],
                condition=Q(figure="committed"),
                name="one_commitment_account",
            ),
        ]
        indexes = [
            models.Index(fields=["fund", "figure", "line"], name="account_by_fund"),
            models.Index(fields=["project", "figure", "line"], name="account_by_project"),
        ]

    def __str__(self) -> str:
        return f"{self.fund} {self.get_figure_display()} {self.get_line_display()}".strip()

    @property
    def amount(self) -> Decimal:
        """Yuan that the account holds."""
        return yuan_of(self.amount_fen)

    @property
    def used(self) -> Decimal:
        """Yuan passed on to the level below, or paid."""
        return yuan_of(self.used_fen)

    @property
    def paid(self) -> Decimal:
        """Yuan paid below, where the query added them (``with_below``)."""
        return yuan_of(self.paid_fen)

    @property
    def rate(self) -> Decimal | None:
        """Execution rate in percent, where the query added what is paid (``with_below``)."""
        return share_of(self.paid, self.amount)

    @property
    def left(self) -> Decimal:
        """Yuan that can still be passed on, or paid."""
        return yuan_of(self.amount_fen - self.used_fen)
