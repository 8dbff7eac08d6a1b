"""The one way into the ledger: locked, checked against every limit, written once; clause 二(一)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from projects.actions.ledger.limits import FundRefused, refuse_below, refuse_beyond, refuse_beyond_investment
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
from projects.models.fund import FEN


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
    return _account(fund=fund, figure=Figure.EARMARKED, line=line, parent=appropriation_account(fund))


def project_account(fund: SpecialFund, line: str, project: Project) -> FundAccount:
    parent = line_account(fund, line)
    return _account(fund=fund, figure=Figure.ALLOCATED, line=line, project=project, parent=parent)


def commitment_account(fund: SpecialFund, commitment: Commitment) -> FundAccount:
    line, project = commitment.line, commitment.project
    return _account(
        fund=fund,
        figure=Figure.COMMITTED,
        line=line,
        project=project,
        commitment=commitment,
        parent=project_account(fund, line, project),
    )


def _account(*, parent: FundAccount | None = None, **names: Any) -> FundAccount:
    account, _made = FundAccount.objects.get_or_create(**names, defaults={"parent": parent})
    return account


@transaction.atomic
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
        raise FundRefused(_("Please give a reason."))
    projects, accounts = _lock(moves)
    if voucher and (written := list(LedgerEntry.objects.filter(voucher=voucher).order_by("position"))):
        return _same(written, moves)
    entries: list[LedgerEntry] = []
    for position, move in enumerate(moves):
        _check(move, accounts, projects)
        entries.append(
            LedgerEntry(
                fund=move.account.fund,
                account=move.account,
                project_id=move.account.project_id,
                line=move.account.line,
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
    raised = [m.account for m in moves if m.figure == Figure.ALLOCATED and m.sign > 0]
    given = {account.project_id for account in raised if account.project_id}
    projects = (
        Project.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=given).order_by("pk")
    )
    locked = {project.pk: project for project in projects}
    touched = {m.account.pk for m in moves}
    touched |= {m.account.parent_id for m in moves if m.figure != Figure.PAID and m.account.parent_id}
    accounts = (
        FundAccount.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=touched).order_by("pk")
    )
    named = accounts.select_related("fund", "project", "commitment")
    return locked, {account.pk: account for account in named}


def _same(written: list[LedgerEntry], moves: Sequence[Move]) -> list[LedgerEntry]:
    before = [(e.account_id, e.figure, e.sign, e.amount) for e in written]
    if before != [(m.account.pk, m.figure, m.sign, m.amount) for m in moves]:
        raise FundRefused(_("This form was sent before, with other figures. Please load the page again."))
    return written


def _check(move: Move, accounts: dict[int, FundAccount], projects: dict[int, Project]) -> None:
    """Hold a move against every limit, and let the accounts in hand follow it."""
    account = accounts[move.account.pk]
    if move.amount <= 0 or move.amount != round(move.amount, 2):
        raise FundRefused(_("The amount must be more than zero, with at most two decimals."))
    if account.fund.is_closed:
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
    account.amount_fen += move.fen
    if move.figure == Figure.ALLOCATED and account.line == FundLine.CONSTRUCTION and move.sign > 0:
        _check_investment(projects[account.project_id], moved=account, accounts=accounts)  # type: ignore[index]


def _check_investment(project: Project, *, moved: FundAccount, accounts: dict[int, FundAccount]) -> None:
    in_hand = [
        a
        for a in accounts.values()
        if (a.project_id, a.figure, a.line) == (project.pk, Figure.ALLOCATED, moved.line)
    ]
    stored = FundAccount.objects.filter(pk__in=[a.pk for a in in_hand]).allocated(moved.line)
    refuse_beyond_investment(project, sum((a.amount for a in in_hand), Decimal(0)) - stored)
