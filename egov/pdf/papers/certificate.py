"""A certificate on one framed page: what is certified, by facts, and the seal below."""

from dataclasses import dataclass
from typing import ClassVar

from egov.pdf.papers.official import OfficialPaper


@dataclass(frozen=True, kw_only=True)
class Certificate(OfficialPaper):
    template: ClassVar[str] = "documents/certificate.html"

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
