"""A paper with a red head, after GB/T 9704-2012."""

import datetime as dt
from dataclasses import dataclass
from math import ceil
from typing import ClassVar

from egov.pdf.papers.marks import Verification
from egov.pdf.papers.numbers import DocumentNumber
from egov.pdf.papers.parts import Paragraph, Section, numbered, paragraphs
from egov.pdf.typography import Mark, Title, break_evenly, chinese_date, fit_mark, fit_title, width

LINE = 28  # characters
LINE_HEIGHT = 28.98  # points
DATE_FROM_RIGHT = 4  # characters: 7.3.5.1
PAGE_1 = 380.0
"""Points of page 1 that red head, title, addressees and body share: all but the blank lines of 7.2, 7.3."""


@dataclass(frozen=True, kw_only=True)
class OfficialPaper:
    """A paper with a red head, sealed by one organ. ``mark`` is the red head if not 〈issuer〉文件."""

    template: ClassVar[str] = "documents/official.html"
    layout: ClassVar[str] = "official"

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
    is_sealed: bool = False
    verification: Verification | None = None

    @property
    def head(self) -> Mark:
        return fit_mark(self.mark or f"{self.issuer}文件")

    @property
    def fitted_title(self) -> Title:
        """7.3.3: page 1 must show body text, so a very long title gets smaller."""
        addressees = ceil((width("、".join(self.addressees)) + 1) / LINE)
        a_blank_line_and_one_of_body = 2
        lines = addressees + a_blank_line_and_one_of_body
        return fit_title(self.title, PAGE_1 - self.head.height - LINE_HEIGHT * lines)

    @property
    def opening_paragraphs(self) -> list[Paragraph]:
        return paragraphs(self.opening)

    @property
    def numbered_sections(self) -> list[tuple[str, Section]]:
        return numbered(self.sections)

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
