"""What a year was budgeted with, what was carried into it and out of it, and what lapsed; in yuan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from projects.models import EntryKind, Figure, LedgerEntry, SpecialFund, yuan_of
from projects.models.ledger import SIGNED_FEN


class CarryOvers:
    """What years' ends brought into funds and took out of them, summed once by fund and line."""

    def __init__(self, funds: Iterable[SpecialFund]) -> None:
        # Narrowed by the accounts, of which each has few entries: a year has as many as it has payments.
        entries = LedgerEntry.objects.filter(
            account__fund__in=list(funds),
            account__figure__in=(Figure.APPROPRIATED, Figure.EARMARKED),
            kind=EntryKind.CARRY_OVER,
        )
        summed = entries.order_by().values("account__fund", "line", "sign").annotate(fen=Sum(SIGNED_FEN))
        self._fen: dict[tuple[int, str, int], int] = defaultdict(int)
        for fund, line, sign, fen in summed.values_list("account__fund", "line", "sign", "fen"):
            self._fen[fund, line, sign] = fen

    def row(self, fund: SpecialFund, figures: dict[str, Any], line: str = "") -> dict[str, Any]:
        """Return the figures of a fund or a line of it with where they come from and where they went.

        What it has is its budget and what was carried in, without what was carried over. Before the year
        is closed nothing is carried over, and nothing lapses.
        """
        has: Decimal = figures["has"]
        into, out = yuan_of(self._fen[fund.pk, line, 1]), -yuan_of(self._fen[fund.pk, line, -1])
        return {
            **figures,
            "budget": has - into + out,
            "carried_in": into,
            "carried_over": out if fund.is_closed else None,
            "lapsed": has - figures["paid"] if fund.is_closed else None,
        }
