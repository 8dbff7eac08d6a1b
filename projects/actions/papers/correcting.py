"""A mistake in an issued paper is corrected by a new one that takes its place."""

from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from projects.actions.papers.drafting import NotPrintable, number_to_come
from projects.actions.papers.issuing import issue_paper
from projects.models import IssuedPaper, Project
from projects.papers.stating import corrected, read_again


@transaction.atomic
def correct_paper(*, paper: IssuedPaper, sections: Sequence[str], reason: str, by: Actor) -> IssuedPaper:
    """Issue a new paper in the place of one that contains a mistake, with the text of its points anew.

    The new one has a number of its own and names the old one, which stays as it is and is no longer in
    force. For signatories of the organ that issued it; raises ``PermissionDenied``, and ``NotPrintable``
    for a paper that was corrected already.
    """
    if not may_correct(paper, by):
        raise PermissionDenied
    if paper.project_id:
        Project.objects.select_for_update(of=("self",), no_key=True).get(pk=paper.project_id)
    successor = IssuedPaper.objects.filter(supersedes=paper).first()
    if successor is not None:
        raise NotPrintable(
            _("%(number)s has already taken its place; correct that one.") % {"number": successor.number}
        )
    today = timezone.localdate()
    coming = number_to_come(kind=paper.kind, issuer=paper.issuer, on=today)
    old = read_again(paper.data, number=coming, on=today)
    parts = [replace(one, text=text) for one, text in zip(old.sections, sections, strict=True)]
    return issue_paper(
        kind=paper.kind,
        paper=corrected(replace(old, sections=tuple(parts)), of=paper, reason=reason),
        issuer=paper.issuer,
        facts={},
        by=by,
        project=paper.project,
        jurisdiction=paper.jurisdiction,
        about_year=paper.about_year,
        supersedes=paper,
        reason=reason,
    )


def may_correct(paper: IssuedPaper, by: Actor) -> bool:
    """Tell whether the person signs for the organ that issued the paper."""
    # What attests a file says what was computed from it; there is nothing to write anew.
    return paper.attests is None and by.is_signatory and by.organization == paper.issuer
