"""Purchases cut into pieces, so that none needs an open tender (化整为零)."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from egov.dashboard.desk.flags.base import Flag, Flagged, Thresholds
from egov.ui.formats import day, wan
from procurement.models import ProcurementMethod, Tender

LEAST = 2


def _apart(t: Thresholds) -> QuerySet[Tender]:
    """Return the purchases that were no open tender, or whose budget lies just below what asks for one."""
    limit = t["open_tender_from_yuan"]
    just_below = Q(budget__gte=limit * (1 - t["flag_near_tender_percent"] / 100), budget__lt=limit)
    tenders = Tender.objects.filter(~Q(method=ProcurementMethod.OPEN) | just_below)
    return tenders.filter(published_at__gte=t.since, failed_at__isnull=True, voided_at__isnull=True)


def _split(t: Thresholds) -> QuerySet[Tender]:
    alike = (
        _apart(t)
        .annotate(in_year=ExtractYear("published_at"))
        .filter(
            project__owner_unit=OuterRef("project__owner_unit"),
            project__category=OuterRef("project__category"),
            in_year=OuterRef("in_year"),
        )
        .order_by()
        .values("project__category")
    )
    yuan = DecimalField(max_digits=18, decimal_places=2)
    found = (
        _apart(t)
        .filter(project__jurisdiction__in=t.places)
        .annotate(
            in_year=ExtractYear("published_at"),
            purchases=Subquery(alike.annotate(n=Count("pk")).values("n"), output_field=IntegerField()),
            together=Subquery(alike.annotate(s=Sum("budget")).values("s"), output_field=yuan),
        )
    )
    found = found.filter(purchases__gte=LEAST, together__gte=t["open_tender_from_yuan"])
    return found.select_related("project__owner_unit").annotate(unit=F("project__owner_unit__name"))


def _tell_split(row: Any, t: Thresholds) -> Flagged:
    number = ngettext("%(n)d purchase", "%(n)d purchases", row.purchases) % {"n": row.purchases}
    figures = [
        (_("Owner unit"), row.unit),
        (_("Procurement method"), str(row.get_method_display())),
        (_("Budget"), wan(row.budget or Decimal(0))),
        (_("Published on"), day(row.published_at)),
        (
            _("Of the same kind in the year"),
            _("%(purchases)s, %(sum)s in all") % {"purchases": number, "sum": wan(row.together)},
        ),
        (_("Open tender from"), wan(t["open_tender_from_yuan"])),
    ]
    return Flagged(row.pk, row.project, row.title, figures)


SPLIT = Flag(
    code="split",
    label=gettext_lazy("Purchases that look split"),
    explanation=gettext_lazy(
        "One unit bought the same kind of thing several times in a year without an open tender, or just "
        "below the amount that asks for one, and together they reach that amount."
    ),
    source="政府采购法实施条例第二十八条",
    rules=("open_tender_from_yuan", "flag_near_tender_percent"),
    look=_split,
    tell=_tell_split,
)
