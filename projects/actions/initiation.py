"""The leading group office issues the initiation approval; 三(二)3."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from egov.accounts.acting import Actor
from egov.accounts.models import Organization
from projects.actions.advance import IllegalStep, NotReady, advance, parties_for
from projects.actions.duties import unmet_conditions
from projects.actions.papers import issue_paper, number_to_come, preview_paper
from projects.actions.recording import record
from projects.flow import STEPS, Condition
from projects.initiation_paper import draft_of, facts_of, paper_of
from projects.models import InitiationApproval, PaperKind, Project

STEP = STEPS["issue_initiation"]


@transaction.atomic
def issue_initiation(*, project: Project, duties: str, by: Actor) -> InitiationApproval:
    """Number, print and issue the initiation approval, keep its bytes, and take the step; 三(二)3.

    ``duties`` are the follow-up duties, one point per line. The number is taken in this transaction:
    if anything fails it is free again, so the series has no gaps. Raises ``PermissionDenied`` for
    anybody but a signatory of the leading group office, ``StepRefused``, or ``NotPrintable``.
    """
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    _check(locked, by)
    today, issuer = timezone.localdate(), _issuer(by)
    kind = PaperKind.INITIATION_APPROVAL
    coming = number_to_come(kind=kind, issuer=issuer, on=today)
    paper = issue_paper(
        kind=kind,
        paper=paper_of(locked, issuer=issuer, number=coming, on=today, duties=duties),
        issuer=issuer,
        facts=facts_of(locked),
        project=locked,
        by=by,
    )
    approval = InitiationApproval(
        project=locked,
        issuer=issuer,
        year=paper.year,
        serial=paper.serial,
        number=paper.number,
        issued_on=today,
        issued_by=by.user,
        paper=paper.version,
    )
    approval.save()
    after = {"number": approval.number, "sha256": paper.sha256}
    record(verb="project.number_initiation", project=locked, on=approval, by=by, after=after)
    advance(project=locked, step=STEP.name, by=by)
    return approval


def preview_initiation(*, project: Project, duties: str, by: Actor) -> bytes:
    """Return the PDF as it would be issued, without a number and marked as a draft. Changes nothing.

    Raises as ``issue_initiation`` does.
    """
    _check(project, by)
    today, issuer = timezone.localdate(), _issuer(by)
    coming = number_to_come(kind=PaperKind.INITIATION_APPROVAL, issuer=issuer, on=today)
    return preview_paper(draft_of(project, issuer=issuer, number=coming, on=today, duties=duties))


def still_missing(project: Project) -> list[Condition]:
    """Return what is unmet before the paper can be issued, the issuing itself aside."""
    return [one for one in unmet_conditions(project, STEP) if one.name != "initiation_issued"]


def _check(project: Project, by: Actor) -> None:
    if project.stage not in STEP.sources:
        raise IllegalStep(STEP, project.stage)
    if not parties_for(project, STEP, by):
        raise PermissionDenied
    missing = still_missing(project)
    if missing:
        raise NotReady(STEP, missing)


def _issuer(by: Actor) -> Organization:
    if by.organization is None:
        raise PermissionDenied
    return by.organization
