"""The number of a paper to come, and the series from which it is taken."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from egov.accounts.models import Organization
from egov.pdf.errors import UnprintableCharacters
from egov.pdf.papers import NumberToCome
from egov.pdf.render import render_paper
from projects.models import PaperKind
from projects.models.papers import SERIES
from projects.papers.stating import Paper


class NotPrintable(ValidationError):
    """The paper cannot be issued as it is; the message says what to change."""


def number_to_come(*, kind: str, issuer: Organization, on: date) -> NumberToCome:
    """Return what stands for the number of a paper that is not issued yet.

    Raises ``NotPrintable`` for an organ without a document prefix.
    """
    if not issuer.document_prefix:
        raise NotPrintable(
            _("“%(organ)s” has no document prefix yet. Ask the system administrator to enter it.")
            % {"organ": issuer.name}
        )
    return NumberToCome(code=issuer.document_prefix + SERIES[kind], year=on.year)


def series_of(kind: str, issuer: Organization) -> str:
    """Return the name of the series of an organ and a kind."""
    # Its first numbers were given under this name.
    name = "initiation" if kind == PaperKind.INITIATION_APPROVAL else f"paper:{kind}"
    return f"{name}:{issuer.pk}:{issuer.document_prefix}"


def preview_paper(paper: Paper) -> bytes:
    """Return a paper as it would be issued, without number and seal. Raises ``NotPrintable``."""
    try:
        return render_paper(paper)
    except UnprintableCharacters as error:
        raise unprintable_in(error) from error


def unprintable_in(error: UnprintableCharacters) -> NotPrintable:
    """Say which characters no font has."""
    text = _("No font has these characters: %(characters)s. Write them otherwise.")
    return NotPrintable(text % {"characters": error.characters})
