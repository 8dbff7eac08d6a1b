"""Proves the register of issued papers: each file as it was issued, each seal good, no number missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from egov.pdf.render import examiner
from projects.models import InitiationApproval, IssuedPaper, NumberSequence, PaperKind
from projects.papers.store import PaperAltered, content_of


@dataclass(frozen=True)
class PaperFault:
    """A paper, or a series of papers, and what is wrong with it, in the language of whoever reads it."""

    name: str
    what: Any

    def __str__(self) -> str:
        return f"{self.name}: {self.what}"


def faults_of_papers() -> Iterator[PaperFault]:
    """Return what does not hold any more, paper by paper, then series by series."""
    for paper in IssuedPaper.objects.order_by("pk").iterator(chunk_size=200):
        try:
            content = content_of(paper)
        except PaperAltered:
            yield PaperFault(paper.number, _("the stored file is lost or altered."))
            continue
        if not examiner().examine(content).is_good:
            yield PaperFault(paper.number, _("the seal is broken or not trusted."))
    yield from _gaps()


def _gaps() -> Iterator[PaperFault]:
    for sequence in NumberSequence.objects.order_by("series", "year"):
        papers = IssuedPaper.objects.filter(series=sequence.series, year=sequence.year)
        serials = list(papers.order_by("serial").values_list("serial", flat=True))
        if not serials:
            continue
        name = f"{sequence.series} {sequence.year}"
        first, last = _first_of(papers.first()), sequence.last
        for before, after in pairwise([first - 1, *serials, last + 1]):
            if after != before + 1:
                missing = _("between {before} and {after} a number is missing.")
                yield PaperFault(name, format_lazy(missing, before=before, after=after))


def _first_of(paper: IssuedPaper | None) -> int:
    """Return where the series of sealed papers begins: after the approvals issued before there were seals."""
    if paper is None or paper.kind != PaperKind.INITIATION_APPROVAL:
        return 1
    before = InitiationApproval.objects.filter(
        issuer=paper.issuer_id, year=paper.year, paper__issued__isnull=True
    )
    return before.count() + 1
