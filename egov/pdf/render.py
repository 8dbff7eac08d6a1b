"""The one door to the printing press.

``render_paper`` and ``render_report`` take plain data from ``egov.pdf.papers`` and give the bytes of a
PDF/A-3a file. The same input gives the same bytes. Nothing is fetched from anywhere.
"""

import unicodedata

from django.template.loader import render_to_string
from django.utils import translation

from egov.pdf.errors import UnprintableCharacters
from egov.pdf.papers import OfficialPaper, Report

MISSING = "〓"  # the printers' mark for a character that no face has
INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def unprintable(text: str) -> str:
    """The characters of the text that no carried face has, each once, in order."""
    printable = _engine().printable()
    return "".join(
        character
        for character in dict.fromkeys(text)
        if character not in printable and unicodedata.category(character) not in INVISIBLE
    )


def render_paper(paper: OfficialPaper) -> bytes:
    """Print an official paper after GB/T 9704-2012.

    Raises UnprintableCharacters, and RefusedAddress if the template or a seal asks for an outside file.
    """
    return render(paper.template, {"paper": paper}, layout="official")


def render_report(report: Report) -> bytes:
    """Print a report; characters that no face has are shown as 〓."""
    return render(report.template, {"report": report}, layout="report")


def render(template_name: str, context: dict[str, object], *, layout: str) -> bytes:
    """Print a template with the stylesheet ``official`` or ``report``."""
    with translation.override("zh-hans"):
        html = render_to_string(template_name, context)
    missing = unprintable(html)
    if missing and layout == "official":
        raise UnprintableCharacters(missing)
    return _engine().print_html(html.translate(dict.fromkeys(map(ord, missing), MISSING)), layout)


def _engine():
    # WeasyPrint takes a second to import and needs system libraries: only who prints pays for it.
    from egov.pdf import engine  # noqa: PLC0415 (see above)

    return engine
