"""Money that went beyond, or stayed just below, or does nothing."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, ExpressionWrapper, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Abs, Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from acceptance.models import Change
from egov.dashboard.desk.flags.base import Flag, Flagged, Thresholds
from egov.ui.formats import day, percent, share_of, wan
from procurement.models import Contract, Design
from projects.fund.warnings import idle_accounts
from projects.models import FundAccount

YUAN = DecimalField(max_digits=18, decimal_places=4)


def _over_estimate(t: Thresholds) -> QuerySet[Contract]:
    estimate = Design.objects.filter(project=OuterRef("project")).order_by("-number").values("estimate")[:1]
    changes = Change.objects.in_force().filter(contract=OuterRef("pk")).order_by().values("contract")
    changed = Subquery(changes.annotate(s=Sum("amount_delta")).values("s"), output_field=YUAN)
    found = Contract.objects.filter(
        project__jurisdiction__in=t.places, tender__failed_at__isnull=True, recorded_at__gte=t.since
    ).annotate(
        estimate=Subquery(estimate),
        changed=Coalesce(changed, Decimal(0), output_field=YUAN),
        total=ExpressionWrapper(F("amount") + F("changed"), output_field=YUAN),
        most=ExpressionWrapper(
            F("estimate") * (1 + t["flag_over_estimate_percent"] / 100) + Decimal("0.005"), output_field=YUAN
        ),
    )
    return found.filter(total__gt=F("most")).select_related("project")


def _tell_over_estimate(row: Any, t: Thresholds) -> Flagged:
    over = row.total - row.estimate
    figures = [
        (_("Budget estimate"), wan(row.estimate)),
        (_("Contract"), wan(row.amount)),
        (_("Changes in force"), wan(row.changed)),
        (_("Above the estimate"), f"{wan(over)} ({percent(share_of(over, row.estimate))})"),
    ]
    return Flagged(row.pk, row.project, _("Contract %(number)s") % {"number": row.number}, figures)


OVER_ESTIMATE = Flag(
    code="over-estimate",
    label=gettext_lazy("Contract above the budget estimate"),
    explanation=gettext_lazy(
        "The contract, with the changes in force, exceeds the confirmed budget estimate of the project."
    ),
    source="政府投资条例第二十三条",
    rules=("flag_over_estimate_percent",),
    look=_over_estimate,
    tell=_tell_over_estimate,
)


def _near_change(t: Thresholds) -> QuerySet[Change]:
    limit = t["change_self_file_percent"]
    before = Change.objects.exclude(status=Change.Status.REFUSED).filter(
        contract=OuterRef("contract"), pk__lte=OuterRef("pk")
    )
    moved = before.order_by().values("contract").annotate(s=Sum(Abs("amount_delta"))).values("s")
    found = Change.objects.filter(
        project__jurisdiction__in=t.places, status=Change.Status.FILED, filed_at__gte=t.since
    ).annotate(
        moved=Subquery(moved, output_field=YUAN),
        share=ExpressionWrapper(F("moved") * 100 / F("contract__amount"), output_field=YUAN),
    )
    least = limit * (1 - t["flag_near_change_percent"] / 100)
    return found.filter(share__gte=least, share__lte=limit).select_related("project", "contract")


def _tell_near_change(row: Any, t: Thresholds) -> Flagged:
    figures = [
        (_("This change"), wan(row.amount_delta)),
        (_("Moved by all changes so far"), f"{wan(row.moved)} ({percent(Decimal(row.share))})"),
        (_("Limit without approval"), percent(t["change_self_file_percent"])),
        (_("Filed on"), day(row.filed_at)),
    ]
    return Flagged(row.pk, row.project, str(row), figures)


NEAR_CHANGE = Flag(
    code="near-change",
    label=gettext_lazy("Change just below the limit"),
    explanation=gettext_lazy(
        "A change was filed without approval, and brings all changes of the contract just below the limit "
        "above which the office has to approve."
    ),
    source="政府采购法第四十九条",
    rules=("change_self_file_percent", "flag_near_change_percent"),
    look=_near_change,
    tell=_tell_near_change,
)


def _idle(t: Thresholds) -> QuerySet[FundAccount]:
    found = idle_accounts(days=t.whole("fund_idle_days"))
    return found.filter(fund__jurisdiction__in=t.places).select_related("project", "fund")


def _tell_idle(row: Any, t: Thresholds) -> Flagged:
    days = (timezone.now() - row.moved_at) // timedelta(days=1)
    figures = [
        (_("Allocated"), wan(row.amount)),
        (_("Committed"), wan(row.used)),
        (_("Unmoved for"), ngettext("%(n)d day", "%(n)d days", days) % {"n": days}),
    ]
    what = _("Special fund of %(year)d, %(line)s") % {"year": row.fund.year, "line": row.get_line_display()}
    return Flagged(row.pk, row.project, what, figures)


IDLE = Flag(
    code="idle",
    label=gettext_lazy("Idle money"),
    explanation=gettext_lazy(
        "Money was allocated to a project, and for long no contract has bound any of it."
    ),
    source="平台约定（与专项资金预警一致）",
    rules=("fund_idle_days",),
    look=_idle,
    tell=_tell_idle,
)
