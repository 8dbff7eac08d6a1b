"""A letter (信函格式) after GB/T 9704-2012, 10.1: for one addressee, between red double lines."""

from dataclasses import dataclass
from typing import ClassVar

from egov.pdf.papers.official import OfficialPaper
from egov.pdf.typography import Mark, fit_mark


@dataclass(frozen=True, kw_only=True)
class Letter(OfficialPaper):
    template: ClassVar[str] = "documents/letter.html"

    @property
    def head(self) -> Mark:
        return fit_mark(self.mark or self.issuer)
