"""What a year's fund has and how it is divided, signed by the office and the finance bureau; 二(一)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission, Role
from egov.audit.actions import record_event
from projects.actions.advance import AlreadySigned, SignedForAnother
from projects.actions.ledger.allocating import refuse_unfundable
from projects.actions.ledger.limits import FundRefused, refuse_unwritable
from projects.actions.ledger.locking import lock_projects
from projects.actions.ledger.posting import Move, appropriation_account, line_account, post, project_account
from projects.actions.tasks import close_task, open_task
from projects.flow import Capacity
from projects.models import (
    EntryKind,
    Figure,
    FundAccount,
    FundArrangement,
    FundLine,
    Project,
    SpecialFund,
    Task,
    TaskKind,
)


@dataclass(frozen=True)
class Item:
    """Yuan for one project from a line of the fund."""

    project: Project
    line: FundLine
    amount: Decimal

    def get_line_display(self) -> str:
        return str(self.line.label)


@transaction.atomic
def propose_arrangement(
    *,
    year: int,
    appropriation: Decimal,
    earmarks: dict[FundLine, Decimal],
    basis: str,
    reason: str,
    items: Iterable[Item] = (),
    by: Actor,
) -> FundArrangement:
    """Propose what the year's fund is to have in all, and each line of it, in yuan; both bureaus then sign.

    Raises ``PermissionDenied`` for anybody but the office and the finance bureau, ``FundRefused`` where
    the lines exceed the appropriation, an amount is too large to be kept, the year is closed, or another
    arrangement waits for signatures.
    """
    if by.jurisdiction is None or not by.may(Permission.ARRANGE_FUND):
        raise PermissionDenied
    fund, _made = SpecialFund.objects.get_or_create(jurisdiction=by.jurisdiction, year=year)
    fund = SpecialFund.objects.select_for_update(of=("self",), no_key=True).get(pk=fund.pk)
    _refuse_unsound(fund, appropriation, earmarks)
    arrangement = FundArrangement.objects.create(
        fund=fund,
        appropriation=appropriation,
        **{line.value: earmarks.get(line, Decimal(0)) for line in FundLine},
        basis=basis.strip(),
        reason=reason.strip(),
        proposed_by=by.user,
    )
    for item in items:
        if item.project.jurisdiction_id != fund.jurisdiction_id:
            raise PermissionDenied
        refuse_unfundable(item.project)
        refuse_unwritable(item.amount)
        arrangement.items.create(project=item.project, line=item.line, amount=item.amount)
    _record("fund.propose", arrangement, by, after=_facts(arrangement), reason=arrangement.reason)
    _refresh_tasks(arrangement, by=by)
    return arrangement


def _refuse_unsound(fund: SpecialFund, appropriation: Decimal, earmarks: dict[FundLine, Decimal]) -> None:
    if fund.is_closed:
        raise FundRefused(_("The fund of %(year)d is closed.") % {"year": fund.year})
    for amount in (appropriation, *earmarks.values()):
        refuse_unwritable(amount)
    if appropriation <= 0 or any(amount < 0 for amount in earmarks.values()):
        raise FundRefused(_("The appropriation must be more than zero, and no line less."))
    if sum(earmarks.values()) > appropriation:
        raise FundRefused(_("The lines together exceed the appropriation."))
    if fund.arrangements.open().exists():
        raise FundRefused(_("An arrangement of this fund waits for signatures. Sign or withdraw it first."))


@transaction.atomic
def sign_arrangement(*, arrangement: FundArrangement, by: Actor) -> list[Role]:
    """Sign for one's bureau; return who is still to sign. The last signature posts it. 二(一), 共同.

    Raises ``PermissionDenied``, ``AlreadySigned``, ``FundRefused`` where the ledger has moved below it.
    """
    locked = _open_one(arrangement, by=by)
    if not by.is_signatory:
        raise PermissionDenied
    mine = [role for role in locked.unsigned_parties() if role in by.roles]
    if not mine:
        raise AlreadySigned
    # Each party to an arrangement is an organization of its own.
    if locked.signatures.filter(user=by.user).exists():
        raise SignedForAnother
    for role in mine:
        locked.signatures.create(role=role, user=by.user)
    _record("fund.sign", locked, by, after={"roles": [role.value for role in mine]})
    waiting = locked.unsigned_parties()
    if not waiting:
        _bring_into_force(locked, by=by)
    _refresh_tasks(locked, by=by)
    return waiting


@transaction.atomic
def withdraw_arrangement(*, arrangement: FundArrangement, reason: str, by: Actor) -> None:
    """Take back an arrangement that is not in force, with the reason."""
    locked = _open_one(arrangement, by=by)
    if not reason.strip():
        raise FundRefused(_("Please give a reason."), code="required")
    locked.withdrawn_at, locked.withdrawn_by = timezone.now(), by.user
    locked.withdrawal_reason = reason.strip()
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    _record("fund.withdraw", locked, by, reason=reason.strip())
    _refresh_tasks(locked, by=by)


def _open_one(arrangement: FundArrangement, *, by: Actor) -> FundArrangement:
    found = FundArrangement.objects.select_for_update(of=("self",), no_key=True).select_related(
        "fund__jurisdiction"
    )
    locked = found.get(pk=arrangement.pk)
    if locked.fund.jurisdiction != by.jurisdiction or not by.may(Permission.ARRANGE_FUND):
        raise PermissionDenied
    if not locked.is_open:
        raise FundRefused(_("This arrangement no longer waits for signatures."))
    return locked


def _bring_into_force(arrangement: FundArrangement, *, by: Actor) -> None:
    for project in lock_projects(Project.objects.filter(pk__in=arrangement.items.values("project"))).values():
        refuse_unfundable(project)
    moves = [*_moves_to(arrangement), *_items(arrangement)]
    if moves:
        reason = f"{arrangement.basis} {arrangement.reason}"
        post(moves=moves, reason=reason, by=by, about=arrangement)
    arrangement.posted_at = timezone.now()
    arrangement.save(update_fields=["posted_at"])
    _record("fund.arrange", arrangement, by, after=_facts(arrangement), reason=arrangement.reason)


def _moves_to(arrangement: FundArrangement) -> Iterator[Move]:
    """Yield what brings the fund to the totals: room first, then lines, so that no step exceeds another."""
    fund = arrangement.fund
    # Whoever allocates holds the line's account; the totals stand still from here on.
    list(fund.accounts.select_for_update(of=("self",), no_key=True).order_by("pk"))
    top = appropriation_account(fund)
    changes = [
        *_change(top, Figure.APPROPRIATED, EntryKind.APPROPRIATION, arrangement.appropriation),
        *(
            move
            for line in FundLine
            for move in _change(
                line_account(fund, line), Figure.EARMARKED, EntryKind.EARMARK, arrangement.earmark_of(line)
            )
        ),
    ]
    yield from (move for move in changes if move.figure == Figure.APPROPRIATED and move.sign > 0)
    yield from (move for move in changes if move.figure == Figure.EARMARKED and move.sign < 0)
    yield from (move for move in changes if move.figure == Figure.EARMARKED and move.sign > 0)
    yield from (move for move in changes if move.figure == Figure.APPROPRIATED and move.sign < 0)


def _change(account: FundAccount, figure: Figure, kind: EntryKind, total: Decimal) -> Iterator[Move]:
    difference = total - account.amount
    if difference > 0:
        yield Move(account, figure, difference, kind)
    elif difference < 0:
        yield Move(account, figure, -difference, EntryKind.RELEASE, sign=-1)


def _items(arrangement: FundArrangement) -> Iterator[Move]:
    for item in arrangement.items.select_related("project").order_by("pk"):
        account = project_account(arrangement.fund, item.line, item.project)
        yield Move(account, Figure.ALLOCATED, item.amount, EntryKind.ALLOCATION)


def _refresh_tasks(arrangement: FundArrangement, *, by: Actor) -> None:
    name = str(arrangement.pk)
    for task in Task.objects.open().filter(kind=TaskKind.SIGN_FUND, name=name):
        close_task(task)
    if not arrangement.is_open:
        return
    for role in arrangement.unsigned_parties():
        holder = arrangement.fund.jurisdiction.organizations.active().filter(kind=role.value).first()
        if holder is not None:
            open_task(
                organization=holder,
                role=role,
                kind=TaskKind.SIGN_FUND,
                name=name,
                subject=str(arrangement.fund.year),
                capacity=Capacity.SIGNATORY,
                url=arrangement.get_absolute_url(),
                by=by,
            )


def _facts(arrangement: FundArrangement) -> dict[str, Any]:
    names = ("appropriation", *FundLine.values)
    return {"year": arrangement.fund.year, **{name: f"{getattr(arrangement, name):f}" for name in names}}


def _record(verb: str, arrangement: FundArrangement, by: Actor, **facts: Any) -> None:
    place = arrangement.fund.jurisdiction_id
    record_event(verb=verb, by=by, on=arrangement, jurisdiction_id=place, **facts)
