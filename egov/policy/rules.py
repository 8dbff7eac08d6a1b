"""The numbers that a city may change, each with its default, unit and source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from egov.policy.models import Parameter
from egov.ui import formats

YES_OR_NO = pgettext_lazy("unit of a rule", "yes or no")
"""The unit of a rule that holds, 1, or does not, 0."""


@dataclass(frozen=True)
class Rule:
    """A rule with its default. ``certain`` is false where the source was not read in full."""

    code: str
    label: Any
    default: Decimal
    unit: Any
    source: str
    certain: bool = False

    @property
    def is_switch(self) -> bool:
        return self.unit is YES_OR_NO

    def says(self, value: Decimal) -> str:
        """Return a value of this rule as people write it."""
        if self.is_switch:
            return gettext("yes") if value else gettext("no")
        return formats.number(value)


FEES = "评审专家劳务报酬由省级财政部门规定（财库〔2016〕198号）；数额为平台暂定，以当地标准为准"

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
        "panel_large_from_yuan",
        _("Budget of a tender from which its panel is larger"),
        Decimal(10_000_000),
        pgettext_lazy("unit of a rule", "yuan"),
        "财政部令第87号第四十七条",
    ),
    Rule(
        "panel_large_min_members",
        _("Smallest panel for a tender of such a budget"),
        Decimal(7),
        pgettext_lazy("unit of a rule", "people"),
        "财政部令第87号第四十七条",
    ),
    Rule(
        "panel_names_hours_before",
        _("Time before the meeting from which the office and the bureaus that watch know the panel's names"),
        Decimal(2),
        _("hours"),
        "平台约定",
    ),
    Rule(
        "draw_max_working_days_before",
        _("Earliest draw of a panel before its meeting"),
        Decimal(2),
        _("working days"),
        "财库〔2016〕198号",
    ),
    Rule(
        "draw_max_panels",
        _("Panels on which an expert sits at most, within the time counted"),
        Decimal(8),
        pgettext_lazy("unit of a rule", "panels"),
        "平台约定",
    ),
    Rule(
        "draw_within_months",
        _("Time for which an expert's panels are counted"),
        Decimal(12),
        _("months"),
        "平台约定",
    ),
    Rule(
        "draw_one_per_employer",
        _("Nobody of the same employer twice on a panel"),
        Decimal(1),
        YES_OR_NO,
        "平台约定",
    ),
    Rule(
        "draw_excludes_finance",
        _("Staff of the finance bureau are no experts"),
        Decimal(1),
        YES_OR_NO,
        "财库〔2016〕198号",
    ),
    Rule(
        "recusal_years",
        _("Time for which a former employer, position or holding recuses"),
        Decimal(3),
        _("years"),
        "政府采购法实施条例第九条",
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
        "price_weight_min_services",
        _("Least share of the price in the marks of a tender for services"),
        Decimal(10),
        "%",
        "政府采购货物和服务招标投标管理办法（财政部令第87号）第五十五条",
    ),
    Rule(
        "price_weight_min_goods",
        _("Least share of the price in the marks of a tender for goods"),
        Decimal(30),
        "%",
        "政府采购货物和服务招标投标管理办法（财政部令第87号）第五十五条",
    ),
    Rule(
        "mark_outlier_percent",
        _("Part of a member's marks by which a total may differ from the others' before it is pointed out"),
        Decimal(30),
        "%",
        "平台约定",
    ),
    Rule(
        "panel_signing_working_days",
        _("Time for the members of a panel to sign its opinion"),
        Decimal(3),
        _("working days"),
        "政府采购法实施条例第四十一条（期限为平台约定）",
    ),
    Rule(
        "panel_paper_names",
        _("Members are named in the score table of a panel's paper"),
        Decimal(1),
        YES_OR_NO,
        "平台约定",
    ),
    *(
        Rule(f"review_fee_{grade}", label, Decimal(yuan), _("yuan per half day"), FEES)
        for grade, label, yuan in (
            ("full", _("Fee of an expert with a full senior title"), 600),
            ("associate", _("Fee of an expert with an associate senior title"), 500),
            ("intermediate", _("Fee of an expert with an intermediate title"), 400),
        )
    ),
    Rule(
        "rating_working_days",
        _("Time for rating the experts of a panel"),
        Decimal(5),
        _("working days"),
        "财库〔2016〕198号",
    ),
    Rule(
        "rating_suspend_min_count",
        _("Fewest ratings that can suggest to suspend an expert"),
        Decimal(3),
        _("ratings"),
        "平台约定",
    ),
    Rule(
        "rating_suspend_below",
        _("Average rating below which a suspension is suggested"),
        Decimal(60),
        _("points"),
        "参照浙江省政府采购评审专家管理规定",
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
        "allocation_asked_below_percent",
        _("Part of the approved investment below which an allocation is asked back"),
        Decimal(1),
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
    Rule(
        "job_result_days",
        _("Time for which dossiers and exports are kept for download"),
        Decimal(14),
        _("days"),
        "平台约定",
    ),
    Rule("flag_months", _("Time back that red flags look"), Decimal(24), _("months"), "平台约定"),
    Rule(
        "flag_over_estimate_percent",
        _("Contract with its changes above the budget estimate that raises a red flag, from"),
        Decimal(0),
        "%",
        "政府投资条例第二十三条",
        certain=True,
    ),
    Rule(
        "open_tender_from_yuan",
        _("Amount from which procurement is by open tender"),
        Decimal(4_000_000),
        _("yuan"),
        "政府采购法第二十七条（数额由省级人民政府公布）",
    ),
    Rule(
        "flag_near_tender_percent",
        _("Part of that amount by which a budget just below it raises a red flag"),
        Decimal(5),
        "%",
        "平台约定",
    ),
    Rule(
        "flag_repeated_wins",
        _("Panels with the same expert and the same winner that raise a red flag"),
        Decimal(2),
        pgettext_lazy("unit of a rule", "panels"),
        "平台约定",
    ),
    Rule("workday_starts_hour", _("Office hours begin at"), Decimal(8), _("o'clock"), "平台约定"),
    Rule("workday_ends_hour", _("Office hours end at"), Decimal(18), _("o'clock"), "平台约定"),
    Rule(
        "flag_haste_minutes",
        _("Time within which two steps of a project, out of office hours, raise a red flag"),
        Decimal(60),
        _("minutes"),
        "平台约定",
    ),
    Rule("flag_late_days", _("Time overdue that raises a red flag"), Decimal(20), _("days"), "平台约定"),
    Rule(
        "flag_near_change_percent",
        _("Part of the limit for changes within which one just below it raises a red flag"),
        Decimal(15),
        "%",
        "平台约定",
    ),
    Rule(
        "flag_mark_gap",
        _("Points between an expert's total and the mean of the others that raise a red flag"),
        Decimal(20),
        _("points"),
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


def values_of(codes: Iterable[str], *, jurisdiction_id: int | None) -> dict[str, Decimal]:
    """Return the values in force today for several rules, in one query."""
    wanted = {code: RULES[code].default for code in codes}
    set_here = Parameter.objects.in_force(timezone.localdate()).filter(
        jurisdiction=jurisdiction_id, code__in=wanted
    )
    newest_last = reversed(list(set_here.values_list("code", "value")))
    return wanted | dict(newest_last)


def value_of(code: str, *, jurisdiction_id: int | None, on: date | None = None) -> Decimal:
    """Return the value in force for that jurisdiction on that day (today unless given).

    Raises ``KeyError`` for a rule that does not exist.
    """
    rule = RULES[code]
    day = on or timezone.localdate()
    changed = Parameter.objects.in_force(day).filter(jurisdiction=jurisdiction_id, code=code).first()
    return changed.value if changed else rule.default
