"""The figures of a fund as pages and reports show them, in yuan."""

from collections import defaultdict
from decimal import Decimal

from projects.models import Figure, yuan_of
from projects.models.fund import FundAccountQuerySet


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
