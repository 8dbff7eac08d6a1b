"""Whether a paper is genuine. Says by whom and when it was issued, and whether it still stands: no more.

A number that does not exist and a wrong code get the same answer.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.core.files.uploadedfile import UploadedFile

from egov.pdf.render import examiner
from projects.models import IssuedPaper
from projects.papers.codes import ALPHABET

BRACKETS = str.maketrans("[(（【［{", "〔" * 6) | str.maketrans("])）】］}", "〕" * 6)


class Verdict(StrEnum):
    GENUINE = "genuine"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"
    ALTERED = "altered"
    UNREGISTERED = "unregistered"
    UNTRUSTED = "untrusted"
    UNSEALED = "unsealed"


@dataclass(frozen=True)
class Answer:
    verdict: Verdict
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    is_attested: bool = False
    """The file is not the paper, but the one that the paper speaks for."""

    @property
    def is_genuine(self) -> bool:
        return self.verdict in {Verdict.GENUINE, Verdict.SUPERSEDED}


def by_code(number: str, code: str) -> Answer:
    """Answer for a number and a code as people type them."""
    papers = IssuedPaper.objects.select_related("superseded_by")
    found = papers.filter(code=tidy_code(code), number=tidy_number(number)).first()
    return _answer(found) if found else Answer(Verdict.UNKNOWN)


def by_file(upload: UploadedFile) -> Answer:
    """Answer for a file: whether the register knows it byte for byte or, if not, what its seal says."""
    content = upload.read()
    if registered := _registered(hashlib.sha256(content).hexdigest()):
        return registered
    finding = examiner().examine(content)
    if not finding.is_sealed:
        return Answer(Verdict.UNSEALED)
    if not finding.is_intact:
        return Answer(Verdict.ALTERED)
    if not finding.is_trusted:
        return Answer(Verdict.UNTRUSTED)
    return Answer(Verdict.UNREGISTERED, issuer=finding.holder)


def _registered(sha256: str) -> Answer | None:
    """Answer for a digest that the register has: of a paper, or of the file for which one speaks."""
    papers = IssuedPaper.objects.select_related("superseded_by")
    if found := papers.filter(sha256=sha256).first():
        return _answer(found)
    attesting = papers.filter(attests=sha256).first()
    return replace(_answer(attesting), is_attested=True) if attesting else None


def tidy_number(number: str) -> str:
    """Write a number as papers have it, whatever brackets and blanks were typed."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", number).translate(BRACKETS))


def tidy_code(code: str) -> str:
    letters = [letter for letter in unicodedata.normalize("NFKC", code).upper() if letter in ALPHABET]
    return "-".join("".join(letters[place : place + 4]) for place in range(0, len(letters), 4))


def _answer(paper: IssuedPaper) -> Answer:
    verdict = Verdict.SUPERSEDED if paper.successor else Verdict.GENUINE
    return Answer(verdict, number=paper.number, issuer=paper.issuer_name, issued_on=paper.issued_on)
