"""Changes to the contract, clause 三(三)3; the threshold is 政府采购法 art. 49."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from acceptance.actions.common import begin, needed
from acceptance.change_paper import change_facts, change_order
from acceptance.models import Change, amount_after_changes
from egov.accounts.acting import Actor
from egov.accounts.roles import Permission, Role
from egov.policy.rules import value_of
from egov.ui import formats
from procurement.models import Contract
from projects.actions import close_task, open_task, record
from projects.actions.documents import file_document
from projects.actions.ledger.committing import change_commitment
from projects.actions.papers import issue_paper, number_to_come
from projects.flow import Capacity, Stage
from projects.models import DocumentKind, PaperKind, Project, TaskKind

CHANGEABLE = (Stage.CONTRACTED, Stage.UNDER_CONSTRUCTION, Stage.TRIAL_RUN)


@dataclass(frozen=True)
class Room:
    """What changes have moved so far, and what is left; yuan, ``percent`` of the contract."""

    contract: Contract
    after_changes: Decimal
    moved: Decimal
    self_file_percent: Decimal
    allocated: Decimal

    @property
    def percent(self) -> Decimal:
        return self.percent_with(Decimal(0))

    @property
    def left(self) -> Decimal:
        """Return by how much the contract may still grow within the allocated fund."""
        return max(self.allocated - self.after_changes, Decimal(0))

    def percent_with(self, delta: Decimal) -> Decimal:
        return (self.moved + abs(delta)) / self.contract.amount * 100

    def may_be_filed(self, delta: Decimal) -> bool:
        """Tell whether a change of that amount needs no approval."""
        return self.percent_with(delta) <= self.self_file_percent


def room_for_changes(project: Project) -> Room | None:
    """Return the room for changes; None before there is a contract."""
    contract = project.contracts.current()
    if contract is None:
        return None
    return Room(
        contract=contract,
        after_changes=amount_after_changes(contract),
        moved=contract.changes.moved(),
        self_file_percent=value_of("change_self_file_percent", jurisdiction_id=project.jurisdiction_id),
        allocated=project.fund_accounts.allocated(),
    )


@transaction.atomic
def file_change(
    *,
    project: Project,
    content: str,
    reason: str,
    amount_delta: Decimal,
    days_delta: int,
    paper: File[Any],
    by: Actor,
) -> Change:
    """File a change order, as the construction entity. Yuan and days, either may be negative.

    It is in force at once while all changes together move no more of the contract than the policy
    ``change_self_file_percent``; above, it waits for the office. Raises ``ValidationError``, with the
    limit and what is left, where the contract would exceed the allocated fund.
    """
    project = begin(project, Permission.REPORT_PROGRESS, CHANGEABLE, by=by)
    room = room_for_changes(project)
    if room is None:
        raise ValidationError(_("There is no contract to change."))
    _refuse_beyond_fund(room, amount_delta)
    in_force = room.may_be_filed(amount_delta)
    change = Change(
        project=project,
        contract=room.contract,
        content=content,
        reason=reason,
        amount_delta=amount_delta,
        days_delta=days_delta,
        status=Change.Status.FILED if in_force else Change.Status.PENDING,
        filed_by=by.user,
    )
    title = _("Change order: %(content)s") % {"content": change}
    change.paper = file_document(
        project=project, kind=DocumentKind.CHANGE_ORDER, title=title, upload=paper, by=by
    )
    change.save()
    if in_force:
        _post(change, is_overrun=False, by=by)
    record(verb="acceptance.file_change", project=project, by=by, on=change, after=_facts(change))
    if not in_force:
        _ask_office(change, by=by)
    return change


def _ask_office(change: Change, *, by: Actor) -> None:
    office = change.project.organization_of(Role.INFORMATIZATION_OFFICE)
    if office is not None:
        open_task(
            project=change.project,
            organization=office,
            role=Role.INFORMATIZATION_OFFICE,
            capacity=Capacity.SIGNATORY,
            kind=TaskKind.DECIDE_CHANGE,
            name=str(change.pk),
            url=reverse("acceptance:decide_change", args=[change.project.number, change.pk]),
            by=by,
        )


@transaction.atomic
def approve_change(*, change: Change, reason: str = "", by: Actor) -> None:
    """Approve a change above the threshold, as the office's signatory; it is in force at once.

    The change order is issued with it.

    Raises ``ValidationError`` where the contract would now exceed the allocated fund.
    """
    change = _pending(change, by=by)
    room = room_for_changes(change.project)
    if room is not None:
        _refuse_beyond_fund(room, change.amount_delta)
    _post(change, is_overrun=True, by=by)
    _decide(change, Change.Status.APPROVED, reason.strip(), by=by)
    _issue_order(change, remark=reason.strip(), by=by)


@transaction.atomic
def refuse_change(*, change: Change, reason: str, by: Actor) -> None:
    """Refuse a change above the threshold, with the reason, as the office's signatory."""
    change = _pending(change, by=by)
    _decide(change, Change.Status.REFUSED, needed(reason, field="reason"), by=by)


def _pending(change: Change, *, by: Actor) -> Change:
    project = begin(change.project, Permission.APPROVE_CHANGE, CHANGEABLE, by=by)
    if not by.is_signatory:
        raise PermissionDenied
    fresh = project.changes.get(pk=change.pk)
    if fresh.status != Change.Status.PENDING:
        raise ValidationError(_("This change does not await approval."))
    fresh.project = project
    return fresh


def _decide(change: Change, status: Change.Status, reason: str, *, by: Actor) -> None:
    change.status, change.decision_reason = status, reason
    change.decided_at, change.decided_by = timezone.now(), by.user
    change.save()
    for task in change.project.tasks.open().filter(kind=TaskKind.DECIDE_CHANGE, name=str(change.pk)):
        close_task(task)
    is_approved = status == Change.Status.APPROVED
    record(
        verb="acceptance.approve_change" if is_approved else "acceptance.refuse_change",
        project=change.project,
        by=by,
        on=change,
        before={"status": Change.Status.PENDING},
        after=_facts(change),
        reason=reason,
    )


def _issue_order(change: Change, *, remark: str, by: Actor) -> None:
    issuer, kind, today = by.organization, PaperKind.CHANGE_ORDER, timezone.localdate()
    if issuer is None:
        raise PermissionDenied
    number = number_to_come(kind=kind, issuer=issuer, on=today)
    paper = change_order(change, issuer=issuer, number=number, on=today, remark=remark)
    facts = change_facts(change)
    issue_paper(kind=kind, paper=paper, issuer=issuer, facts=facts, project=change.project, by=by)


def _post(change: Change, *, is_overrun: bool, by: Actor) -> None:
    """Let the ledger follow the contract, in the transaction of the deed that changes it."""
    if change.contract.commitment is None:
        raise ValidationError(_("There is no contract to change."))
    change_commitment(
        commitment=change.contract.commitment,
        delta=change.amount_delta,
        is_overrun=is_overrun,
        reason=change.reason,
        about=change,
        document=change.paper,
        by=by,
    )


def _refuse_beyond_fund(room: Room, delta: Decimal) -> None:
    if room.after_changes + delta <= 0:
        raise ValidationError({"amount_delta": _("The contract's amount must stay above zero.")})
    # A change that saves money is welcome even where the fund was cut below the contract.
    if delta > 0 and room.after_changes + delta > room.allocated:
        raise ValidationError(
            {
                "amount_delta": _(
                    "The contract would exceed the allocated fund of %(limit)s. It stands at %(now)s;"
                    " %(left)s are left for changes."
                )
                % {
                    "limit": formats.yuan(room.allocated),
                    "now": formats.yuan(room.after_changes),
                    "left": formats.yuan(room.left),
                }
            }
        )


def _facts(change: Change) -> dict[str, str | int]:
    return {
        "status": change.status,
        "amount_delta": f"{change.amount_delta:f}",
        "days_delta": change.days_delta,
    }
