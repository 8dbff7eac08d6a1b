"""Money of a year's fund that does not do what it was given for; each rule is a number a city may change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateTimeField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Cast, Coalesce, Round
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from egov.policy.rules import value_of
from egov.ui.formats import percent, share_of, wan
from projects.actions.ledger.allocating import ENDED
from projects.flow import Stage
from projects.fund.tables import project_accounts, projects_sheet
from projects.models import Figure, FundAccount, FundLine, LedgerEntry, SpecialFund, yuan_of
from projects.models.fund import FEN

BUILT = ENDED | {
    Stage.TRIAL_RUN,
    Stage.PRELIMINARILY_ACCEPTED,
    Stage.ACCEPTED,
    Stage.IN_USE,
    Stage.EVALUATED,
}


@dataclass(frozen=True)
class WarningRules:
    """The rules in force for a fund. ``passed`` is the part of the year that is over, in percent."""

    passed: int
    gap: int
    idle_days: int
    overrun: int

    @property
    def due(self) -> int:
        """The least part of an allocation that should be paid by now, in percent."""
        return max(self.passed - self.gap, 0)


def rules_for(fund: SpecialFund, *, on: date | None = None) -> WarningRules:
    """Return the rules for a year's fund on a day (today unless given)."""
    day = on or timezone.localdate()
    place = fund.jurisdiction_id

    def rule(code: str) -> int:
        return int(value_of(code, jurisdiction_id=place, on=day))

    return WarningRules(
        passed=_passed(fund.year, day),
        gap=rule("fund_slow_gap_percent"),
        idle_days=rule("fund_idle_days"),
        overrun=rule("fund_overrun_percent"),
    )


def _passed(year: int, day: date) -> int:
    first, last = date(year, 1, 1), date(year, 12, 31)
    if not first <= day <= last:
        return 100 if day > last else 0
    return ((day - first).days + 1) * 100 // ((last - first).days + 1)


def warned_accounts(fund: SpecialFund, rules: WarningRules) -> QuerySet[FundAccount]:
    """Return the allocations of an open year to which a rule applies.

    ``is_slow``, ``is_idle`` and ``is_near`` (to an overrun) say which.
    """
    accounts = project_accounts(fund).exclude(project__stage__in=ENDED)
    accounts = accounts.annotate(moved_at=_moved_at(), pending_fen=_pending())
    near = Q(used_fen__gt=0, due_fen__gte=F("amount_fen") * rules.overrun, line=FundLine.CONSTRUCTION)
    accounts = accounts.annotate(
        due_fen=(F("used_fen") + F("pending_fen")) * 100, paid_part=F("paid_fen") * 100
    )
    flags = {
        "is_slow": Q(paid_part__lt=F("amount_fen") * rules.due),
        "is_idle": _is_idle(rules.idle_days),
        "is_near": near & ~Q(project__stage__in=BUILT),
    }
    accounts = accounts.annotate(
        **{name: ExpressionWrapper(rule, output_field=BooleanField()) for name, rule in flags.items()}
    )
    found = accounts.filter(Q(is_slow=True) | Q(is_idle=True) | Q(is_near=True))
    return found.none() if fund.is_closed else found


def most_warned(fund: SpecialFund, rules: WarningRules, count: int) -> QuerySet[FundAccount]:
    """Return the largest of the allocations that a rule warns of, at most so many.

    Found by their rules alone first: what is told of each is looked up for those that are shown.
    """
    warned = warned_accounts(fund, rules).order_by("-amount_fen", "-id")
    return warned.filter(pk__in=list(warned.values_list("pk", flat=True)[:count]))


def idle_accounts(*, days: int) -> QuerySet[FundAccount]:
    """Return the allocations of all open years of which no contract has bound anything for so many days."""
    given = FundAccount.objects.filter(
        figure=Figure.ALLOCATED, amount_fen__gt=0, fund__closed_at__isnull=True
    )
    given = given.exclude(project__stage__in=ENDED).annotate(moved_at=_moved_at())
    return given.filter(_is_idle(days))


def _moved_at() -> Subquery:
    last = LedgerEntry.objects.filter(pk=OuterRef("last_entry_id")).values("at")
    return Subquery(last, output_field=DateTimeField())


def _is_idle(days: int) -> Q:
    return Q(used_fen=0, moved_at__lt=timezone.now() - timedelta(days=days))


def _pending() -> Coalesce:
    """Return the fen that contract changes not yet approved would add."""
    changed = "commitment__contract__changes"
    waiting = FundAccount.objects.filter(parent=OuterRef("pk"), **{f"{changed}__status": "pending"})
    fen = Cast(Round(Sum(f"{changed}__amount_delta") * FEN), BigIntegerField())
    summed = waiting.order_by().values("parent").annotate(fen=fen).values("fen")
    return Coalesce(Subquery(summed), 0, output_field=BigIntegerField())


def warnings_of(account: Any, rules: WarningRules) -> Iterator[tuple[str, str]]:
    """Yield name and explanation of each warning of a row of ``warned_accounts``."""
    if account.is_slow:
        text = _("%(paid)s of it is paid, %(passed)d%% of the year is over.")
        yield _("Slow execution"), text % {"paid": percent(account.rate), "passed": rules.passed}
    if account.is_idle:
        days = (timezone.now() - account.moved_at).days
        yield pgettext("money", "Idle"), _("Allocated %(days)d days ago, no contract yet.") % {"days": days}
    if account.is_near:
        share = percent(share_of(account.used + yuan_of(account.pending_fen), account.amount))
        values = {"share": share, "pending": wan(yuan_of(account.pending_fen), 2)}
        text = _("Contracts and pending changes (%(pending)s) bind %(share)s of it while it is still built.")
        yield _("Likely overrun"), text % values


def warnings_sheet(fund: SpecialFund) -> tuple[list[str], Iterator[list[Any]]]:
    """Return the allocations that a rule warns of, as projects stand in Excel, with the warnings."""
    rules = rules_for(fund)
    warned = warned_accounts(fund, rules).order_by("-amount_fen", "-id")
    texts = ("\n".join(f"{name}: {text}" for name, text in warnings_of(a, rules)) for a in warned)
    header, rows = projects_sheet(warned)
    return [*header, _("Warnings")], ([*row, text] for row, text in zip(rows, texts, strict=True))
