"""What earlier years say of a unit or a project, and what the rule recommends; 三(四)3.

The rule follows 财预〔2020〕10号: good results are supported, poor ones cut or held until put right. People
decide; where they depart from it, their reason stands beside it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.policy.rules import values_of
from projects.models import EntryKind, Figure, FundAccount, FundLine, LedgerEntry, Project, Recommendation
from projects.models.fund import yuan_of

SUPPORT, HOLD = "recommend_support_from_percent", "recommend_hold_below_percent"
GRADES = {"excellent": _("Excellent"), "good": _("Good"), "fair": _("Fair"), "poor": _("Poor")}


@dataclass
class TrackRecord:
    """Yuan given and paid for construction in earlier years, and the grades of evaluations."""

    given: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    grades: Counter[str] = field(default_factory=Counter)
    support_from: Decimal = Decimal(100)
    hold_below: Decimal = Decimal(0)
    until: int = 0
    """The last fund year that counts."""

    @property
    def still_runs(self) -> bool:
        """Tell whether the last year is not over: its payments are not either."""
        return self.until >= timezone.localdate().year

    @property
    def is_empty(self) -> bool:
        return not self.given and not self.grades

    @property
    def execution_percent(self) -> Decimal | None:
        """Return what was paid of what was given (预算执行率), in percent."""
        return round(self.paid * 100 / self.given, 1) if self.given else None

    def _executed_below(self, percent: Decimal) -> bool:
        return bool(self.given) and self.paid * 100 < percent * self.given

    @property
    def named_grades(self) -> list[tuple[str, int]]:
        return [(str(label), self.grades[grade]) for grade, label in GRADES.items() if self.grades[grade]]

    @property
    def recommendation(self) -> Recommendation:
        """Return what the rule recommends; the worst result rules."""
        if self.is_empty:
            return Recommendation.NONE
        if self.grades["poor"] or self._executed_below(self.hold_below):
            return Recommendation.HOLD
        if self.grades["fair"] or self._executed_below(self.support_from):
            return Recommendation.REDUCE
        return Recommendation.SUPPORT


def records_of_units(units: Collection[int], *, jurisdiction_id: int, before: int) -> dict[int, TrackRecord]:
    """Return the track records of owner units (by id) in the fund years before a year."""
    return _records("project__owner_unit_id", units, jurisdiction_id=jurisdiction_id, before=before)


def records_of_projects(ids: Collection[int], *, jurisdiction_id: int, before: int) -> dict[int, TrackRecord]:
    """Return the track records of projects (by id) in the fund years before a year."""
    return _records("project_id", ids, jurisdiction_id=jurisdiction_id, before=before)


def _records(key: str, ids: Collection[int], *, jurisdiction_id: int, before: int) -> dict[int, TrackRecord]:
    rules = values_of([SUPPORT, HOLD], jurisdiction_id=jurisdiction_id)
    found: dict[int, TrackRecord] = defaultdict(
        lambda: TrackRecord(support_from=rules[SUPPORT], hold_below=rules[HOLD], until=before - 1)
    )
    years = {f"{key}__in": ids, "line": FundLine.CONSTRUCTION, "fund__year__lt": before}
    accounts = FundAccount.objects.filter(figure__in=[Figure.ALLOCATED, Figure.COMMITTED], **years)
    sums = accounts.values(key, "figure").annotate(held=Sum("amount_fen"), used=Sum("used_fen"))
    for holder, figure, held, used in sums.values_list(key, "figure", "held", "used"):
        if figure == Figure.ALLOCATED:
            found[holder].given += yuan_of(held)
        else:
            found[holder].paid += yuan_of(used)
    # What a year did not spend left it at its end, and still counts against it.
    carried = LedgerEntry.objects.filter(kind=EntryKind.CARRY_OVER, figure=Figure.ALLOCATED, sign=-1, **years)
    left = carried.values(key).annotate(total=Coalesce(Sum("amount"), Decimal(0)))
    for holder, total in left.values_list(key, "total"):
        found[holder].given += total
    grade_key = "owner_unit_id" if key == "project__owner_unit_id" else "pk"
    graded = Project.objects.filter(**{f"{grade_key}__in": ids}, transitions__step="publish_evaluation")
    for holder, grade in graded.values_list(grade_key, "evaluations__grade").distinct().order_by("pk"):
        if grade:
            found[holder].grades[grade] += 1
    return {holder: found[holder] for holder in ids}
