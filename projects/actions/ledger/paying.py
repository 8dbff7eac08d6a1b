"""What is paid on a contract, and what must be true before; 三(四)1, 三(四)3."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.policy.rules import value_of
from egov.ui.formats import wan
from projects.actions.ledger.limits import FundRefused, LimitExceeded, refuse_unwritable
from projects.actions.ledger.posting import Move, post
from projects.actions.recording import record, require
from projects.models import Commitment, DocumentVersion, EntryKind, Figure, FundLine, LedgerEntry, Project
from projects.payment_lines import shares


@transaction.atomic
def pay(
    *,
    commitment: Commitment,
    amount: Decimal,
    reason: str,
    by: Actor,
    voucher: UUID | None = None,
    about: Any = None,
    document: DocumentVersion | None = None,
) -> list[LedgerEntry]:
    """Book a payment in yuan on a contract, the oldest year's commitment first; the finance bureau's deed.

    Raises ``PermissionDenied`` and ``FundRefused``: beyond the commitment, the final part before final
    acceptance, or operation and maintenance without an evaluation.
    """
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=commitment.project_id)
    require(project, Permission.MANAGE_FUND, by=by)
    if voucher and (written := list(LedgerEntry.objects.filter(voucher=voucher).order_by("position"))):
        return written
    refuse_unwritable(amount)
    refusal = payment_refusal(commitment, amount)
    if refusal:
        raise FundRefused(refusal)
    moves = list(_shares(commitment, amount))
    entries = post(
        moves=moves, reason=reason, by=by, voucher=voucher, about=about or commitment, document=document
    )
    record(
        verb="fund.pay",
        project=project,
        by=by,
        on=about or commitment,
        after={"contract": commitment.number, "amount": f"{amount:f}"},
        reason=reason,
    )
    return entries


def payment_refusal(commitment: Commitment, amount: Decimal) -> str:
    """Return why a payment is not possible yet, apart from the commitment's own limit, or nothing."""
    project = commitment.project
    if commitment.line == FundLine.MAINTENANCE:
        if not project.transitions.filter(step="publish_evaluation").exists():
            return _("Operation and maintenance is paid once the evaluation is published (三(四)3).")
        return ""
    if project.transitions.filter(step="pass_final_acceptance").exists():
        return ""
    before = payable_before_acceptance(commitment)
    if commitment.paid + amount > before:
        return _(
            "Before final acceptance at most %(limit)s of this contract are paid; %(paid)s are paid already."
        ) % {"limit": wan(before), "paid": wan(commitment.paid)}
    return ""


def payable_before_acceptance(commitment: Commitment) -> Decimal:
    """Return the yuan of a contract that can be paid before final acceptance, by its terms or the policy."""
    terms = list(commitment.terms.all())
    if terms:
        parts = shares(terms, commitment.amount)
        return sum((amount for term, amount in parts if not term.is_final), Decimal(0))
    place = commitment.project.jurisdiction_id
    kept = value_of("final_payment_min_percent", jurisdiction_id=place)
    return round(commitment.amount * (100 - kept) / 100, 2)


def _shares(commitment: Commitment, amount: Decimal) -> list[Move]:
    accounts = list(commitment.accounts.with_room().select_related("fund"))
    room = sum((account.left for account in accounts), Decimal(0))
    if amount > room:
        raise LimitExceeded(
            _("Contract %(contract)s") % {"contract": commitment.number},
            commitment.amount,
            room,
            _("A change of the contract can add to it."),
        )
    moves = []
    for account in accounts:
        part = min(account.left, amount)
        if part > 0:
            moves.append(Move(account, Figure.PAID, part, EntryKind.PAYMENT))
            amount -= part
    return moves
