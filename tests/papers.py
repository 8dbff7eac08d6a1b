"""Read an issued paper back: its text without blanks, and whether it holds."""

import io
import re

import pdfplumber

from egov.pdf.render import examiner
from projects.models import IssuedPaper
from projects.papers.store import content_of


def text_of(paper: IssuedPaper) -> str:
    """Return the text of the file in the store, without blanks and page numbers."""
    with pdfplumber.open(io.BytesIO(content_of(paper))) as pdf:
        text = "".join("".join((page.extract_text() or "").split()) for page in pdf.pages)
    return re.sub(r"—\d+—", "", text)


def is_sound(paper: IssuedPaper) -> bool:
    """Tell whether the seal is good and is that of the organ named as issuer."""
    finding = examiner().examine(content_of(paper))
    return finding.is_good and finding.holder == paper.issuer_name


def missing(paper: IssuedPaper, *parts: str) -> list[str]:
    """Return which of the parts the paper does not say."""
    text = text_of(paper)
    return [part for part in parts if "".join(part.split()) not in text]
