"""The office asks, the municipal government decides; 三(二)3."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.models import Organization
from egov.accounts.roles import Permission
from egov.audit.refusals import Refusal
from egov.ui.formats import wan
from projects.actions.advance import Advance, IllegalStep, advance
from projects.actions.recording import record, require
from projects.brief import brief_of
from projects.flow import STEPS
from projects.models import ApprovalRequest, Decision, DocumentKind, DocumentVersion, Project
from projects.models.project import DECIDED_STAGES


class DecisionRefused(Refusal, ValidationError):
    """Something in the request or the decision is missing or breaks a rule."""


@transaction.atomic
def request_approval(
    *, project: Project, document_number: str, title: str, text: str, by: Actor
) -> ApprovalRequest:
    """File the request (请示) and submit the project to the municipal government.

    Raises ``PermissionDenied`` for anybody but the office, ``DecisionRefused`` where something is
    missing, ``StepRefused`` outside the stage.
    """
    require(project, Permission.REQUEST_APPROVAL, by=by)
    locked = _locked(project, "submit_for_approval")
    parts = {"document_number": document_number.strip(), "title": title.strip(), "text": text.strip()}
    if not all(parts.values()):
        raise DecisionRefused(_("The request needs a document number, a title and a text."))
    request = ApprovalRequest(project=locked, visit=locked.visit, filed_by=by.user, **parts)
    request.save()
    after = {"document_number": parts["document_number"]}
    record(verb="project.request_approval", project=locked, on=request, by=by, after=after)
    advance(project=locked, step="submit_for_approval", by=by)
    return request


@transaction.atomic
def decide_approval(
    *,
    project: Project,
    outcome: str,
    meeting: str,
    meeting_on: date,
    meeting_record: DocumentVersion,
    by: Actor,
    construction_entity: Organization | None = None,
    approved_investment: Decimal | None = None,
    reason: str = "",
) -> Advance:
    """Record the decision of the municipal government and take its step in the same transaction.

    To approve names the construction entity and the investment in yuan; to reject needs a reason. By a
    signatory of the municipal government. Raises ``PermissionDenied``, ``DecisionRefused`` where
    something is missing or breaks a rule, ``StepRefused`` outside the stage.
    """
    require(project, Permission.DECIDE_APPROVAL, by=by)
    if outcome not in {Decision.Outcome.APPROVE, Decision.Outcome.REJECT}:
        raise DecisionRefused(_("Please choose the decision."))
    locked = _locked(project, outcome)
    approves = outcome == Decision.Outcome.APPROVE
    faults = [
        *_faults_of_meeting(locked, meeting, meeting_on, meeting_record),
        *(_faults_of_approval(locked, construction_entity, approved_investment) if approves else []),
        *([] if approves or reason.strip() else [_("Please give a reason.")]),
    ]
    if faults:
        raise DecisionRefused(faults)
    decision = Decision(
        project=locked,
        visit=locked.visit,
        outcome=outcome,
        meeting=meeting.strip(),
        meeting_on=meeting_on,
        record=meeting_record,
        construction_entity=construction_entity if approves else None,
        approved_investment=approved_investment if approves else None,
        reason=reason.strip(),
        decided_by=by.user,
    )
    decision.save()
    if approves:
        locked.construction_entity, locked.approved_investment = construction_entity, approved_investment
        locked.save(update_fields=["construction_entity", "approved_investment"])
    _record_decision(decision, by=by)
    return advance(project=locked, step=outcome, by=by, reason=reason)


@transaction.atomic
def decide_termination(
    *,
    project: Project,
    meeting: str,
    meeting_on: date,
    meeting_record: DocumentVersion,
    reason: str,
    by: Actor,
) -> Decision:
    """Record that the municipal government decided to terminate; the office then takes the step.

    By a signatory of the municipal government; in the stages that it does not see, by one of the office,
    on the meeting record. Raises ``PermissionDenied``, ``DecisionRefused``, ``StepRefused``.
    """
    if not may_decide_termination(project, by):
        raise PermissionDenied
    locked = _locked(project, "terminate")
    faults = list(_faults_of_meeting(locked, meeting, meeting_on, meeting_record))
    if not reason.strip():
        faults.append(_("Please give a reason."))
    if locked.decisions.filter(visit=locked.visit).exists():
        faults.append(_("A decision has already been recorded."))
    if faults:
        raise DecisionRefused(faults)
    decision = Decision(
        project=locked,
        visit=locked.visit,
        outcome=Decision.Outcome.TERMINATE,
        meeting=meeting.strip(),
        meeting_on=meeting_on,
        record=meeting_record,
        reason=reason.strip(),
        decided_by=by.user,
    )
    decision.save()
    _record_decision(decision, by=by)
    return decision


def may_decide_termination(project: Project, by: Actor) -> bool:
    """Tell whether the person may put a decision to terminate on record."""
    if not by.is_signatory:
        return False
    if project.allows(by, Permission.DECIDE_APPROVAL):
        return True
    return project.stage not in DECIDED_STAGES and project.allows(by, Permission.REQUEST_APPROVAL)


def _locked(project: Project, step: str) -> Project:
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if locked.stage not in STEPS[step].sources:
        raise IllegalStep(STEPS[step], locked.stage)
    return locked


def _faults_of_meeting(
    project: Project, meeting: str, meeting_on: date, meeting_record: DocumentVersion
) -> Iterator[str]:
    document = meeting_record.document
    if not meeting.strip():
        yield _("Please name the meeting.")
    if meeting_on > timezone.localdate():
        yield _("The meeting has not taken place yet.")
    if document.project_id != project.pk or document.kind != DocumentKind.MEETING_RECORD:
        yield _("The meeting record is missing.")


def _faults_of_approval(
    project: Project, builder: Organization | None, investment: Decimal | None
) -> Iterator[str]:
    if builder is None or not possible_builders(project).filter(pk=builder.pk).exists():
        yield _("Please name a construction entity of this jurisdiction.")
    if investment is None or investment <= 0:
        yield _("Please state the approved investment.")
        return
    estimate = brief_of(project).estimate
    if estimate and investment > estimate:
        yield _("The approved investment cannot exceed what was applied for, %(estimate)s.") % {
            "estimate": wan(estimate)
        }


def possible_builders(project: Project) -> QuerySet[Organization]:
    """Return the organizations that the municipal government can name as construction entity."""
    return Organization.objects.active().government().filter(jurisdiction=project.jurisdiction_id)


def _record_decision(decision: Decision, *, by: Actor) -> None:
    record(
        verb="project.decide",
        project=decision.project,
        on=decision,
        by=by,
        after={
            "outcome": decision.outcome,
            "meeting": decision.meeting,
            "construction_entity": str(decision.construction_entity or ""),
            "approved_investment": str(decision.approved_investment or ""),
        },
        reason=decision.reason,
    )
