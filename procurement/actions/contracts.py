"""The contract with the winner, and that with the supervisor; clause 三(三)2–4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.models import Organization, OrganizationKind
from egov.accounts.roles import Permission, Role
from egov.ui.formats import listed
from procurement.actions.beginning import begin, live_tender, refuse_if
from procurement.models import Contract, SupervisionContract, Supplier, limits_of
from procurement.models.readiness import why_no_contract
from projects.actions import advance, record
from projects.actions.documents import file_document
from projects.actions.ledger.committing import change_commitment, commit, commit_to_review
from projects.actions.ledger.terms import Term, check_terms
from projects.actions.tasks import pass_on_tasks
from projects.flow import Stage
from projects.models import Commitment, DocumentKind, FundLine, Project

ASSIGNABLE = (
    *(Stage.INITIATED, Stage.SOLICITING, Stage.SCHEME_SELECTED),
    *(Stage.SCHEME_CONFIRMED, Stage.TENDERING, Stage.CONTRACTED),
)
"""Stages in which the supervisor is assigned: before construction starts."""


@transaction.atomic
def record_contract(
    *,
    project: Project,
    number: str,
    amount: Decimal,
    signed_on: date,
    starts_on: date,
    ends_on: date,
    upload: File[Any],
    terms: Sequence[Term] = (),
    by: Actor,
) -> Contract:
    """Record the contract with the winner, in yuan; recorded again before signing, it is corrected.

    Without ``terms`` it is paid under the usual ones. Raises ``ValidationError`` where the amount exceeds
    the budget estimate, the allocated fund or the award, the dates contradict each other, or the terms do
    not make up the contract or keep too little for after acceptance; and ``PermissionDenied``.
    """
    project = begin(project, Permission.RUN_PROCUREMENT, [Stage.TENDERING], by=by)
    refuse_if(why_no_contract(project))
    tender = live_tender(project)
    _check_contract(project, amount, signed_on, starts_on, ends_on)
    _check_terms(project, terms)
    former = project.contracts.current()
    winner = tender.award.winner
    contract = former or Contract(project=project, tender=tender)
    before = {"number": former.number, "amount": str(former.amount)} if former else None
    contract.number, contract.amount = number.strip(), amount
    contract.supplier_name, contract.uscc = winner.supplier_name, winner.uscc
    contract.signed_on, contract.starts_on, contract.ends_on = signed_on, starts_on, ends_on
    contract.payment_terms = [term.as_json() for term in terms]
    contract.file = file_document(
        project=project,
        kind=DocumentKind.CONTRACT,
        title=number,
        upload=upload,
        by=by,
        document=former.file.document if former else None,
    )
    contract.recorded_at, contract.recorded_by = timezone.now(), by.user
    contract.save()
    record(
        verb="procurement.record_contract",
        project=project,
        by=by,
        on=contract,
        before=before,
        after={"number": contract.number, "amount": str(amount)},
    )
    return contract


def _check_terms(project: Project, terms: Sequence[Term]) -> None:
    if terms:
        check_terms(terms, jurisdiction_id=project.jurisdiction_id)


def _check_contract(
    project: Project, amount: Decimal, signed_on: date, starts_on: date, ends_on: date
) -> None:
    exceeded = [str(limit.label) for limit in limits_of(project) if limit.left(amount) < 0]
    if exceeded:
        message = _("The amount exceeds: %(limits)s.") % {"limits": listed(exceeded)}
        raise ValidationError({"amount": message})
    if ends_on < starts_on:
        raise ValidationError({"ends_on": _("The end lies before the beginning.")})
    if signed_on > timezone.localdate():
        raise ValidationError({"signed_on": _("This day lies in the future.")})


@transaction.atomic
def sign_contract(*, project: Project, by: Actor) -> Project:
    """Confirm the recorded contract for the construction entity; it binds from here on (三(三)2).

    Its amount is committed from the project's allocations in the same transaction. Raises
    ``StepRefused``, ``LimitExceeded`` and ``PermissionDenied``.
    """
    signed = advance(project=project, step="sign_contract", by=by).project
    contract = signed.contracts.current()
    if contract is None:
        raise ValidationError(_("There is no contract on record."))
    contract.commitment = commit(
        project=signed,
        line=FundLine.CONSTRUCTION,
        number=contract.number,
        payee=contract.supplier_name,
        amount=contract.amount,
        reason=_("Contract signed"),
        terms=[Term.of(kept) for kept in contract.payment_terms],
        about=contract,
        document=contract.file,
        by=by,
    )
    contract.save(update_fields=["commitment"])
    return signed


@transaction.atomic
def assign_supervisor(
    *,
    project: Project,
    supervisor: Organization,
    number: str,
    amount: Decimal,
    upload: File[Any],
    terms: Sequence[Term] = (),
    by: Actor,
) -> SupervisionContract:
    """Assign the supervisor whom the office procured, with the supervision contract in yuan (三(三)4).

    Neither the author of the chosen scheme nor a bidder or the contractor can be the supervisor.
    Raises ``ValidationError`` and ``PermissionDenied``.
    """
    project = begin(project, Permission.ASSIGN_SUPERVISOR, ASSIGNABLE, by=by)
    if supervisor.kind != OrganizationKind.COMPANY or not supervisor.is_active:
        raise ValidationError({"supervisor": _("Choose an active company.")})
    _check_independence(project, Supplier.of(supervisor))
    _check_terms(project, terms)
    contract = SupervisionContract.objects.create(
        project=project,
        supervisor=supervisor,
        number=number.strip(),
        amount=amount,
        file=file_document(
            project=project, kind=DocumentKind.SUPERVISION_CONTRACT, title=number, upload=upload, by=by
        ),
        assigned_at=timezone.now(),
        assigned_by=by.user,
    )
    _bind_supervision(project, contract, terms, by=by)
    before = {"supervisor": project.supervisor.name} if project.supervisor else None
    project.supervisor = supervisor
    project.save(update_fields=["supervisor"])
    pass_on_tasks(project=project, role=Role.SUPERVISOR, to=supervisor)
    record(
        verb="procurement.assign_supervisor",
        project=project,
        by=by,
        on=contract,
        before=before,
        after={"supervisor": supervisor.name, "amount": str(amount)},
    )
    return contract


def _bind_supervision(
    project: Project, contract: SupervisionContract, terms: Sequence[Term], *, by: Actor
) -> None:
    """Commit the contract from the fund's review line, and free what a former supervisor is not owed."""
    former = Commitment.objects.filter(supervision_contract__project=project)
    for commitment in former.select_related("project"):
        change_commitment(
            commitment=commitment,
            delta=commitment.paid - commitment.amount,
            is_overrun=False,
            ends=True,
            reason=_("Supervisor replaced"),
            by=by,
        )
    contract.commitment = commit_to_review(
        project=project,
        number=contract.number,
        payee=contract.supervisor.name,
        amount=contract.amount,
        reason=_("Supervision contract"),
        terms=terms,
        about=contract,
        document=contract.file,
        by=by,
    )
    contract.save(update_fields=["commitment"])


def _check_independence(project: Project, supplier: Supplier) -> None:
    chosen, tender = project.schemes.chosen(), project.tenders.live()
    if chosen is not None and chosen.supplier.is_same_as(supplier):
        raise ValidationError({"supervisor": _("This company is the author of the chosen scheme.")})
    if tender is None:
        return
    award = getattr(tender, "award", None)
    # Before the opening nobody learns who bids, not even by a refusal; the award is checked again.
    bidders = tender.bids.standing() if tender.is_opened else []
    others = [award.winner] if award else bidders
    if any(bid.supplier.is_same_as(supplier) for bid in others):
        named = _("contractor") if award else _("bidder")
        raise ValidationError(
            {"supervisor": _("This company is the %(service)s of this project.") % {"service": named}}
        )
