"""The numbers that a city may change, each with its default, unit and source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egov.policy.models import Parameter


@dataclass(frozen=True)
class Rule:
    """A rule with its default. ``certain`` is false where the source was not read in full."""

    code: str
    label: Any
    default: Decimal
    unit: Any
    source: str
    certain: bool = False


_RULES = (
    Rule("trial_run_min_days", _("Shortest trial run"), Decimal(90), _("days"), "合同惯例"),
    Rule(
        "rectification_days",
        _("Time to rectify what an acceptance found"),
        Decimal(30),
        _("days"),
        "平台约定",
    ),
    Rule(
        "estimate_overrun_percent",
        _("Budget estimate above the approved investment that needs no new approval"),
        Decimal(0),
        "%",
        "政府投资条例第二十三条",
        certain=True,
    ),
    Rule(
        "panel_min_members",
        _("Smallest panel"),
        Decimal(5),
        pgettext_lazy("unit of a rule", "people"),
        "招标投标法第三十七条",
        certain=True,
    ),
    Rule(
        "panel_min_expert_percent",
        _("Least share of experts on a panel"),
        Decimal("66.6666"),
        "%",
        "招标投标法第三十七条",
        certain=True,
    ),
    Rule(
        "expert_min_years",
        _("Years in the field that an expert needs"),
        Decimal(8),
        _("years"),
        "招标投标法第三十七条",
        certain=True,
    ),
    Rule(
        "tender_min_valid_bids",
        _("Fewest valid bids"),
        Decimal(3),
        pgettext_lazy("unit of a rule", "bids"),
        "招标投标法第二十八条",
        certain=True,
    ),
    Rule(
        "change_self_file_percent",
        _("Contract changes that need no new approval"),
        Decimal(10),
        "%",
        "政府采购法第四十九条",
        certain=True,
    ),
    Rule(
        "acceptance_within_months",
        _("Time for the final acceptance, from the start of the trial run"),
        Decimal(6),
        _("months"),
        "国办发〔2019〕57号",
    ),
    Rule(
        "evaluation_within_months",
        _("Time for the performance evaluation, from the start of use"),
        Decimal(24),
        _("months"),
        "国办发〔2019〕57号",
    ),
    Rule(
        "final_payment_min_percent",
        _("Part of a contract that is paid only after final acceptance, at least"),
        Decimal(10),
        "%",
        "合同惯例",
    ),
    Rule(
        "monthly_report_working_days",
        _("Time for the report on a month, from the month's end"),
        Decimal(5),
        _("working days"),
        "平台约定",
    ),
    Rule(
        "recommend_support_from_percent",
        _("Execution rate from which earlier results recommend support"),
        Decimal(80),
        "%",
        "财预〔2020〕10号（比例为平台约定）",
    ),
    Rule(
        "recommend_hold_below_percent",
        _("Execution rate below which earlier results recommend to hold"),
        Decimal(50),
        "%",
        "财预〔2020〕10号（比例为平台约定）",
    ),
    Rule("grade_excellent_from", _("Grade 优 from"), Decimal(90), _("points"), "财预〔2020〕10号"),
    Rule("grade_good_from", _("Grade 良 from"), Decimal(80), _("points"), "财预〔2020〕10号"),
    Rule("grade_fair_from", _("Grade 中 from"), Decimal(60), _("points"), "财预〔2020〕10号"),
    Rule(
        "evaluation_weight_informatization_office",
        _("Weight of the informatization office's scores"),
        Decimal(20),
        "%",
        "平台约定",
    ),
    Rule(
        "evaluation_weight_finance_bureau",
        _("Weight of the finance bureau's scores"),
        Decimal(20),
        "%",
        "平台约定",
    ),
    Rule(
        "evaluation_weight_supervision_bureau",
        _("Weight of the supervision bureau's scores"),
        Decimal(20),
        "%",
        "平台约定",
    ),
    Rule(
        "evaluation_weight_audit_bureau",
        _("Weight of the audit bureau's scores"),
        Decimal(20),
        "%",
        "平台约定",
    ),
    Rule("evaluation_weight_user_unit", _("Weight of the user unit's scores"), Decimal(20), "%", "平台约定"),
    Rule(
        "duplicate_min_percent",
        _("Likeness from which a project may be a duplicate"),
        Decimal(25),
        "%",
        "平台约定",
    ),
    Rule(
        "fund_slow_gap_percent",
        _("Part of an allocation by which payment may lag behind the year"),
        Decimal(40),
        "%",
        "平台约定",
    ),
    Rule(
        "fund_idle_days",
        _("Time that an allocation may stay without a contract"),
        Decimal(90),
        _("days"),
        "平台约定",
    ),
    Rule(
        "fund_overrun_percent",
        _("Part of an allocation whose commitment before the end of construction warns of an overrun"),
        Decimal(95),
        "%",
        "平台约定",
    ),
    Rule("upload_max_megabytes", _("Largest file"), Decimal(50), "MB", "平台约定"),
    Rule(
        "task_due_working_days",
        _("Time for a step, unless another clock rules"),
        Decimal(10),
        _("working days"),
        "平台约定",
    ),
)
RULES = {rule.code: rule for rule in _RULES}


def value_of(code: str, *, jurisdiction_id: int | None, on: date | None = None) -> Decimal:
    """Return the value in force for that jurisdiction on that day (today unless given).

    Raises ``KeyError`` for a rule that does not exist.
    """
    rule = RULES[code]
    day = on or timezone.localdate()
    changed = Parameter.objects.in_force(day).filter(jurisdiction=jurisdiction_id, code=code).first()
    return changed.value if changed else rule.default
