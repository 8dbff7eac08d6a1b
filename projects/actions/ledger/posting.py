"""The one way into the ledger: locked, checked against every limit, written once; clause 二(一)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from projects.actions.ledger.limits import (
    FundRefused,
    refuse_below,
    refuse_beyond,
    refuse_beyond_investment,
    refuse_unwritable,
)
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
from projects.models.fund import FEN, yuan_of


@dataclass(frozen=True)
class Move:
    """Yuan to be added to a figure of an account (sign 1), or taken from it (sign -1)."""

    account: FundAccount
    figure: Figure
    amount: Decimal
    kind: EntryKind
    sign: int = 1
    reverses: LedgerEntry | None = None
    is_overrun: bool = False

    @property
    def fen(self) -> int:
        return self.sign * int(self.amount * FEN)


def appropriation_account(fund: SpecialFund) -> FundAccount:
    return _account(fund=fund, figure=Figure.APPROPRIATED)


def line_account(fund: SpecialFund, line: str) -> FundAccount:
    names = {"fund": fund, "figure": Figure.EARMARKED, "line": line}
    return _account(lambda: appropriation_account(fund), **names)


def project_account(fund: SpecialFund, line: str, project: Project) -> FundAccount:
    names = {"fund": fund, "figure": Figure.ALLOCATED, "line": line, "project": project}
    return _account(lambda: line_account(fund, line), **names)


def commitment_account(fund: SpecialFund, commitment: Commitment) -> FundAccount:
    line, project = commitment.line, commitment.project
    names = {"fund": fund, "figure": Figure.COMMITTED, "line": line, "project": project}
    return _account(lambda: project_account(fund, line, project), commitment=commitment, **names)


def _account(above: Callable[[], FundAccount] | None = None, **names: Any) -> FundAccount:
    found = FundAccount.objects.select_related("fund").filter(**names).first()
    if found is not None:
        return found
    made, _made = FundAccount.objects.get_or_create(**names, defaults={"parent": above() if above else None})
    return made


# Without a savepoint: it stands or falls with the deed that posts.
@transaction.atomic(savepoint=False)
def post(
    *,
    moves: Sequence[Move],
    reason: str,
    by: Actor,
    voucher: UUID | None = None,
    about: Any = None,
    document: DocumentVersion | None = None,
) -> list[LedgerEntry]:
    """Write entries, all or none, in this order; with a voucher already written, return what it wrote.

    Projects, then accounts are locked, each by number, so that posts at the same moment cannot together
    exceed a limit, nor wait for each other in a circle. Raises ``FundRefused``; ``LimitExceeded`` names
    the limit, what is left, and who can change it.
    """
    if by.organization is None:
        raise PermissionDenied
    if not reason.strip():
        raise FundRefused(_("Please give a reason."), code="required")
    projects, accounts = _lock(moves)
    if voucher and (written := LedgerEntry.objects.all().under(voucher)):
        return _same(written, moves)
    entries: list[LedgerEntry] = []
    for position, move in enumerate(moves):
        account = accounts[move.account.pk]
        _check(move, account, accounts, projects)
        entries.append(
            LedgerEntry(
                fund=move.account.fund,
                account=move.account,
                project_id=account.project_id,
                line=account.line,
                kind=move.kind,
                figure=move.figure,
                sign=move.sign,
                amount=move.amount,
                reverses=move.reverses,
                is_overrun=move.is_overrun,
                voucher=voucher or (entries[0].voucher if entries else uuid4()),
                position=position,
                reason=reason.strip(),
                object_type=about._meta.label_lower if about is not None else "",
                object_id=str(about.pk) if about is not None else "",
                object_label=str(about)[:300] if about is not None else "",
                document=document,
                user=by.user,
                organization=by.organization,
            )
        )
    return LedgerEntry.objects.bulk_create(entries)


def _lock(moves: Sequence[Move]) -> tuple[dict[int, Project], dict[int, FundAccount]]:
    """Lock what the moves touch, and with it every account whose sum the approved investment bounds."""
    raised = [m.account for m in moves if m.figure == Figure.ALLOCATED and m.sign > 0]
    given = {account.project_id for account in raised if account.project_id}
    locked = FundAccount.objects.all().locked_bounds(given) if given else {}
    touched = {m.account.pk for m in moves}
    touched |= {m.account.parent_id for m in moves if m.figure != Figure.PAID and m.account.parent_id}
    return locked, FundAccount.objects.all().locked(touched, of_projects=given)


def _same(written: list[LedgerEntry], moves: Sequence[Move]) -> list[LedgerEntry]:
    before = [(e.account_id, e.figure, e.sign, e.amount) for e in written]
    if before != [(m.account.pk, m.figure, m.sign, m.amount) for m in moves]:
        raise FundRefused(_("This form was sent before, with other figures. Please load the page again."))
    return written


def _check(
    move: Move, account: FundAccount, accounts: dict[int, FundAccount], projects: dict[int, Project]
) -> None:
    """Hold a move against every limit, and let the accounts in hand follow it."""
    refuse_unwritable(move.amount)
    if move.amount <= 0 or move.amount != round(move.amount, 2):
        raise FundRefused(_("The amount must be more than zero, with at most two decimals."))
    if account.fund_closed_at:
        raise FundRefused(_("The fund of %(year)d is closed.") % {"year": account.fund.year})
    if move.figure == Figure.PAID:
        refuse_beyond(account, move.fen)
        account.used_fen += move.fen
        return
    if move.sign < 0:
        refuse_below(account, -move.fen)
    if account.parent_id:
        parent = accounts[account.parent_id]
        refuse_beyond(parent, move.fen)
        parent.used_fen += move.fen
    if move.figure == Figure.ALLOCATED and account.line == FundLine.CONSTRUCTION and move.sign > 0:
        given = sum(a.amount_fen for a in accounts.values() if _is_bounded(a, account.project_id))
        refuse_beyond_investment(projects[account.project_id], yuan_of(given), move.amount)  # type: ignore[index]
    account.amount_fen += move.fen


def _is_bounded(account: FundAccount, project_id: int | None) -> bool:
    of_project = account.project_id == project_id and account.figure == Figure.ALLOCATED
    return of_project and account.line == FundLine.CONSTRUCTION
