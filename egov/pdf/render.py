"""The one door to the printing press.

``render_paper`` and ``render_report`` take plain data from ``egov.pdf.papers`` and give the bytes of a
PDF/A-3a file. The same input gives the same bytes. ``render_sealed`` attaches the data and seals the paper as
well. Nothing is fetched from anywhere.
"""

import datetime as dt
import json
import unicodedata
from collections.abc import Mapping
from typing import BinaryIO

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import translation

from egov.pdf.errors import UnprintableCharacters
from egov.pdf.papers import OfficialPaper, Report
from egov.pdf.places import Printed
from egov.pdf.sealing.keys import SealKey

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


def render_paper(paper: OfficialPaper | Report) -> bytes:
    """Print an official paper after GB/T 9704-2012, unsealed.

    Raises UnprintableCharacters, and RefusedAddress if the template asks for an outside file.
    """
    return _print(paper.template, _context(paper), layout=paper.layout, strict=True).pdf


def render_report(report: Report) -> bytes:
    """Print a report, unsealed; characters that no face has are shown as 〓."""
    return _print(report.template, _context(report), layout=report.layout).pdf


def render_sealed(
    paper: OfficialPaper | Report, *, seal: SealKey, data: Mapping[str, object], reason: str
) -> bytes:
    """Print a paper with the data that it states attached, and seal it; ``reason`` is told with the seal.

    The paper has ``is_sealed`` set. Raises as ``render_paper`` does, for reports too.
    """
    attached = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1, cls=DjangoJSONEncoder).encode()
    printed = _print(
        paper.template, _context(paper), layout=paper.layout, data=attached, on=paper.date, strict=True
    )
    if printed.seal is None:
        raise ValueError("The paper has no place for a seal.")
    return _signer().sign(printed.pdf, place=printed.seal, seal=seal, reason=reason)


def seal_file(file: BinaryIO, *, seal: SealKey, reason: str) -> None:
    """Seal a finished PDF where it lies, however large; nothing of it is to be changed afterwards."""
    _signer().sign_file(file, seal=seal, reason=reason)


def render(template_name: str, context: Mapping[str, object], *, layout: str) -> bytes:
    """Print a template with the stylesheet ``official`` or ``report``."""
    return _print(template_name, context, layout=layout).pdf


def load() -> None:
    """Load press and signer, which takes seconds, before the first paper is asked for."""
    _engine()
    _signer()


def warm_up() -> None:
    """Load them, and print a first page with every face."""
    load()
    _engine().print_html('<html lang="zh-CN"><title>试印</title><p>试印', "official")


def _print(
    template_name: str,
    context: Mapping[str, object],
    *,
    layout: str,
    data: bytes = b"",
    on: dt.date | None = None,
    strict: bool = False,
) -> Printed:
    with translation.override("zh-hans"):
        html = render_to_string(template_name, dict(context))
    missing = unprintable(html)
    if missing and (strict or layout == "official"):
        raise UnprintableCharacters(missing)
    shown = html.translate(dict.fromkeys(map(ord, missing), MISSING))
    return _engine().print_html(shown, layout, data=data, on=on)


def _context(paper: OfficialPaper | Report) -> dict[str, object]:
    return {"paper": paper, "report": paper}


def _engine():
    # WeasyPrint takes a second to import and needs system libraries: only who prints pays for it.
    from egov.pdf import engine  # noqa: PLC0415 (see above)

    return engine


def _signer():
    # So does pyHanko.
    from egov.pdf.sealing import signing  # noqa: PLC0415 (see above)

    return signing


def examiner():
    """Return ``egov.pdf.sealing.examining``, loaded when first asked for."""
    from egov.pdf.sealing import examining  # noqa: PLC0415 (as above)

    return examining
