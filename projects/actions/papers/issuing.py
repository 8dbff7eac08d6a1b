"""Official papers are issued here: numbered, printed, sealed, stored, filed; nobody renders one again."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.models import Jurisdiction, Organization
from egov.audit.actions import record_event
from egov.pdf.errors import UnprintableCharacters
from egov.pdf.papers import DocumentNumber
from egov.pdf.render import render_sealed
from egov.pdf.sealing.keys import NoSeal, SealKey, seal_of
from projects.actions.documents import file_issued
from projects.actions.numbers import next_number
from projects.actions.papers.drafting import NotPrintable, number_to_come, series_of, unprintable_in
from projects.actions.recording import record
from projects.models import IssuedPaper, PaperKind, Project
from projects.papers.codes import new_code, verification_of
from projects.papers.stating import Paper, stated
from projects.papers.store import keep


@transaction.atomic
def issue_paper(
    *,
    kind: str,
    paper: Paper,
    issuer: Organization,
    facts: Mapping[str, object],
    by: Actor,
    project: Project | None = None,
    jurisdiction: Jurisdiction | None = None,
    about_year: int | None = None,
    supersedes: IssuedPaper | None = None,
    reason: str = "",
    attests: str | None = None,
) -> IssuedPaper:
    """Issue a paper: number it, print it with its data, seal it, store it, file it with its project.

    ``paper`` is written with the number to come and dated today; ``facts`` is what it states, by name.
    ``attests``: the SHA-256 of another file that it speaks for; such a paper is not filed with the project.
    The number is taken in this transaction: if anything fails it is free again, so that the series of an
    organ, a kind and a year has no gaps. Whether somebody may issue it is for the calling deed to say.
    Raises ``NotPrintable`` for characters without a face, and for an organ without prefix or seal.
    """
    coming = number_to_come(kind=kind, issuer=issuer, on=paper.date)
    series = series_of(kind, issuer)
    serial = next_number(series=series, year=coming.year)
    number = DocumentNumber(code=coming.code, year=coming.year, serial=serial)
    code = new_code()
    final = replace(paper, number=number, is_sealed=True, verification=verification_of(str(number), code))
    data = stated(final, kind=kind, number=number, issuer=issuer, project=project, facts=facts)
    data |= _correction(supersedes, reason)
    content = _sealed(final, seal=_seal(issuer), data=data)
    path, sha256 = keep(content)
    issued = IssuedPaper(
        kind=PaperKind(kind),
        issuer=issuer,
        issuer_name=issuer.name,
        series=series,
        year=number.year,
        serial=serial,
        number=str(number),
        title=paper.title,
        issued_on=paper.date,
        issued_by=by.user,
        jurisdiction=jurisdiction or issuer.jurisdiction,
        project=project,
        about_year=about_year,
        file=path,
        size=len(content),
        sha256=sha256,
        code=code,
        data=data,
        supersedes=supersedes,
        reason=reason,
        attests=attests,
    )
    if project is not None and attests is None:
        issued.version = file_issued(paper=issued, project=project, by=by)
    issued.save()
    _tell(issued, by=by)
    return issued


def _correction(supersedes: IssuedPaper | None, reason: str) -> dict[str, object]:
    if supersedes is None:
        return {}
    return {"supersedes": {"number": supersedes.number, "sha256": supersedes.sha256, "reason": reason}}


def _seal(issuer: Organization) -> SealKey:
    try:
        return seal_of(issuer.name, file=issuer.uscc or f"organ-{issuer.pk}")
    except NoSeal as error:
        raise NotPrintable(
            _("“%(organ)s” has no valid electronic seal. Ask the system administrator to install it.")
            % {"organ": issuer.name}
        ) from error


def _sealed(paper: Paper, *, seal: SealKey, data: Mapping[str, object]) -> bytes:
    try:
        return render_sealed(paper, seal=seal, data=data, reason=f"签发{paper.number}")
    except UnprintableCharacters as error:
        raise unprintable_in(error) from error


def _tell(issued: IssuedPaper, *, by: Actor) -> None:
    after = {"kind": issued.kind, "number": issued.number, "sha256": issued.sha256}
    if issued.supersedes is not None:
        after["supersedes"] = issued.supersedes.number
    if issued.project is not None:
        # A paper changes no list; the deed that it belongs to brings them up to date.
        record(
            verb="paper.issue",
            project=issued.project,
            on=issued,
            by=by,
            after=after,
            reason=issued.reason,
            goes_on=True,
        )
        return
    record_event(
        verb="paper.issue",
        by=by,
        on=issued,
        jurisdiction_id=issued.jurisdiction_id,
        after=after,
        reason=issued.reason,
    )
