"""What the body of a paper is made of: numbered points, their paragraphs and tables."""

import re
from dataclasses import dataclass

from egov.pdf.typography import chinese_number

SHORT = 10  # rows
SHORT_TEXT = 300  # characters, some ten lines of a table
SECOND_LEVEL = re.compile(r"（[一二三四五六七八九十]+）[^。：]*[。：]?")


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table; amounts stand to the right. ``share`` is its part of the width in percent."""

    label: str
    amount: bool = False
    share: int | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table; the head repeats on each page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    caption: str = ""

    @property
    def is_short(self) -> bool:
        """Whether it is kept on one page; one full of text would leave half a page empty before it."""
        characters = sum(len(str(cell)) for row in self.rows for cell in row)
        return len(self.rows) <= SHORT and characters <= SHORT_TEXT

    @property
    def lines(self) -> list[list[tuple[Column, object]]]:
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; the lead is the heading of the second level, （一）…, set in 楷体 (7.3.3)."""

    lead: str
    text: str


def paragraphs(text: str) -> list[Paragraph]:
    """One paragraph per line of the text; blank lines do not count."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    leads = [found.group() if (found := SECOND_LEVEL.match(line)) else "" for line in lines]
    return [Paragraph(lead, line.removeprefix(lead)) for lead, line in zip(leads, lines, strict=True)]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A numbered point: heading in 黑体, then one paragraph per line of the text, then a table."""

    heading: str
    text: str = ""
    table: Table | None = None
    picture: str = ""
    """A chart as markup of ``egov.ui.charts``; its table stands with it."""

    @property
    def paragraphs(self) -> list[Paragraph]:
        return paragraphs(self.text)


def numbered(sections: tuple[Section, ...]) -> list[tuple[str, Section]]:
    return [(chinese_number(place), section) for place, section in enumerate(sections, 1)]
