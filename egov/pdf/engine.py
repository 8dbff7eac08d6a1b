"""WeasyPrint, set up once per process. Only ``egov.pdf.render`` imports this, when something is printed."""

import datetime as dt
import io
import threading
import warnings
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from fontTools.ttLib import TTFont
from pydyf import PDF, Array
from weasyprint import CSS, HTML, Attachment
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from egov.pdf.errors import RefusedAddress
from egov.pdf.faces import FALLBACK, FONTS
from egov.pdf.justify import justify_chinese
from egov.pdf.places import Place, Printed

HERE = Path(__file__).parent
DATA_NAME = "data.json"
SEAL = "seal"
"""The id of the element that keeps the seal's place."""
POINTS = 0.75  # of a CSS pixel
PICTURE = (
    "<style>@page {{ size: 42mm; margin: 0 }} body {{ margin: 0 }}"
    " img {{ display: block; width: 42mm }}</style>"
    '<img src="{}">'
)
# Pango's font map is no friend of threads.
_press = threading.Lock()


class CarriedFilesOnly(URLFetcher):
    """Serves the carried fonts and pictures that the document itself contains; refuses all else.

    WeasyPrint lets a refusal pass with a line in the log, so the refused addresses are kept.
    """

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        own = parts.scheme == "file" and Path(url2pathname(parts.path)).resolve().is_relative_to(FONTS)
        if own or url.startswith("data:image/"):
            return super().fetch(url, headers)
        self.refused.append(url)
        raise RefusedAddress(url)


@cache
def _setup() -> tuple[FontConfiguration, dict[str, list[CSS]]]:
    justify_chinese()
    fonts, fetcher = FontConfiguration(), CarriedFilesOnly()

    def sheet(name: str) -> CSS:
        return CSS(filename=HERE / f"{name}.css", font_config=fonts, url_fetcher=fetcher)

    faces = sheet("fonts")
    return fonts, {name: [faces, sheet(name)] for name in ("official", "report")}


@cache
def printable() -> frozenset[str]:
    """Every character of the fallback face, which has all that the others have."""
    with TTFont(FALLBACK, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def print_html(html: str, layout: str, *, data: bytes = b"", on: dt.date | None = None) -> Printed:
    """Lay out and write a PDF/A-3a: tagged, with every face embedded, and the data it states attached.

    Raises RefusedAddress if the document asks for anything from outside.
    """
    fetcher = CarriedFilesOnly()
    with _press, warnings.catch_warnings():
        # WeasyPrint 70 leaves its own color profile open.
        warnings.simplefilter("ignore", ResourceWarning)
        fonts, sheets = _setup()
        source = HTML(string=html, base_url="about:blank", url_fetcher=fetcher)
        document = source.render(font_config=fonts, stylesheets=sheets[layout])
        attachments = [_attachment(data, on)] if data else None
        pdf: bytes = document.write_pdf(
            pdf_variant="pdf/a-3a", attachments=attachments, finisher=_name_attachments_once
        )
    if fetcher.refused:
        raise RefusedAddress(", ".join(fetcher.refused))
    return Printed(pdf, _place_of(document, SEAL))


def print_picture(url: str) -> bytes:
    """Print a picture as a page of the size of a seal, to be put on another page."""
    fetcher = CarriedFilesOnly()
    with _press:
        fonts, _ = _setup()
        page = HTML(string=PICTURE.format(url), url_fetcher=fetcher)
        pdf: bytes = page.write_pdf(font_config=fonts)
    if fetcher.refused:
        raise RefusedAddress(", ".join(fetcher.refused))
    return pdf


def _attachment(data: bytes, on: dt.date | None) -> Attachment:
    at = dt.datetime.combine(on or dt.date(2000, 1, 1), dt.time())
    return Attachment(
        file_obj=io.BytesIO(data),
        name=DATA_NAME,
        description="本文件所载数据",
        created=at,
        modified=at,
        relationship="Data",
    )


def _name_attachments_once(document: Document, pdf: PDF) -> None:
    # WeasyPrint 70 lists each attachment twice: by its name and as an object.
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = Array(dict.fromkeys(pdf.catalog["AF"]))


def _place_of(document: Document, anchor: str) -> Place | None:
    for number, page in enumerate(document.pages):
        if anchor in page.anchors:
            left, top, right, bottom = (side * POINTS for side in page.anchors[anchor])
            height = page.height * POINTS
            return Place(number, (left, height - bottom, right, height - top))
    return None
