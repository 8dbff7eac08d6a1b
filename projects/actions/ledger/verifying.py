"""Proof of the ledger: every balance equals the sum of its entries, and no limit is exceeded."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.utils import timezone

from projects.actions.ledger.committing import added_without_approval, change_limit
from projects.models import Commitment, Figure, FundAccount, FundLine, LedgerEntry, SpecialFund
from projects.models.fund import FEN, yuan_of
from projects.models.ledger import SIGNED_FEN


@dataclass(frozen=True)
class Fault:
    """Something that must not be: what it is, in words for whoever runs the proof."""

    about: str
    says: str

    def __str__(self) -> str:
        return f"{self.about}: {self.says}"


def verify_ledger(fund: SpecialFund | None = None) -> list[Fault]:
    """Recompute every balance from the entries and hold it against every limit; return what is wrong.

    With a fund, only its own balances, and the projects and contracts that have money of it.
    """
    entries, held = LedgerEntry.objects.all(), FundAccount.objects.all()
    if fund is not None:
        entries, held = entries.filter(account__fund=fund), held.filter(fund=fund)
    moved: dict[tuple[int, bool], int] = defaultdict(int)
    sums = entries.values("account_id", "figure").annotate(fen=Sum(SIGNED_FEN))
    for account_id, figure, fen in sums.values_list("account_id", "figure", "fen"):
        moved[account_id, figure == Figure.PAID] += fen
    accounts = {account.pk: account for account in held.select_related("fund__jurisdiction")}
    passed_on: dict[int, int] = defaultdict(int)
    for account in accounts.values():
        if account.parent_id:
            passed_on[account.parent_id] += moved[account.pk, False]
    faults: list[Fault] = []
    for account in accounts.values():
        used = moved[account.pk, True] if account.figure == Figure.COMMITTED else passed_on[account.pk]
        faults += _faults_of(account, amount=moved[account.pk, False], used=used)
    return [*faults, *_beyond_investment(fund), *_beyond_changes(fund)]


def _faults_of(account: FundAccount, *, amount: int, used: int) -> Iterator[Fault]:
    about = f"account {account.pk} ({account})"
    if account.amount_fen != amount:
        yield Fault(about, f"holds {account.amount}, its entries make {yuan_of(amount)}")
    if account.used_fen != used:
        yield Fault(about, f"shows {account.used} used, the entries make {yuan_of(used)}")
    if not 0 <= used <= amount:
        yield Fault(about, f"{yuan_of(used)} used of {yuan_of(amount)}")


def _beyond_investment(fund: SpecialFund | None) -> Iterator[Fault]:
    given = FundAccount.objects.filter(figure=Figure.ALLOCATED, line=FundLine.CONSTRUCTION, amount_fen__gt=0)
    if fund is not None:
        given = given.filter(project__in=fund.accounts.values("project"))
    sums = given.values("project__number", "project__approved_investment").annotate(fen=Sum("amount_fen"))
    for number, investment, fen in sums.values_list("project__number", "project__approved_investment", "fen"):
        if fen > (investment or 0) * FEN:
            yield Fault(f"project {number}", f"{yuan_of(fen)} allocated, {investment} approved")


def _beyond_changes(fund: SpecialFund | None) -> Iterator[Fault]:
    commitments = Commitment.objects.select_related("project")
    if fund is not None:
        commitments = commitments.filter(accounts__fund=fund).distinct()
    for commitment in commitments.iterator():
        if added_without_approval(commitment) > change_limit(commitment, on=_last_bound(commitment)):
            yield Fault(f"contract {commitment.number}", "was raised above the limit without approval")


def _last_bound(commitment: Commitment) -> date | None:
    """Return the day on which the limit was last held against it; the policy may have changed since."""
    last = LedgerEntry.objects.bound_without_approval(commitment).order_by("-pk").first()
    return timezone.localdate(last.at) if last else None
