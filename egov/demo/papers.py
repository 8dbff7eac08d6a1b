"""The files of the demo city: real PDF and DOCX papers about their project."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from io import BytesIO

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.oxml.ns import qn
from docx.shared import Pt

from egov.pdf.papers import Report, Section
from egov.pdf.render import render_report

Point = tuple[str, str]
"""A heading and the text under it."""


def pdf(title: str, organ: str, on: date, points: Sequence[Point], **facts: str) -> SimpleUploadedFile:
    """Print a paper; ``facts`` stand above the text."""
    content = _printed(title, organ, on, tuple(points), tuple(facts.items()))
    return SimpleUploadedFile(f"{title}.pdf", content, "application/pdf")


@lru_cache(maxsize=64)
def _printed(
    title: str, organ: str, on: date, points: tuple[Point, ...], facts: tuple[tuple[str, object], ...]
) -> bytes:
    sections = tuple(Section(heading=heading, text=text) for heading, text in points)
    return render_report(Report(title=title, organ=organ, date=on, facts=facts, sections=sections))


def word(title: str, organ: str, on: date, points: Sequence[Point], **facts: str) -> SimpleUploadedFile:
    """Write the same as a Word file."""
    paper = docx.Document(BytesIO(_blank()))
    paper.core_properties.title, paper.core_properties.author = title, organ
    paper.add_heading(title, level=0)
    paper.add_paragraph(f"{organ}　{on.year}年{on.month}月{on.day}日")
    if facts:
        table = paper.add_table(rows=0, cols=2, style="Table Grid")
        for label, value in facts.items():
            cells = table.add_row().cells
            cells[0].text, cells[1].text = label, value
    for heading, text in points:
        paper.add_heading(heading, level=1)
        for line in text.splitlines():
            paper.add_paragraph(line)
    out = BytesIO()
    paper.save(out)
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return SimpleUploadedFile(f"{title}.docx", out.getvalue(), media)


USED_STYLES = ("Normal", "Title", "Heading 1", "Table Grid", "Normal Table", "Default Paragraph Font")


@lru_cache(maxsize=1)
def _blank() -> bytes:
    """Return an empty paper with the few styles that are used: the full sheet takes long to read."""
    paper = docx.Document()
    for style in list(paper.styles):
        if style.name not in USED_STYLES:
            style.delete()
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = "仿宋", Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    out = BytesIO()
    paper.save(out)
    return out.getvalue()
