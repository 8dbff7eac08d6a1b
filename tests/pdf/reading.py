"""Read a PDF back: lines of text with their places in millimetres from the upper left of the page."""

import io
from dataclasses import dataclass

import pdfplumber
import pypdfium2

MM = 72 / 25.4
DOTS_PER_MM = 12


@dataclass(frozen=True)
class Line:
    text: str
    left: float
    right: float
    top: float
    bottom: float
    font: str
    size: float


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    lines: list[Line]
    rules: list[dict[str, float]]

    def find(self, text):
        return next(line for line in self.lines if text in line.text)


def read(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [_page(page) for page in document.pages]


def _page(page):
    rows = {}
    for char in page.chars:
        rows.setdefault(round(char["bottom"] / 2), []).append(char)
    lines = [_line(rows[key]) for key in sorted(rows)]
    rules = [{side: r[side] / MM for side in ("x0", "x1", "top", "bottom")} for r in page.rects + page.lines]
    return Page(page.width / MM, page.height / MM, lines, rules)


def _line(chars):
    return Line(
        text="".join(char["text"] for char in chars),
        left=min(char["x0"] for char in chars) / MM,
        right=max(char["x1"] for char in chars) / MM,
        top=min(char["top"] for char in chars) / MM,
        bottom=max(char["bottom"] for char in chars) / MM,
        font=chars[0]["fontname"].partition("+")[2],
        size=chars[0]["size"],
    )


def ink(pdf, page, box, *, red=False):
    """The top and bottom of what is printed inside a box (left, top, right, bottom in mm)."""
    document = pypdfium2.PdfDocument(pdf)
    # A seal is the picture of a signature, which belongs to the forms.
    document.init_forms()
    image = document[page].render(scale=DOTS_PER_MM * 25.4 / 72).to_pil().convert("RGB")
    document.close()
    area = image.crop(tuple(round(side * DOTS_PER_MM) for side in box))
    rows = [y for y in range(area.height) for x in range(area.width) if _printed(area.getpixel((x, y)), red)]
    return box[1] + min(rows) / DOTS_PER_MM, box[1] + (max(rows) + 1) / DOTS_PER_MM


def _printed(pixel, red):
    r, g, _ = pixel
    return r > 150 and g < 100 if red else r < 110
