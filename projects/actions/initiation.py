"""The leading group office issues the initiation approval; 三(二)3."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.models import Organization
from egov.pdf.errors import UnprintableCharacters
from egov.pdf.papers import DocumentNumber, OfficialPaper
from egov.pdf.render import render_paper
from projects.actions.advance import IllegalStep, NotReady, advance, parties_for
from projects.actions.documents import file_document
from projects.actions.duties import unmet_conditions
from projects.actions.numbers import next_number
from projects.actions.recording import record
from projects.flow import STEPS, Condition
from projects.initiation_paper import draft_of, paper_of
from projects.models import DocumentKind, InitiationApproval, Project

STEP = STEPS["issue_initiation"]


class NotPrintable(ValidationError):
    """The paper cannot be printed as it is; the message says what to change."""


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
    serial = next_number(series=f"initiation:{issuer.pk}:{issuer.document_prefix}", year=today.year)
    number = DocumentNumber(code=issuer.document_prefix, year=today.year, serial=serial)
    paper = paper_of(locked, issuer=issuer, number=number, on=today, duties=duties)
    version = file_document(
        project=locked,
        kind=DocumentKind.INITIATION_APPROVAL,
        title=paper.title,
        upload=ContentFile(_printed(paper), name=f"立项批复 {number}.pdf"),
        by=by,
    )
    approval = InitiationApproval(
        project=locked,
        issuer=issuer,
        year=today.year,
        serial=serial,
        number=str(number),
        issued_on=today,
        issued_by=by.user,
        paper=version,
    )
    approval.save()
    after = {"number": approval.number, "sha256": version.sha256}
    record(verb="project.number_initiation", project=locked, on=approval, by=by, after=after)
    advance(project=locked, step=STEP.name, by=by)
    return approval


def preview_initiation(*, project: Project, duties: str, by: Actor) -> bytes:
    """Return the PDF as it would be issued, without a number and marked as a draft. Changes nothing.

    Raises as ``issue_initiation`` does.
    """
    _check(project, by)
    return _printed(draft_of(project, issuer=_issuer(by), on=timezone.localdate(), duties=duties))


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
    issuer = by.organization
    if issuer is None or not issuer.document_prefix:
        raise NotPrintable(
            _("Your organization has no document prefix yet. Ask the system administrator to enter it.")
        )
    return issuer


def _printed(paper: OfficialPaper) -> bytes:
    try:
        return render_paper(paper)
    except UnprintableCharacters as error:
        raise NotPrintable(
            _("No font has these characters: %(characters)s. Write them otherwise.")
            % {"characters": error.characters}
        ) from error
