"""Papers without Chinese letters, or without the libraries that set them, are found at the start."""

import ctypes

from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 (Django's name)

from egov.pdf import faces

PACKAGES = "apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def check_fonts(**kwargs: object) -> list[CheckMessage]:
    """Without its fonts WeasyPrint writes papers with empty boxes and says nothing."""
    return [
        Error(
            f"The font {name} cannot be read: official papers would lose their Chinese text.",
            hint="Check out egov/pdf/fonts/ again; README.md there says how the files were made.",
            id="pdf.E001",
        )
        for name in faces.unusable()
    ]


def check_libraries(**kwargs: object) -> list[CheckMessage]:
    """Pango sets the text; without HarfBuzz's subsetter a paper takes ten times as long."""
    messages: list[CheckMessage] = []
    if not _loads("libpango-1.0.so.0") or not _loads("libpangoft2-1.0.so.0"):
        messages.append(Error("Pango is not installed: no PDF can be made.", hint=PACKAGES, id="pdf.E002"))
    if not _loads("libharfbuzz-subset.so.0"):
        text = "libharfbuzz-subset is not installed: each PDF takes several seconds more."
        messages.append(Warning(text, hint=PACKAGES, id="pdf.W001"))
    return messages


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
