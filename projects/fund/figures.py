"""The figures of a fund as pages and reports show them, in yuan."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from egov.ui.charts import Bar, Group, bar_chart
from egov.ui.formats import share_of
from projects.fund.carrying import CarryOvers
from projects.models import Figure, FundAccount, FundArrangement, FundLine, LedgerEntry, SpecialFund, yuan_of
from projects.models.fund import FundAccountQuerySet

COLORS = {
    "has": "#7b8a99",
    "earmarked": "#7b8a99",
    "allocated": "#0f4c94",
    "committed": "#8a4b00",
    "paid": "#1a6b3c",
}


class FundSums:
    """What accounts hold and used, summed once by fund, figure and line."""

    def __init__(self, accounts: FundAccountQuerySet) -> None:
        self._held: dict[tuple[int, str, str | None], int] = defaultdict(int)
        self._used: dict[tuple[int, str, str | None], int] = defaultdict(int)
        for fund, figure, line, held, used in accounts.totals():
            for key in ((fund, figure, line), (fund, figure, None)):
                self._held[key] += held
                self._used[key] += used

    def of(self, fund: int, line: str | None = None) -> dict[str, Decimal]:
        """Return a fund's figures, of one line or of all; ``left`` can still be allocated."""
        top = Figure.EARMARKED if line else Figure.APPROPRIATED
        allocated = self._held[fund, Figure.ALLOCATED, line]
        fen = {
            "has": self._held[fund, top, line],
            "earmarked": self._held[fund, Figure.EARMARKED, line],
            "allocated": allocated,
            "committed": self._held[fund, Figure.COMMITTED, line],
            "paid": self._used[fund, Figure.COMMITTED, line],
            "left": self._held[fund, top, line] - allocated,
        }
        return {name: yuan_of(amount) for name, amount in fen.items()}

    def row(self, fund: int, line: str | None = None) -> dict[str, Any]:
        """Return the figures with the execution rate: paid of what is allocated, in percent."""
        figures = self.of(fund, line)
        return {**figures, "rate": share_of(figures["paid"], figures["allocated"])}


@dataclass(frozen=True)
class Totals:
    """What a year has, or is to have: the appropriation, and of it each line's earmark."""

    appropriation: Decimal
    earmarks: dict[FundLine, Decimal]

    @classmethod
    def now(cls, fund: SpecialFund | None) -> Totals:
        """Return what stands in the ledger; a year without a fund has nothing."""
        sums = FundSums(FundAccount.objects.filter(fund=fund) if fund else FundAccount.objects.none())
        key = fund.pk if fund else 0
        return cls(sums.of(key)["has"], {line: sums.of(key, line)["earmarked"] for line in FundLine})

    @classmethod
    def named_by(cls, arrangement: FundArrangement) -> Totals:
        """Return what an arrangement names."""
        return cls(arrangement.appropriation, {line: arrangement.earmark_of(line) for line in FundLine})

    @classmethod
    def before(cls, arrangement: FundArrangement) -> Totals:
        """Return what stood in the ledger before an arrangement that is in force: without what it posted."""
        stands = cls.named_by(arrangement)
        # Narrowed by the accounts, of which each has few entries: a year has as many as it has payments.
        own = LedgerEntry.objects.filter(
            account__fund=arrangement.fund_id,
            account__figure__in=(Figure.APPROPRIATED, Figure.EARMARKED),
            object_type=arrangement._meta.label_lower,
            object_id=str(arrangement.pk),
        )
        moved: dict[str, Decimal] = defaultdict(Decimal)
        for entry in own:
            moved[entry.line] += entry.signed_amount
        lines = {line: amount - moved[line] for line, amount in stands.earmarks.items()}
        return cls(stands.appropriation - moved[""], lines)

    @property
    def unassigned(self) -> Decimal:
        return self.appropriation - sum(self.earmarks.values(), Decimal(0))

    def changes_to(self, then: Totals) -> list[dict[str, Any]]:
        """Return row by row what stands now and what would stand after an arrangement."""
        return [
            {"label": _("Appropriation"), "now": self.appropriation, "then": then.appropriation},
            *(
                {"label": line.label, "now": self.earmarks[line], "then": then.earmarks[line]}
                for line in FundLine
            ),
            {"label": _("In no line yet"), "now": self.unassigned, "then": then.unassigned},
        ]


def year_figures(fund: SpecialFund) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the figures of a year in all, and line by line, in two queries."""
    sums, carried = FundSums(FundAccount.objects.filter(fund=fund)), CarryOvers([fund])
    lines = [
        {"line": line.value, "label": line.label, **carried.row(fund, sums.row(fund.pk, line), line)}
        for line in FundLine
    ]
    return carried.row(fund, sums.row(fund.pk)), lines


def lines_chart(fund: SpecialFund, total: dict[str, Any], lines: list[dict[str, Any]]) -> str:
    """Draw how far each line of a year is allocated, committed and paid."""
    groups = [
        _group(_("In all"), total, "has"),
        *(_group(line["label"], line, "earmarked") for line in lines),
    ]
    title = _("Special fund of %(year)s: from appropriation to payment") % {"year": fund.year}
    return bar_chart(groups, name=f"fund-{fund.year}", title=title)


def years_chart(place: str, code: str, years: list[tuple[int, dict[str, Any]]]) -> str:
    """Draw the years of one place side by side, the oldest first."""
    groups = [_group(str(year), row, "has") for year, row in sorted(years, key=lambda one: one[0])]
    title = _("Special fund of %(place)s, year by year") % {"place": place}
    return bar_chart(groups, name=f"years-{code}", title=title)


def _group(label: Any, row: dict[str, Any], top: str) -> Group:
    names = {
        "has": _("Appropriation"),
        "earmarked": _("Earmarked"),
        "allocated": _("Allocated"),
        "committed": _("Committed"),
        "paid": _("Paid"),
    }
    shown = (top, "allocated", "committed", "paid")
    return Group(str(label), tuple(Bar(names[name], row[name], COLORS[name]) for name in shown))
