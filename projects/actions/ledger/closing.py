"""The end of a fund year: what goes on into the next one, and what lapses; 二(一)."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.audit.actions import record_event
from projects.actions.ledger.allocating import ENDED
from projects.actions.ledger.limits import FundRefused
from projects.actions.ledger.locking import lock_projects
from projects.actions.ledger.posting import (
    Move,
    appropriation_account,
    commitment_account,
    line_account,
    post,
    project_account,
)
from projects.models import (
    EntryKind,
    Figure,
    FundAccount,
    FundArrangement,
    FundLine,
    Project,
    SpecialFund,
)
from projects.models.fund import FundAccountQuerySet, yuan_of


@transaction.atomic
def close_year(*, fund: SpecialFund, reason: str, by: Actor) -> Decimal:
    """Close a fund's year: carry over what projects under way have not spent, and return those yuan.

    What is owed on contracts of retired projects goes on too. What was not allocated, or else belongs to
    ended projects, lapses with the year. A closed year takes no entry any more. Raises
    ``PermissionDenied`` for anybody but the finance bureau's signatory, ``FundRefused`` where the year is
    closed or still runs, an earlier one is open, or an arrangement waits for signatures.
    """
    if fund.jurisdiction != by.jurisdiction or not by.may(Permission.MANAGE_FUND) or not by.is_signatory:
        raise PermissionDenied
    successor, _made = SpecialFund.objects.get_or_create(jurisdiction=fund.jurisdiction, year=fund.year + 1)
    locked = _lock(fund, successor)
    if why_not := closing_refusal(locked):
        raise FundRefused(why_not)
    carried = Decimal(0)
    for account in going_on(locked).select_related("project", "fund").order_by("pk"):
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


def _lock(fund: SpecialFund, successor: SpecialFund) -> SpecialFund:
    """Let nobody post on the two years, nor put an arrangement of them forward, from here on."""
    projects = lock_projects(Project.objects.filter(fund_accounts__fund=fund))
    of_years = Q(fund__in=[fund, successor])
    of_projects = Q(project__in=projects, figure=Figure.ALLOCATED, line=FundLine.CONSTRUCTION)
    accounts = FundAccount.objects.filter(of_years | of_projects).order_by("pk")
    list(accounts.select_for_update(of=("self",), no_key=True))
    years = SpecialFund.objects.filter(pk__in=[fund.pk, successor.pk]).order_by("year")
    closing, _next = years.select_for_update(of=("self",), no_key=True)
    return closing


def closing_refusal(fund: SpecialFund) -> str:
    """Return why a year cannot be closed yet, or nothing."""
    if fund.is_closed:
        return _("The fund of %(year)d is closed.") % {"year": fund.year}
    if fund.year >= timezone.localdate().year:
        return _("The year %(year)d is not over yet.") % {"year": fund.year}
    years = SpecialFund.objects.filter(jurisdiction=fund.jurisdiction_id)
    # Closed later, it would have nowhere to carry its money.
    earlier = years.open().filter(year__lt=fund.year, accounts__amount_fen__gt=0).order_by("year").first()
    if earlier is not None:
        return _("The fund of %(year)d is not closed yet. Close it first.") % {"year": earlier.year}
    # It names totals: signed after the year's end, it would take back what was carried over.
    touched = years.filter(year__range=(fund.year, fund.year + 1))
    open_ones = FundArrangement.objects.open().filter(fund__in=touched).order_by("fund__year")
    if waiting := open_ones.select_related("fund").first():
        return _(
            "An arrangement of the fund of %(year)d waits for signatures. Sign or withdraw it first."
        ) % {"year": waiting.fund.year}
    return ""


def going_on(fund: SpecialFund) -> FundAccountQuerySet:
    """Return the allocations of which the year's end carries something over, with ``carried_fen``.

    Of projects under way it is what is not paid; of ended ones only what is owed on contracts.
    """
    accounts = fund.accounts.filter(figure=Figure.ALLOCATED).with_below()
    due = Case(When(project__stage__in=ENDED, then=F("used_fen")), default=F("amount_fen"))
    return accounts.annotate(carried_fen=due - F("paid_fen")).filter(carried_fen__gt=0)


def _carry_over(account: FundAccount, to: SpecialFund, *, reason: str, by: Actor) -> Decimal:
    """Take the unspent part of one allocation out of its year, level by level, and put it into the next."""
    bound = [
        (child, child.left)
        for child in account.children.select_related("commitment__project").order_by("pk")
        if child.left
    ]
    amount = yuan_of(account.carried_fen)  # type: ignore[attr-defined]  # annotated
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
