"""A plain report."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from egov.pdf.papers.marks import Verification
from egov.pdf.papers.numbers import DocumentNumber
from egov.pdf.papers.parts import Paragraph, Section, numbered, paragraphs
from egov.pdf.typography import chinese_date


@dataclass(frozen=True, kw_only=True)
class Report:
    """A plain report without a red head: facts as label and value, paragraphs, tables."""

    template: ClassVar[str] = "documents/report.html"
    layout: ClassVar[str] = "report"

    title: str
    organ: str
    date: dt.date
    opening: str = ""
    facts: tuple[tuple[str, object], ...] = ()
    sections: tuple[Section, ...] = ()
    number: DocumentNumber | None = None
    is_sealed: bool = False
    numbers_pages: bool = True
    """Not where it becomes a part of a volume, which has page numbers of its own."""
    verification: Verification | None = None

    @property
    def opening_paragraphs(self) -> list[Paragraph]:
        return paragraphs(self.opening)

    @property
    def numbered_sections(self) -> list[tuple[str, Section]]:
        return numbered(self.sections)

    @property
    def date_text(self) -> str:
        return chinese_date(self.date)
