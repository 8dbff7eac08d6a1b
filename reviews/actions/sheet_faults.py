"""Why a score sheet cannot be made now, or not be fixed as it is."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from egov.policy.rules import value_of
from projects.flow import Stage
from projects.models import Project
from reviews.models import Criterion, MarkSheet, Panel
from reviews.models.opinions import DIMENSIONS_OF
from reviews.models.panels import RANKING_KINDS, STAGE_OF
from reviews.models.sheets import FULL
from reviews.presets import Line

LEAST_PRICE = {
    MarkSheet.Procured.SERVICES: "price_weight_min_services",
    MarkSheet.Procured.GOODS: "price_weight_min_goods",
}
"""The rule for the least share of the price, by what is procured."""


def why_no_sheet(project: Project, kind: str) -> Iterator[str]:
    """Say why the sheet of this kind cannot be made or changed now."""
    stage = STAGE_OF[kind]
    if project.stage != stage:
        yield _("Such a sheet is made in the stage “%(stage)s”.") % {"stage": Stage(stage).label}
    elif project.mark_sheets.here().fixed().filter(kind=kind).exists():
        yield _("The score sheet is fixed; it can no longer be changed.")
    elif kind == Panel.Kind.BID and project.tenders.are_opened():
        yield _("The bids are opened; a score sheet can only be fixed before.")


def faults_of_lines(kind: str, lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        name = {"name": line.name or "—"}
        if line.dimension not in DIMENSIONS_OF[kind]:
            yield _("%(name)s: please choose the dimension.") % name
        if line.kind == Criterion.Kind.POINTS and not 0 <= line.least < line.most:
            yield _("%(name)s: the range must begin at 0 or above and end higher.") % name
        if line.kind == Criterion.Kind.GATE and (line.least or line.most):
            yield _("%(name)s: a question of yes or no has no points.") % name
        if line.kind == Criterion.Kind.PRICE and (line.least or line.most <= 0):
            yield _("%(name)s: the points for the price begin at 0.") % name
    names = Counter(line.name.strip() for line in lines)
    if "" in names or any(count > 1 for count in names.values()):
        yield _("Each criterion needs a name of its own.")


def faults_of_weights(sheet: MarkSheet, lines: Sequence[Line]) -> Iterator[str]:
    total = sum((line.most for line in lines), Decimal(0))
    if total != FULL:
        yield _("The points make up %(total)s; they must make up 100.") % {"total": f"{total.normalize():f}"}
    if not any(line.kind == Criterion.Kind.POINTS for line in lines):
        yield _("At least one criterion must be marked with points.")
    if sheet.kind not in RANKING_KINDS and sheet.pass_mark is None:
        yield _("Please give the pass mark that the average must reach.")
    yield from _faults_of_price(sheet, [line for line in lines if line.kind == Criterion.Kind.PRICE])


def _faults_of_price(sheet: MarkSheet, prices: Sequence[Line]) -> Iterator[str]:
    if sheet.kind != Panel.Kind.BID:
        if prices:
            yield _("Only bids have a price that can be computed.")
        return
    if len(prices) != 1:
        yield _("A sheet for bids has the price as a criterion, once.")
    elif not sheet.procured:
        yield _("Please choose whether goods or services are procured.")
    else:
        rule = LEAST_PRICE[MarkSheet.Procured(sheet.procured)]
        least = value_of(rule, jurisdiction_id=sheet.project.jurisdiction_id)
        if prices[0].most < least:
            text = _("The price has %(share)s of 100 points; at least %(least)s are demanded (%(source)s).")
            yield text % {
                "share": f"{prices[0].most.normalize():f}",
                "least": f"{least.normalize():f}",
                "source": "财政部令第87号第五十五条",
            }
