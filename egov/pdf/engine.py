"""WeasyPrint, set up once per process. Only ``egov.pdf.render`` imports this, when something is printed."""

import threading
import warnings
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from egov.pdf.errors import RefusedAddress
from egov.pdf.faces import FALLBACK, FONTS
from egov.pdf.justify import justify_chinese

HERE = Path(__file__).parent
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


def print_html(html: str, layout: str) -> bytes:
    """Lay out and write a PDF/A-3a: tagged, with every face embedded.

    Raises RefusedAddress if the document asks for anything from outside.
    """
    fetcher = CarriedFilesOnly()
    with _press, warnings.catch_warnings():
        # WeasyPrint 70 leaves its own color profile open.
        warnings.simplefilter("ignore", ResourceWarning)
        fonts, sheets = _setup()
        document = HTML(string=html, base_url="about:blank", url_fetcher=fetcher)
        pdf: bytes = document.write_pdf(stylesheets=sheets[layout], font_config=fonts, pdf_variant="pdf/a-3a")
    if fetcher.refused:
        raise RefusedAddress(", ".join(fetcher.refused))
    return pdf
