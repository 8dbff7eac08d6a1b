"""What an official paper says, as plain data; the templates in templates/documents/ lay it out.

Official papers are written in simplified Chinese whatever language the screen shows, so the Chinese here
and in the templates is the text of the paper, not a translation.
"""

from egov.pdf.papers.certificate import Certificate
from egov.pdf.papers.letter import Letter
from egov.pdf.papers.marks import Seal, Verification
from egov.pdf.papers.numbers import DocumentNumber, NumberToCome
from egov.pdf.papers.official import OfficialPaper
from egov.pdf.papers.parts import Column, Section, Table
from egov.pdf.papers.report import Report

__all__ = [
    "FORMS",
    "Certificate",
    "Column",
    "DocumentNumber",
    "Letter",
    "NumberToCome",
    "OfficialPaper",
    "Report",
    "Seal",
    "Section",
    "Table",
    "Verification",
]

FORMS: dict[str, type[OfficialPaper | Report]] = {
    form.__name__: form for form in (OfficialPaper, Letter, Certificate, Report)
}
"""The forms of papers, by the names under which they are kept."""
