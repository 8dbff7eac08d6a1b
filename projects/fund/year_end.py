"""What a year's end carries over and what lapses, by project, before it is closed and after; 二(一)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from projects.actions.ledger.allocating import ENDED
from projects.actions.ledger.closing import going_on
from projects.fund.figures import FundSums
from projects.models import EntryKind, Figure, FundAccount, LedgerEntry, SpecialFund, yuan_of
from projects.models.fund import FundAccountQuerySet
from projects.models.ledger import SIGNED_FEN

MOST_UNPAID_FIRST = ("-unpaid_fen", "-id")


def accounts_at_end(fund: SpecialFund) -> FundAccountQuerySet:
    """Return what each project has of a year with ``unpaid_fen`` and, of it, ``carried_fen``.

    Of a closed year ``given_fen`` and ``bound_fen`` are what stood before something was carried over.
    """
    accounts: Any = FundAccount.objects.filter(fund=fund, figure=Figure.ALLOCATED).with_below()
    if fund.is_closed:
        carried, bound = _taken_out("account"), F("used_fen") + _taken_out("account__parent")
        given = F("amount_fen") + F("carried_fen")
    else:
        going: Any = going_on(fund).filter(pk=OuterRef("pk")).order_by()
        carried = _fen(going.values("carried_fen"))
        given, bound = F("amount_fen") + 0, F("used_fen") + 0
    told = accounts.annotate(carried_fen=carried).annotate(given_fen=given, bound_fen=bound)
    told = told.annotate(unpaid_fen=F("given_fen") - F("paid_fen")).filter(given_fen__gt=0)
    found: FundAccountQuerySet = told.select_related("project__owner_unit", "fund")
    return found


def _taken_out(account: str) -> Coalesce:
    out = LedgerEntry.objects.filter(Q(**{account: OuterRef("pk")}), kind=EntryKind.CARRY_OVER, sign=-1)
    return _fen(out.order_by().values(account).annotate(s=-Sum(SIGNED_FEN)).values("s"))


def _fen(found: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(found), 0, output_field=BigIntegerField())


def row_at_end(account: Any) -> dict[str, Any]:
    """Return an account of ``accounts_at_end`` with its figures in yuan."""
    fen = {
        "allocated": account.given_fen,
        "committed": account.bound_fen,
        "paid": account.paid_fen,
        "carried": account.carried_fen,
        "lapses": account.unpaid_fen - account.carried_fen,
    }
    figures = {name: yuan_of(amount) for name, amount in fen.items()}
    # Since a year was closed, projects that went on into the next one may have ended.
    has_ended = bool(figures["lapses"]) if account.fund.is_closed else account.project.stage in ENDED
    return {"account": account, "has_ended": has_ended, **figures}


def sums_at_end(fund: SpecialFund) -> dict[str, Decimal]:
    """Return what the rows come to in all, with what was allocated to no project and lapses, too."""
    summed: dict[str, Any] = accounts_at_end(fund).aggregate(
        allocated=Sum("given_fen"),
        committed=Sum("bound_fen"),
        paid=Sum("paid_fen"),
        carried=Sum("carried_fen"),
        unpaid=Sum("unpaid_fen"),
    )
    of_projects = {name: yuan_of(amount) for name, amount in summed.items()}
    unallocated = FundSums(FundAccount.objects.filter(fund=fund)).of(fund.pk)["left"]
    lapses = of_projects.pop("unpaid") - of_projects["carried"] + unallocated
    has = of_projects["allocated"] + unallocated
    return {**of_projects, "has": has, "unallocated": unallocated, "lapses": lapses}


def why_it_lapses(row: dict[str, Any]) -> str:
    """Return why something of a row lapses, or nothing."""
    return _("The project has ended.") if row["has_ended"] and row["lapses"] else ""


def year_end_sheet(fund: SpecialFund) -> tuple[list[str], Iterator[list[Any]]]:
    """Return header and rows of what is carried over and lapses, with the year in all at its end."""
    header = [
        _("Number"), _("Project title"), _("Owner unit"), _("Line"), _("Stage"), _("Allocated (yuan)"),
        _("Committed (yuan)"), _("Paid (yuan)"), _("Carried over (yuan)"), _("Lapses (yuan)"),
        _("Why it lapses"),
    ]  # fmt: skip
    return header, _sheet_rows(fund)


def _sheet_rows(fund: SpecialFund) -> Iterator[list[Any]]:
    names = ("allocated", "committed", "paid", "carried", "lapses")
    for account in accounts_at_end(fund).order_by(*MOST_UNPAID_FIRST):
        row, project = row_at_end(account), account.project
        if project is not None:
            titles = [project.number, project.title, project.owner_unit.name]
            kinds = [account.get_line_display(), project.get_stage_display()]
            yield [*titles, *kinds, *(row[name] for name in names), why_it_lapses(row)]
    sums, empty = sums_at_end(fund), [None] * 4
    yield [_("Allocated to no project"), *empty, None, None, None, None, sums["unallocated"], ""]
    yield [_("In all"), *empty, *(sums[name] for name in names), ""]
