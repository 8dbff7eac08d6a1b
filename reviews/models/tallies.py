"""How the marks of a panel are counted."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from egov.policy.rules import value_of
from reviews.models.marks import Mark
from reviews.models.panels import Panel
from reviews.models.results import Result, Row
from reviews.models.sheets import MarkSheet
from reviews.models.subjects import PanelSubject
from reviews.models.tally import Tally
from reviews.scoring import outliers, price_points


def tally_of(panel: Panel) -> Tally | None:
    """Return what the marks of a panel come to; None before all its members have filed."""
    sheet = MarkSheet.objects.of(panel)
    members = list(panel.members.sitting().with_people().with_opinions())
    opinions = [opinion for member in members if (opinion := member.opinion)]
    if sheet is None or not members or len(opinions) < len(members) or panel.members.vacancies().exists():
        return None
    marks = Mark.objects.filter(opinion__in=opinions)
    given = {(mark.opinion_id, mark.subject_id, mark.criterion_id): mark for mark in marks}
    subjects: Sequence[PanelSubject | None] = list(panel.subjects.order_by("pk")) or [None]
    keys, tolerance = [opinion.pk for opinion in opinions], _tolerance(panel, sheet)
    results = [_result(sheet, subject, keys, given, tolerance) for subject in subjects]
    if panel.ranks:
        _disqualify(panel, sheet, results)
        _add_prices(sheet, results)
        _place(results)
    return Tally(panel, sheet, members, opinions, results)


def _tolerance(panel: Panel, sheet: MarkSheet) -> Decimal:
    percent = value_of("mark_outlier_percent", jurisdiction_id=panel.project.jurisdiction_id)
    return sheet.markable * percent / 100


def _result(
    sheet: MarkSheet,
    subject: PanelSubject | None,
    opinions: list[int],
    given: dict[tuple[int, int | None, int], Mark],
    tolerance: Decimal,
) -> Result:
    key = subject.pk if subject else None
    rows = []
    for criterion in sheet.marked:
        marks = [given[opinion, key, criterion.pk] for opinion in opinions]
        rows.append(Row(criterion, [m.is_met if criterion.is_gate else m.points for m in marks]))
    by_member = zip(*(row.values for row in rows if not row.criterion.is_gate), strict=True)
    totals = [sum((value for value in values if value is not None), Decimal(0)) for values in by_member]
    far = outliers(dict(enumerate(totals)), tolerance)
    return Result(subject, rows, totals, [number in far for number in range(len(totals))])


def _disqualify(panel: Panel, sheet: MarkSheet, results: list[Result]) -> None:
    prices = _prices(panel) if sheet.price else {}
    for result in results:
        label = result.subject.label if result.subject else ""
        result.price = prices.get(label)
        result.faults = [row.criterion.name for row in result.rows if row.denied * 2 > len(row.values)]
        if sheet.pass_mark is not None and result.average < sheet.pass_mark:
            result.faults.append(_("the pass mark"))
        if sheet.price and result.price is None:
            result.faults.append(sheet.price.name)


def _prices(panel: Panel) -> dict[str, Decimal]:
    """Return the price of each bid that still stands; those of a concluded panel as they stood then."""
    if panel.concluded_at is not None:
        return {one.label: one.price for one in panel.subjects.all() if one.price is not None}
    prices: dict[str, Decimal] = panel.project.tenders.offers()
    return prices


def _add_prices(sheet: MarkSheet, results: list[Result]) -> None:
    if sheet.price is None:
        return
    prices = {n: one.price for n, one in enumerate(results) if one.price is not None and not one.faults}
    for number, points in price_points(prices, sheet.price.most).items():
        results[number].price_points = points


def _place(results: list[Result]) -> None:
    better: Result | None = None
    qualified = [one for one in results if not one.faults]
    for place, result in enumerate(sorted(qualified, key=lambda one: one.standing.key), start=1):
        result.place = place
        result.decided_by = result.standing.decided_by(better.standing) if better else ""
        better = result
