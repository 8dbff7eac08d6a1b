"""Amounts as people write them: ``1,234.5``, ``1.5万``, ``３亿元``."""

import re
import unicodedata
from decimal import Decimal, localcontext

from django.utils.translation import gettext as _

FEN = Decimal("0.01")
LIMIT = Decimal(10) ** 12
"""What no amount reaches: the narrowest column that money passes through, of 14 digits, ends here.

The wider columns could not go far beyond: SQLite keeps decimals as floating point, of which Django reads 15
digits back; with two decimals, that ends at ten times as much.
"""
SHOWN = 30
"""Characters of a text that is no amount which a message repeats."""
UNITS = {"": 1, "元": 1, "圆": 1, "圓": 1, "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}

_WRITTEN = re.compile(
    r"(?P<sign>[+-]?)"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)"
    r"(?:\.(?P<fraction>\d+))?"
    r" ?(?P<unit>[元圆圓万萬亿億]?)[元圆圓]?",
    # NFKC has made Latin digits of the full-width ones; the page itself reads no others.
    re.ASCII,
)
_CURRENCY = re.compile(r"^(?:人民币|人民幣|CNY|RMB|¥)\s*", re.IGNORECASE)


class AmountError(ValueError):
    """The text is no amount; the message says, in the reader's language, what to write instead."""


def parse_amount(text: str) -> Decimal:
    """Return the yuan, with two places, that a person meant by ``text``.

    Understands full-width digits, thousands separators (comma or space), and the units 元, 万 and 亿.
    Raises ``AmountError`` for anything else, for negative amounts, fractions of a fen, and ``LIMIT`` or more.
    """
    written = " ".join(unicodedata.normalize("NFKC", text).split())
    match = _WRITTEN.fullmatch(_CURRENCY.sub("", written))
    if not match:
        shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
        raise AmountError(
            _("“%(text)s” is not an amount. Write it like 1,234.5 or 12.5万.") % {"text": shown}
        )
    if match["sign"] == "-":
        raise AmountError(_("An amount cannot be negative."))
    digits = match["whole"].replace(",", "").replace(" ", "")
    # As many digits as were written, so that nothing of them is rounded away.
    with localcontext(prec=len(written) + 10):
        amount = Decimal(f"{digits}.{match['fraction'] or 0}") * UNITS[match["unit"]]
    if amount >= LIMIT:
        raise AmountError(_("The amount is too large."))
    if amount != amount.quantize(FEN):
        raise AmountError(_("The smallest unit is one fen (0.01 yuan)."))
    return amount.quantize(FEN)
