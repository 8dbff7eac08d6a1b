"""The annual report of the special fund (电子政务专项资金年度报告), from the accounts.

Official papers are in simplified Chinese whatever the screen's language: no gettext here.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from egov.pdf.papers import Column, Report, Section, Table
from egov.pdf.render import render_report
from egov.ui.formats import grouped, percent
from projects.fund.figures import lines_chart, year_figures
from projects.fund.tables import project_accounts, unit_rows
from projects.fund.warnings import rules_for, warned_accounts, warnings_of
from projects.models import SpecialFund

FIGURES = ("allocated", "committed", "paid", "left")
_HEADS = ("已安排", "合同占用", "已支付", "余额")
STEPS = 5


def report_name(fund: SpecialFund) -> str:
    return f"{fund.jurisdiction.name}{fund.year}年度电子政务专项资金报告"


def annual_report(fund: SpecialFund, *, organ: str, tell: Callable[[int, int], None] | None = None) -> bytes:
    """Return the report of a fund's year as PDF; ``tell`` hears of steps done and steps in all."""
    content = render_report(report_of(fund, organ=organ, tell=tell))
    if tell:
        tell(STEPS, STEPS)
    return content


def report_of(fund: SpecialFund, *, organ: str, tell: Callable[[int, int], None] | None = None) -> Report:
    """Return what the report says, as of today."""
    with override("zh-hans"):
        parts = []
        for done, part in enumerate((_overview, _by_unit, _by_project, _attention), start=1):
            parts.append(part(fund))
            if tell:
                tell(done, STEPS)
        return Report(
            title=report_name(fund),
            organ=organ,
            date=timezone.localdate(),
            facts=_facts(fund),
            sections=tuple(parts),
        )


def _facts(fund: SpecialFund) -> tuple[tuple[str, object], ...]:
    state = f"已于{_day(timezone.localdate(fund.closed_at))}结账" if fund.closed_at else "未结账"
    return (
        ("资金年度", f"{fund.year}年"),
        ("账目状态", state),
        ("台账分录", f"{fund.entries.count()}条"),
        ("金额单位", "万元"),
    )


def report_facts(fund: SpecialFund) -> dict[str, object]:
    """Return the year's figures by name, in yuan."""
    total, _lines = year_figures(fund)
    names = ("budget", "carried_in", "carried_over", "lapsed", "has", "earmarked", *FIGURES)
    told = {name: total[name] for name in names if total[name] is not None}
    return {"year": fund.year} | {name: f"{amount:.2f}" for name, amount in told.items()}


def _overview(fund: SpecialFund) -> Section:
    total, lines = year_figures(fund)
    text = (
        f"{_carrying(fund, total)}已划定分项额度{_wan(total['earmarked'])}万元。"
        f"已向项目安排{_wan(total['allocated'])}万元，合同占用{_wan(total['committed'])}万元，"
        f"已支付{_wan(total['paid'])}万元，预算执行率（已支付÷已安排）{percent(total['rate'])}"
        f"{_without_carried(total)}。"
    )
    rows = [(str(line["label"]), _wan(line["earmarked"]), *_cells(line)) for line in lines]
    rows.append(("合计", _wan(total["earmarked"]), *_cells(total)))
    table = _table(("资金用途", "分项额度"), rows, (20, 14))
    return Section(heading="总体情况", text=text, table=table, picture=lines_chart(fund, total, lines))


def _carrying(fund: SpecialFund, total: dict[str, Any]) -> str:
    """Say where the year's money comes from, and of a closed year where the rest of it went."""
    sources = f"{fund.year}年度预算{_wan(total['budget'])}万元，上年结转{_wan(total['carried_in'])}万元"
    if not fund.is_closed:
        return f"{sources}，专项资金总额{_wan(total['has'])}万元，"
    rest = f"结转下年{_wan(total['carried_over'])}万元，不再结转{_wan(total['lapsed'])}万元"
    return f"{sources}；年终结账时{rest}。结转后本年度专项资金总额{_wan(total['has'])}万元，"


def _without_carried(total: dict[str, Any]) -> str:
    """Say beside the rate of a closed year what it leaves out."""
    return f"（另有{_wan(total['carried_over'])}万元结转下年，不计入）" if total["carried_over"] else ""


def _by_unit(fund: SpecialFund) -> Section:
    rows = [(row["unit"].name, *_cells(row)) for row in unit_rows(fund)]
    if not rows:
        return Section(heading="按单位执行情况", text="本年度尚未向项目安排资金。")
    return Section(heading="按单位执行情况", table=_table(("业主单位",), rows, (34,)))


def _by_project(fund: SpecialFund) -> Section:
    rows = [
        (account.project.title, account.get_line_display(), *_account_cells(account))
        for account in project_accounts(fund).order_by("-amount_fen", "-id")
        if account.project
    ]
    if not rows:
        return Section(heading="按项目执行情况", text="本年度尚未向项目安排资金。")
    return Section(heading="按项目执行情况", table=_table(("项目名称", "资金用途"), rows, (28, 12)))


def _attention(fund: SpecialFund) -> Section:
    rules = rules_for(fund)
    rows = tuple(
        (account.project.title, "\n".join(f"{name}：{text}" for name, text in warnings_of(account, rules)))
        for account in warned_accounts(fund, rules).order_by("-amount_fen", "-id")
        if account.project
    )
    if not rows:
        return Section(heading="需要关注的事项", text="按现行预警规则，没有需要关注的资金安排。")
    columns = (Column(label="项目名称", share=35), Column(label="预警", share=65))
    return Section(heading="需要关注的事项", table=Table(columns=columns, rows=rows))


def _table(heads: tuple[str, ...], rows: list[tuple[Any, ...]], shares: tuple[int, ...]) -> Table:
    first = [Column(label=head, share=share) for head, share in zip(heads, shares, strict=True)]
    figures = [Column(label=head, amount=True) for head in (*_HEADS, "执行率")]
    if "分项额度" in heads:
        first[-1] = Column(label=heads[-1], amount=True, share=shares[-1])
    return Table(columns=(*first, *figures), rows=tuple(rows))


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    return (*(_wan(row[name]) for name in FIGURES), percent(row["rate"]))


def _account_cells(account: Any) -> tuple[str, ...]:
    amounts = (account.amount, account.used, account.paid, account.left)
    return (*map(_wan, amounts), percent(account.rate))


def _wan(amount: Decimal) -> str:
    return grouped(amount / 10_000, 2, 2)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
