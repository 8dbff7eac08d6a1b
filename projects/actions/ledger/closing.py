"""The end of a fund year: what goes on into the next one, and what lapses; 二(一)."""

from collections.abc import Iterator
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.audit.actions import record_event
from projects.actions.ledger.allocating import ENDED
from projects.actions.ledger.limits import FundRefused
from projects.actions.ledger.posting import (
    Move,
    appropriation_account,
    commitment_account,
    line_account,
    post,
    project_account,
)
from projects.models import EntryKind, Figure, FundAccount, SpecialFund


@transaction.atomic
def close_year(*, fund: SpecialFund, reason: str, by: Actor) -> Decimal:
    """Close a fund's year: carry over what projects under way have not spent, and return those yuan.

    What was not allocated, or belongs to ended projects, lapses with the year. A closed year takes no
    entry any more. Raises ``PermissionDenied`` for anybody but the finance bureau's signatory,
    ``FundRefused`` where the year is closed, still runs, or an arrangement waits for signatures.
    """
    locked = SpecialFund.objects.select_for_update(of=("self",), no_key=True).get(pk=fund.pk)
    if locked.jurisdiction != by.jurisdiction or not by.may(Permission.MANAGE_FUND) or not by.is_signatory:
        raise PermissionDenied
    if why_not := closing_refusal(locked):
        raise FundRefused(why_not)
    successor, _made = SpecialFund.objects.get_or_create(
        jurisdiction=locked.jurisdiction, year=locked.year + 1
    )
    # From here on nobody posts on the year: every post locks accounts of it.
    list(locked.accounts.select_for_update(of=("self",), no_key=True).order_by("pk"))
    carried = Decimal(0)
    for account in _unspent(locked):
        carried += _carry_over(account, successor, reason=reason, by=by)
    locked.closed_at, locked.closed_by = timezone.now(), by.user
    locked.save(update_fields=["closed_at", "closed_by"])
    record_event(
        verb="fund.close_year",
        by=by,
        on=locked,
        jurisdiction_id=locked.jurisdiction_id,
        after={"year": locked.year, "carried_over": f"{carried:f}"},
        reason=reason.strip(),
    )
    return carried


def closing_refusal(fund: SpecialFund) -> str:
    """Return why a year cannot be closed yet, or nothing."""
    if fund.is_closed:
        return _("The fund of %(year)d is closed.") % {"year": fund.year}
    if fund.year >= timezone.localdate().year:
        return _("The year %(year)d is not over yet.") % {"year": fund.year}
    if fund.arrangements.open().exists():
        return _("An arrangement of this fund waits for signatures. Sign or withdraw it first.")
    return ""


def _unspent(fund: SpecialFund) -> Iterator[FundAccount]:
    """Yield the allocations of projects under way of which something is not paid."""
    accounts = fund.accounts.filter(figure=Figure.ALLOCATED).exclude(project__stage__in=ENDED)
    for account in accounts.select_related("project", "fund").order_by("pk"):
        if account.left or account.children.filter(amount_fen__gt=F("used_fen")).exists():
            yield account


def _carry_over(account: FundAccount, to: SpecialFund, *, reason: str, by: Actor) -> Decimal:
    """Take the unspent part of one allocation out of its year, level by level, and put it into the next."""
    bound = [
        (child, child.left)
        for child in account.children.select_related("commitment__project").order_by("pk")
        if child.left
    ]
    amount = account.left + sum((left for _child, left in bound), Decimal(0))
    project, line = account.project, account.line
    if project is None:
        raise FundRefused(_("Only what is allocated to a project is carried over."))

    def out(source: FundAccount, figure: Figure, part: Decimal) -> Move:
        return Move(source, figure, part, EntryKind.CARRY_OVER, sign=-1)

    def into(goal: FundAccount, figure: Figure, part: Decimal) -> Move:
        return Move(goal, figure, part, EntryKind.CARRY_OVER)

    year = account.fund
    moves = [out(child, Figure.COMMITTED, left) for child, left in bound]
    moves += [
        out(account, Figure.ALLOCATED, amount),
        out(line_account(year, line), Figure.EARMARKED, amount),
        out(appropriation_account(year), Figure.APPROPRIATED, amount),
        into(appropriation_account(to), Figure.APPROPRIATED, amount),
        into(line_account(to, line), Figure.EARMARKED, amount),
        into(project_account(to, line, project), Figure.ALLOCATED, amount),
    ]
    for child, left in bound:
        if child.commitment is not None:
            moves.append(into(commitment_account(to, child.commitment), Figure.COMMITTED, left))
    post(moves=moves, reason=reason, by=by, about=project)
    return amount
