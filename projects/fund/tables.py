"""Who has what of a year's fund: by unit and by project, on the page and in Excel."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from egov.accounts.models import Organization
from egov.ui.formats import share_of
from projects.models import Figure, FundAccount, LedgerEntry, SpecialFund, yuan_of
from projects.models.fund import FundAccountQuerySet


def project_accounts(fund: SpecialFund) -> FundAccountQuerySet:
    """Return what each project has of a year's fund, one row per line of the fund."""
    given = FundAccount.objects.filter(fund=fund, figure=Figure.ALLOCATED, amount_fen__gt=0)
    return given.with_below().select_related("project__owner_unit")


def owner_units(fund: SpecialFund) -> QuerySet[Organization]:
    """Return the units whose projects have money of a year's fund, with their sums in fen."""
    given = FundAccount.objects.filter(fund=fund, figure=Figure.ALLOCATED, amount_fen__gt=0)
    return Organization.objects.filter(pk__in=given.values("project__owner_unit")).annotate(
        allocated_fen=_sum(fund, Figure.ALLOCATED, "amount_fen"),
        committed_fen=_sum(fund, Figure.ALLOCATED, "used_fen"),
        paid_fen=_sum(fund, Figure.COMMITTED, "used_fen"),
    )


def _sum(fund: SpecialFund, figure: Figure, column: str) -> Coalesce:
    own = FundAccount.objects.filter(fund=fund, figure=figure, project__owner_unit=OuterRef("pk"))
    summed = own.order_by().values("project__owner_unit").annotate(s=Sum(column)).values("s")
    return Coalesce(Subquery(summed), 0, output_field=BigIntegerField())


def unit_row(unit: Any) -> dict[str, Any]:
    """Return a unit of ``owner_units`` with its figures in yuan."""
    allocated, committed, paid = map(yuan_of, (unit.allocated_fen, unit.committed_fen, unit.paid_fen))
    return {
        "unit": unit,
        "allocated": allocated,
        "committed": committed,
        "paid": paid,
        "left": allocated - committed,
        "rate": share_of(paid, allocated),
    }


def money_header() -> list[str]:
    return [
        _("Allocated (yuan)"), _("Committed (yuan)"), _("Paid (yuan)"), _("Left (yuan)"),
        _("Execution rate (%)"),
    ]  # fmt: skip


def _carrying_header() -> list[str]:
    return [
        _("Budget of the year (yuan)"),
        _("Carried in (yuan)"),
        _("Carried over (yuan)"),
        _("Lapsed (yuan)"),
    ]


def lines_sheet(total: dict[str, Any], lines: list[dict[str, Any]]) -> tuple[list[str], list[list[Any]]]:
    """Return header and rows of the table by line, with the year in all at its end."""
    header = [_("Line"), *_carrying_header(), _("Earmarked (yuan)"), *money_header()]
    rows = [[str(line["label"]), *_carrying(line), line["earmarked"], *_money(line)] for line in lines]
    if total["has"] != total["earmarked"]:
        rows.append([_("In no line yet"), *_in_no_line(total, lines), *[None] * 6])
    return header, [*rows, [_("In all"), *_carrying(total), total["earmarked"], *_money(total)]]


def _in_no_line(total: dict[str, Any], lines: list[dict[str, Any]]) -> list[Any]:
    columns = zip(_carrying(total), *map(_carrying, lines), strict=True)
    return [None if whole is None else whole - sum(parts) for whole, *parts in columns]


def years_sheet(rows: Iterable[dict[str, Any]]) -> tuple[list[str], list[list[Any]]]:
    sums = [_("Appropriation (yuan)"), _("Earmarked (yuan)"), *money_header()]
    return [_("Year"), _("Jurisdiction"), *_carrying_header(), *sums], [
        [
            row["fund"].year,
            row["fund"].jurisdiction.name,
            *_carrying(row),
            row["has"],
            row["earmarked"],
            *_money(row),
        ]
        for row in rows
    ]


def _carrying(row: dict[str, Any]) -> list[Any]:
    return [row[name] for name in ("budget", "carried_in", "carried_over", "lapsed")]


def unit_rows(fund: SpecialFund) -> Iterator[dict[str, Any]]:
    """Yield all units with their figures, the most money first."""
    units: Any = owner_units(fund)
    return (unit_row(unit) for unit in units.order_by("-allocated_fen", "-id"))


def units_sheet(fund: SpecialFund) -> tuple[list[str], Iterator[list[Any]]]:
    rows = ([row["unit"].name, *_money(row)] for row in unit_rows(fund))
    return [_("Unit"), *money_header()], rows


def projects_sheet(accounts: QuerySet[FundAccount]) -> tuple[list[str], Iterator[list[Any]]]:
    header = [_("Number"), _("Project title"), _("Owner unit"), _("Line"), _("Stage"), *money_header()]
    return header, (_project_row(account) for account in accounts.order_by("-amount_fen", "-id"))


def _project_row(account: FundAccount) -> list[Any]:
    project = account.project
    if project is None:
        return []
    figures = [account.amount, account.used, account.paid, account.left, _rounded(account.rate)]
    titles = [project.number, project.title, project.owner_unit.name]
    return [*titles, account.get_line_display(), project.get_stage_display(), *figures]


def entries_header() -> list[str]:
    return [
        _("Entry"), _("Time"), _("Kind"), _("Level"), _("Line"), _("Number"), _("Project title"),
        _("Contract"), _("Amount (yuan)"), _("Reason"), _("Person"), _("Organization"), _("Reverses"),
        _("Voucher"),
    ]  # fmt: skip


def entry_rows(entries: Iterable[LedgerEntry]) -> Iterator[list[Any]]:
    for one in entries:
        yield [
            one.pk,
            one.at,
            one.get_kind_display(),
            one.get_figure_display(),
            one.get_line_display(),
            one.project.number if one.project else None,
            one.project.title if one.project else None,
            one.commitment.number if one.commitment else None,
            one.signed_amount,
            one.reason,
            one.user.name,
            one.organization.name,
            one.reverses_id,
            str(one.voucher),
        ]


def _money(row: dict[str, Any]) -> list[Any]:
    return [row["allocated"], row["committed"], row["paid"], row["left"], _rounded(row["rate"])]


def _rounded(rate: Any) -> Any:
    return None if rate is None else round(rate, 2)
