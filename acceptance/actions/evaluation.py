"""Performance evaluation by five parties, clause 三(四)3."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from acceptance.actions.common import begin, needed
from acceptance.models import PARTIES, Evaluation, Grade, Indicator, Score, ScoreSheet
from egov.accounts.acting import Actor
from egov.accounts.roles import Permission, Role
from egov.policy.rules import value_of
from projects.actions import close_task, open_task, record, withdraw_signatures
from projects.flow import Stage
from projects.models import Project, TaskKind

CENT = Decimal("0.01")
FULL = Decimal(100)


@dataclass(frozen=True)
class IndicatorDraft:
    """One line of the indicator tree, before it is an evaluation's."""

    level1: str
    level2: str
    level3: str
    weight: Decimal


def _tree(*lines: tuple[str, str, str, int]) -> tuple[IndicatorDraft, ...]:
    return tuple(IndicatorDraft(one, two, three, Decimal(points)) for one, two, three, points in lines)


PRESET = _tree(
    ("决策", "项目立项", "立项依据充分性", 3),
    ("决策", "项目立项", "立项程序规范性", 3),
    ("决策", "绩效目标", "绩效目标合理性", 4),
    ("决策", "绩效目标", "绩效指标明确性", 3),
    ("决策", "资金投入", "预算编制科学性", 4),
    ("决策", "资金投入", "资金分配合理性", 3),
    ("过程", "资金管理", "资金到位率", 4),
    ("过程", "资金管理", "预算执行率", 4),
    ("过程", "资金管理", "资金使用合规性", 4),
    ("过程", "组织实施", "管理制度健全性", 4),
    ("过程", "组织实施", "制度执行有效性", 4),
    ("产出", "产出数量", "实际完成率", 8),
    ("产出", "产出质量", "质量达标率", 8),
    ("产出", "产出时效", "完成及时性", 7),
    ("产出", "产出成本", "成本节约率", 7),
    ("效益", "项目效益", "实施效益", 20),
    ("效益", "项目效益", "社会公众或服务对象满意度", 10),
)
"""The indicator framework of 财预〔2020〕10号, its weights within the ranges customary there."""


@transaction.atomic
def open_evaluation(*, project: Project, indicators: Sequence[IndicatorDraft], by: Actor) -> Evaluation:
    """Open the evaluation of a project in use, as the office; the five parties are asked to score.

    Raises ``ValidationError`` unless the weights sum to 100, and if one is open already.
    """
    project = begin(project, Permission.MANAGE_EVALUATION, [Stage.IN_USE], by=by)
    if project.evaluations.exists():
        raise ValidationError(_("The evaluation is open already."))
    evaluation = Evaluation.objects.create(project=project, opened_by=by.user)
    _set_indicators(evaluation, indicators)
    for role in PARTIES:
        holder = project.organization_of(role)
        if holder is None:
            raise ValidationError(_("No organization holds the part of: %(role)s.") % {"role": role.label})
        sheet = evaluation.sheets.create(role=role, organization=holder)
        _ask_for_scores(sheet, project, by=by)
    record(
        verb="acceptance.open_evaluation",
        project=project,
        by=by,
        on=evaluation,
        after={"indicators": [[line.level3, f"{line.weight:f}"] for line in indicators]},
    )
    return evaluation


@transaction.atomic
def change_indicators(*, evaluation: Evaluation, indicators: Sequence[IndicatorDraft], by: Actor) -> None:
    """Change the indicators, as the office, while no party has begun to score."""
    project = begin(evaluation.project, Permission.MANAGE_EVALUATION, [Stage.IN_USE], by=by)
    if Score.objects.filter(sheet__evaluation=evaluation).exists():
        raise ValidationError(_("Scoring has begun; the indicators can no longer be changed."))
    evaluation.indicators.all().delete()
    _set_indicators(evaluation, indicators)
    record(
        verb="acceptance.change_indicators",
        project=project,
        by=by,
        on=evaluation,
        after={"indicators": [[line.level3, f"{line.weight:f}"] for line in indicators]},
    )


def _set_indicators(evaluation: Evaluation, indicators: Sequence[IndicatorDraft]) -> None:
    total = sum((line.weight for line in indicators), Decimal(0))
    if total != FULL:
        raise ValidationError(_("The points must sum to 100; they sum to %(total)s.") % {"total": total})
    Indicator.objects.bulk_create(
        Indicator(
            evaluation=evaluation,
            order=order,
            level1=line.level1,
            level2=line.level2,
            level3=line.level3,
            weight=line.weight,
        )
        for order, line in enumerate(indicators, start=1)
    )


def _ask_for_scores(sheet: ScoreSheet, project: Project, *, by: Actor) -> None:
    open_task(
        project=project,
        organization=sheet.organization,
        role=Role(sheet.role),
        kind=TaskKind.SCORE,
        name=sheet.role,
        url=reverse("acceptance:score", args=[project.number, sheet.role]),
        by=by,
    )


def sheets_of(evaluation: Evaluation, by: Actor) -> list[ScoreSheet]:
    """Return the sheets that the person may fill: those of the parties they act for."""
    roles = evaluation.project.roles_of(by)
    return [sheet for sheet in evaluation.sheets.select_related("organization") if sheet.role in roles]


@dataclass(frozen=True)
class Points:
    """Points for one indicator; None where a draft leaves it open."""

    indicator: Indicator
    points: Decimal | None
    comment: str = ""


@transaction.atomic
def save_scores(
    *, sheet: ScoreSheet, scores: Iterable[Points], comment: str = "", seen: str | None = None, by: Actor
) -> None:
    """Save a draft of a party's scores.

    Raises ``ValidationError`` for points beyond an indicator's weight, and where a colleague saved
    after ``seen``, the stamp of the sheet that was on the page.
    """
    sheet = _own(sheet, by=by)
    _still_open(sheet, seen)
    _write_scores(sheet, scores, comment)
    record(verb="acceptance.save_scores", project=sheet.evaluation.project, by=by, on=sheet)


@transaction.atomic
def file_scores(
    *, sheet: ScoreSheet, scores: Iterable[Points], comment: str = "", seen: str | None = None, by: Actor
) -> None:
    """File a party's scores, each indicator scored; with the last of the five the grade is computed."""
    sheet = _own(sheet, by=by)
    _still_open(sheet, seen)
    _write_scores(sheet, scores, comment)
    given = sheet.scores.filter(points__isnull=False).count()
    if given < sheet.evaluation.indicators.count():
        raise ValidationError(_("Score every indicator before you file."))
    sheet.filed_at, sheet.filed_by = timezone.now(), by.user
    sheet.save(update_fields=["filed_at", "filed_by"])
    project = sheet.evaluation.project
    for task in project.tasks.open().filter(kind=TaskKind.SCORE, role=sheet.role):
        close_task(task)
    record(verb="acceptance.file_scores", project=project, by=by, on=sheet)
    if sheet.evaluation.sheets.filed().count() == len(PARTIES):
        compute_grade(evaluation=sheet.evaluation, by=by)


@transaction.atomic
def withdraw_scores(*, sheet: ScoreSheet, reason: str, by: Actor) -> None:
    """Take back filed scores to correct them, with the reason; grade and signatures fall."""
    sheet = _own(sheet, by=by)
    if sheet.filed_at is None:
        raise ValidationError(_("These scores are not filed."))
    reason = needed(reason, field="reason")
    evaluation, project = sheet.evaluation, sheet.evaluation.project
    before = {"grade": evaluation.grade, "total": str(evaluation.total or "")}
    sheet.filed_at = sheet.filed_by = None
    sheet.save(update_fields=["filed_at", "filed_by"])
    evaluation.scored_at = evaluation.total = None
    evaluation.grade = ""
    evaluation.save()
    _ask_for_scores(sheet, project, by=by)
    record(verb="acceptance.withdraw_scores", project=project, by=by, on=sheet, before=before, reason=reason)
    withdraw_signatures(project=project, step="publish_evaluation", reason=reason, by=by)


@transaction.atomic
def compute_grade(*, evaluation: Evaluation, by: Actor) -> None:
    """Compute total and grade from the five parties' points, weighted and graded by the policy.

    Raises ``ValidationError`` while scores are missing.
    """
    if evaluation.sheets.filed().count() < len(PARTIES):
        raise ValidationError(_("Not all five parties have filed their scores."))
    place = evaluation.project.jurisdiction_id
    weights = {role: value_of(f"evaluation_weight_{role}", jurisdiction_id=place) for role in PARTIES}
    evaluation.total = weighted_total(evaluation.sheets.totals(), weights)
    evaluation.grade = grade_of(evaluation.total, jurisdiction_id=place)
    evaluation.scored_at = timezone.now()
    evaluation.save()
    record(
        verb="acceptance.compute_grade",
        project=evaluation.project,
        by=by,
        on=evaluation,
        after={
            "total": f"{evaluation.total:f}",
            "grade": evaluation.grade,
            "weights": {role.value: f"{weight:f}" for role, weight in weights.items()},
        },
    )


def weighted_total(totals: Mapping[str, Decimal], weights: Mapping[Role, Decimal]) -> Decimal:
    """Return the mean of the parties' totals by their weights, to a hundredth of a point.

    Weights need not sum to 100. Raises ``ValidationError`` where all of them are zero.
    """
    whole = sum(weights.values(), Decimal(0))
    if not whole:
        raise ValidationError(_("The weights of the five parties are all zero."))
    summed = sum((totals.get(role, Decimal(0)) * weight for role, weight in weights.items()), Decimal(0))
    return (summed / whole).quantize(CENT, rounding=ROUND_HALF_UP)


def grade_of(total: Decimal, *, jurisdiction_id: int) -> Grade:
    """Return the grade of a total by the policy's thresholds; each belongs to the better grade."""
    thresholds = (
        (Grade.EXCELLENT, "grade_excellent_from"),
        (Grade.GOOD, "grade_good_from"),
        (Grade.FAIR, "grade_fair_from"),
    )
    for grade, code in thresholds:
        if total >= value_of(code, jurisdiction_id=jurisdiction_id):
            return grade
    return Grade.POOR


def _own(sheet: ScoreSheet, *, by: Actor) -> ScoreSheet:
    project = begin(sheet.evaluation.project, Permission.SCORE_EVALUATION, [Stage.IN_USE], by=by)
    if sheet.role not in project.roles_of(by):
        raise PermissionDenied
    fresh = ScoreSheet.objects.select_related("evaluation").get(pk=sheet.pk)
    fresh.evaluation.project = project
    return fresh


def _still_open(sheet: ScoreSheet, seen: str | None) -> None:
    if sheet.filed_at:
        raise ValidationError(_("These scores are filed. Withdraw them to correct them."))
    if seen is not None and seen != sheet.stamp:
        raise ValidationError(
            _("A colleague has saved these scores meanwhile. Open the page anew before you save yours.")
        )


def _write_scores(sheet: ScoreSheet, scores: Iterable[Points], comment: str) -> None:
    for line in scores:
        if line.indicator.evaluation_id != sheet.evaluation_id:
            raise PermissionDenied
        if line.points is not None and not 0 <= line.points <= line.indicator.weight:
            raise ValidationError(
                _("“%(name)s” takes 0 to %(weight)s points.")
                % {"name": line.indicator.level3, "weight": line.indicator.weight}
            )
        Score.objects.update_or_create(
            sheet=sheet, indicator=line.indicator, defaults={"points": line.points, "comment": line.comment}
        )
    sheet.comment, sheet.updated_at = comment, timezone.now()
    sheet.save(update_fields=["comment", "updated_at"])
