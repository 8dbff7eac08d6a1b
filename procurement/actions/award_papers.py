from django.core.exceptions import PermissionDenied
from django.utils import timezone

from egov.accounts.acting import Actor
from procurement.models import Award
from procurement.papers import award_facts, award_letter, award_notice
from projects.actions.papers import issue_paper, number_to_come
from projects.models import PaperKind


def issue_award_papers(award: Award, *, by: Actor) -> None:
    """Issue the notice to the public and the letter to the winner, as the purchaser; 三(三)2.

    Raises ``NotPrintable``.
    """
    issuer, project = by.organization, award.tender.project
    if issuer is None:
        raise PermissionDenied
    today, facts = timezone.localdate(), award_facts(award)
    for kind, build in ((PaperKind.AWARD_NOTICE, award_notice), (PaperKind.AWARD_LETTER, award_letter)):
        number = number_to_come(kind=kind, issuer=issuer, on=today)
        paper = build(award, issuer=issuer, number=number, on=today)
        issue_paper(kind=kind, paper=paper, issuer=issuer, facts=facts, project=project, by=by)
