"""Money bound to contracts, inside the transaction of the deed that binds it; 三(三)2–4."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from egov.policy.rules import value_of
from projects.actions.ledger.limits import FundRefused, LimitExceeded
from projects.actions.ledger.paying import payment_refusal
from projects.actions.ledger.posting import Move, commitment_account, line_account, post, project_account
from projects.actions.ledger.terms import Term, set_terms
from projects.models import (
    Commitment,
    DocumentVersion,
    EntryKind,
    Figure,
    FundAccount,
    FundLine,
    LedgerEntry,
    Project,
    SpecialFund,
)


@transaction.atomic
def commit(
    *,
    project: Project,
    line: FundLine,
    number: str,
    payee: str,
    amount: Decimal,
    reason: str,
    by: Actor,
    terms: Sequence[Term] = (),
    about: Any = None,
    document: DocumentVersion | None = None,
) -> Commitment:
    """Bind yuan of a project's allocations to a contract, the oldest year's first.

    Without ``terms`` it is paid under the usual ones. Called by the action that signs the contract, which
    has locked the project and checked who may.
    Raises ``LimitExceeded`` where the allocations do not suffice.
    """
    commitment = Commitment.objects.create(
        project=project, line=line, number=number, payee=payee, signed_amount=amount, made_by=by.user
    )
    set_terms(commitment, terms)
    moves = list(_bind(commitment, amount))
    post(moves=moves, reason=reason, by=by, about=about or commitment, document=document)
    _record("fund.commit", commitment, amount, reason, by=by)
    return commitment


@transaction.atomic
def commit_to_review(
    *, project: Project, number: str, payee: str, amount: Decimal, reason: str, by: Actor, **kept: Any
) -> Commitment:
    """Bind yuan of the review line to a contract that the office procures for a project; 三(三)4.

    The line is earmarked for such costs by both bureaus, so what the contract needs is allocated with it.
    """
    allocated = project.fund_accounts.on(FundLine.REVIEW).filter(figure=Figure.ALLOCATED)
    need = amount - allocated.room()
    if need > 0:
        account = project_account(_fund_for_review(project, need), FundLine.REVIEW, project)
        move = Move(account, Figure.ALLOCATED, need, EntryKind.ALLOCATION)
        post(moves=[move], reason=reason, by=by, about=project)
    return commit(
        project=project,
        line=FundLine.REVIEW,
        number=number,
        payee=payee,
        amount=amount,
        reason=reason,
        by=by,
        **kept,
    )


def _fund_for_review(project: Project, amount: Decimal) -> SpecialFund:
    """Return the oldest open year whose review line bears the amount, or else refuse."""
    funds = list(SpecialFund.objects.open().filter(jurisdiction=project.jurisdiction_id).order_by("year"))
    for fund in funds:
        if fund.left_on(FundLine.REVIEW) >= amount:
            return fund
    raise LimitExceeded(
        _("“%(line)s” in the special fund") % {"line": FundLine.REVIEW.label},
        sum((line_account(fund, FundLine.REVIEW).amount for fund in funds), Decimal(0)),
        max((fund.left_on(FundLine.REVIEW) for fund in funds), default=Decimal(0)),
        _("The informatization office and the finance bureau can change it together."),
    )


@transaction.atomic
def change_commitment(
    *,
    commitment: Commitment,
    delta: Decimal,
    is_overrun: bool,
    reason: str,
    by: Actor,
    ends: bool = False,
    about: Any = None,
    document: DocumentVersion | None = None,
) -> list[LedgerEntry]:
    """Add to what is bound to a contract, or set part of it free; yuan, negative to set free.

    Additions stay within the policy ``change_self_file_percent`` of the signed amount unless the office
    approved the overrun. A smaller contract keeps its final part, unless it ``ends`` with this.
    Raises ``FundRefused``.
    """
    if delta == 0:
        return []
    # Held to the end, so that two changes at the same moment cannot together pass the limit.
    Commitment.objects.select_for_update(no_key=True).get(pk=commitment.pk)
    if delta > 0 and not is_overrun:
        _refuse_beyond_changes(commitment, delta)
    chosen = _bind(commitment, delta, is_overrun=is_overrun) if delta > 0 else _free(commitment, -delta)
    entries = post(moves=list(chosen), reason=reason, by=by, about=about or commitment, document=document)
    if delta < 0 and not ends:
        _keep_final_part(commitment)
    _record("fund.change_commitment", commitment, delta, reason, by=by)
    return entries


def _keep_final_part(commitment: Commitment) -> None:
    """Refuse a change by which what was paid would reach into what waits for final acceptance."""
    if commitment.line != FundLine.MAINTENANCE and (why_not := payment_refusal(commitment, Decimal(0))):
        raise FundRefused(why_not)


def _refuse_beyond_changes(commitment: Commitment, delta: Decimal) -> None:
    limit = change_limit(commitment)
    left = limit - added_without_approval(commitment)
    if delta > left:
        raise LimitExceeded(
            _("Changes of contract %(contract)s without new approval") % {"contract": commitment.number},
            limit,
            left,
            _("The informatization office can approve more as an overrun."),
        )


def change_limit(commitment: Commitment, *, on: date | None = None) -> Decimal:
    """Return the yuan by which changes may raise a contract without approval, by the policy of a day."""
    place = commitment.project.jurisdiction_id
    percent = value_of("change_self_file_percent", jurisdiction_id=place, on=on)
    return round(commitment.signed_amount * percent / 100, 2)


def added_without_approval(commitment: Commitment) -> Decimal:
    """Return the yuan by which changes raised a contract that were not approved as an overrun."""
    bound = LedgerEntry.objects.bound_without_approval(commitment)
    return (bound.aggregate(s=Sum("amount"))["s"] or Decimal(0)) - commitment.signed_amount


def _bind(commitment: Commitment, amount: Decimal, *, is_overrun: bool = False) -> Iterator[Move]:
    accounts = commitment.project.fund_accounts.on(commitment.line).filter(figure=Figure.ALLOCATED)
    purses = list(accounts.with_room().select_related("fund"))
    room = sum((purse.left for purse in purses), Decimal(0))
    if amount > room:
        raise LimitExceeded(
            _("Allocated to “%(project)s” (%(line)s)")
            % {"project": commitment.project.title, "line": FundLine(commitment.line).label},
            accounts.total(Figure.ALLOCATED),
            room,
            _("The finance bureau can allocate more."),
        )
    for purse, part in _shares(purses, amount):
        account = commitment_account(purse.fund, commitment)
        yield Move(account, Figure.COMMITTED, part, EntryKind.COMMITMENT, is_overrun=is_overrun)


def _free(commitment: Commitment, amount: Decimal) -> Iterator[Move]:
    accounts = list(commitment.accounts.with_room().select_related("fund"))
    room = sum((account.left for account in accounts), Decimal(0))
    if amount > room:
        raise LimitExceeded(
            _("Contract %(contract)s") % {"contract": commitment.number},
            commitment.amount,
            room,
            _("What is paid already can only be refunded."),
        )
    for account, part in _shares(reversed(accounts), amount):
        yield Move(account, Figure.COMMITTED, part, EntryKind.RELEASE, sign=-1)


def _shares(accounts: Iterable[FundAccount], amount: Decimal) -> Iterator[tuple[FundAccount, Decimal]]:
    for account in accounts:
        part = min(account.left, amount)
        if part > 0:
            yield account, part
            amount -= part


def _record(verb: str, commitment: Commitment, amount: Decimal, reason: str, *, by: Actor) -> None:
    record_event(
        verb=verb,
        by=by,
        on=commitment,
        project_id=commitment.project_id,
        jurisdiction_id=commitment.project.jurisdiction_id,
        after={"line": commitment.line, "amount": f"{amount:f}"},
        reason=reason,
    )
