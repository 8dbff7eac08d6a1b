"""Charts drawn on the server as SVG: the same picture on the page and in the PDF.

Only presentation attributes, which the security policy lets through. What lies across is given in percent:
a paper shows the picture at its own width, a page as wide as its card, and letters keep their size. A chart
never stands alone: its table is beside it, and its description repeats the figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from egov.ui.formats import listed, wan

WIDTH = 360
NAMES, BARS, AMOUNTS = 22, 42, 66
"""In percent of the width: where the bars begin, how long the longest is, where the amounts stand."""

LINE, GAP, HEAD = 18, 10, 20
FONTS = "egov Song, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"


@dataclass(frozen=True)
class Bar:
    """One amount in yuan, with its name and color; the name tells what the color would."""

    label: str
    amount: Decimal
    color: str


@dataclass(frozen=True)
class Group:
    label: str
    bars: tuple[Bar, ...]

    def __str__(self) -> str:
        colon = pgettext("between a label and its text", ": ")
        return f"{self.label}{colon}" + listed(f"{bar.label} {wan(bar.amount, 2)}" for bar in self.bars)


def bar_chart(groups: Sequence[Group], *, name: str, title: str) -> SafeString:
    """Draw groups of horizontal bars on one scale; ``name`` makes the ids of the picture unique."""
    largest = max((bar.amount for group in groups for bar in group.bars), default=Decimal(0))
    top, parts = 0, []
    for group in groups:
        parts.append(_heading(group.label, top + 14))
        top += HEAD
        for bar in group.bars:
            parts.append(_bar(bar, top, largest))
            top += LINE
        top += GAP
    return format_html(
        '<svg class="chart" role="img" aria-labelledby="{0}-title {0}-text" width="{1}"'
        ' height="{2}" font-family="{3}"><title id="{0}-title">{4}</title><desc id="{0}-text">{5}</desc>'
        "{6}</svg>",
        name,
        WIDTH,
        max(top - GAP, HEAD),
        FONTS,
        title,
        pgettext("between two conditions", "; ").join(map(str, groups)),
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _heading(label: str, y: int) -> SafeString:
    return format_html(
        '<text x="0" y="{}" font-size="13" font-weight="600" fill="#1b2733">{}</text>', y, label
    )


def _bar(bar: Bar, y: int, largest: Decimal) -> SafeString:
    length = float(round(bar.amount / largest * BARS, 2)) if largest else 0.0
    return format_html(
        '<text x="0" y="{0}" font-size="12" fill="#51606f">{1}</text>'
        '<rect x="{2}%" y="{3}" width="{4}%" height="12" fill="#e9eef3"/>'
        '<rect x="{2}%" y="{3}" width="{5}%" height="12" fill="{6}"/>'
        '<text x="{7}%" y="{0}" font-size="12" fill="#1b2733">{8}</text>',
        y + 12,
        bar.label,
        NAMES,
        y + 2,
        BARS,
        length,
        bar.color,
        AMOUNTS,
        wan(bar.amount, 2),
    )
