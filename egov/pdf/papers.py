"""What an official paper says, as plain data; the templates in templates/documents/ lay it out.

Official papers are written in simplified Chinese whatever language the screen shows, so the Chinese here
and in the templates is the text of the paper, not a translation.
"""

import base64
import datetime as dt
import re
from dataclasses import dataclass
from math import ceil
from typing import ClassVar

from egov.pdf.typography import Mark, break_evenly, break_title, chinese_date, chinese_number, fit_mark, width

LINE = 28  # characters
DATE_FROM_RIGHT = 4  # characters: 7.3.5.1
SECOND_LEVEL = re.compile(r"（[一二三四五六七八九十]+）[^。：]*[。：]?")


@dataclass(frozen=True, kw_only=True)
class DocumentNumber:
    """发文字号 (7.2.5): the code of the organ, the year, and the serial number within the year."""

    code: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True, kw_only=True)
class Seal:
    """The picture of a seal, with a transparent ground; printed 42 mm wide over name and date."""

    content: bytes
    media_type: str = "image/svg+xml"

    @property
    def url(self) -> str:
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"


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


@dataclass(frozen=True, kw_only=True)
class OfficialPaper:
    """A paper with a red head, sealed by one organ. ``mark`` is the red head if not 〈issuer〉文件."""

    template: ClassVar[str] = "documents/official.html"

    issuer: str
    number: DocumentNumber
    title: str
    addressees: tuple[str, ...]
    date: dt.date
    opening: str = ""
    sections: tuple[Section, ...] = ()
    closing: str = ""
    attachments: tuple[str, ...] = ()
    note: str = ""
    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: dt.date | None = None
    mark: str = ""
    seal: Seal | None = None

    @property
    def head(self) -> Mark:
        return fit_mark(self.mark or f"{self.issuer}文件")

    @property
    def title_lines(self) -> list[str]:
        return break_title(self.title)

    @property
    def opening_paragraphs(self) -> list[Paragraph]:
        return paragraphs(self.opening)

    @property
    def numbered_sections(self) -> list[tuple[str, Section]]:
        return [(chinese_number(place), section) for place, section in enumerate(self.sections, 1)]

    @property
    def date_text(self) -> str:
        return chinese_date(self.date)

    @property
    def printed_on_text(self) -> str:
        return chinese_date(self.printed_on or self.date)

    @property
    def issuer_lines(self) -> list[str]:
        return break_evenly(self.issuer, ceil(width(self.issuer) / LINE), LINE)

    @property
    def signature_style(self) -> str:
        """7.3.5.1: the date four characters from the right, the organ centred on it.

        A name so long that it would leave the type area moves both to the left.
        """
        date, organ = width(self.date_text), max(map(width, self.issuer_lines))
        half = max(date, organ) / 2
        centre = min(LINE - DATE_FROM_RIGHT - date / 2, LINE - half)
        return f"width: {2 * half}em; margin-left: {centre - half}em"


@dataclass(frozen=True, kw_only=True)
class InitiationApproval(OfficialPaper):
    """立项批复: the answer to a unit's request (三(二)3). The points come as sections."""

    template: ClassVar[str] = "documents/initiation_approval.html"

    request_title: str
    request_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """A plain report without a red head: facts as label and value, paragraphs, tables."""

    template: ClassVar[str] = "documents/report.html"

    title: str
    organ: str
    date: dt.date
    facts: tuple[tuple[str, object], ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def numbered_sections(self) -> list[tuple[str, Section]]:
        return [(chinese_number(place), section) for place, section in enumerate(self.sections, 1)]

    @property
    def date_text(self) -> str:
        return chinese_date(self.date)
