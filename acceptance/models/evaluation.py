from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Organization, User
from egov.accounts.roles import Role
from egov.policy.calendar import add_months
from egov.policy.rules import value_of
from projects.models import Project

PARTIES: tuple[Role, ...] = (
    Role.INFORMATIZATION_OFFICE,
    Role.FINANCE_BUREAU,
    Role.SUPERVISION_BUREAU,
    Role.AUDIT_BUREAU,
    Role.USER_UNIT,
)
"""The five parties who score and sign, clause 三(四)3."""


class Grade(models.TextChoices):
    EXCELLENT = "excellent", _("Excellent")
    GOOD = "good", _("Good")
    FAIR = "fair", _("Fair")
    POOR = "poor", _("Poor")


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def is_scored(self) -> bool:
        return self.filter(scored_at__isnull=False).exists()

    def is_graded(self) -> bool:
        return self.exclude(grade="").exists()

    def due_on(self, project: Project) -> date:
        """Return the day by which a project that is in use is to be evaluated."""
        months = value_of("evaluation_within_months", jurisdiction_id=project.jurisdiction_id)
        return add_months(timezone.localdate(project.stage_since), int(months))


class Evaluation(models.Model):
    """The performance evaluation (绩效评价) of a project in use. ``total`` is out of 100 points."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="evaluations")
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    scored_at = models.DateTimeField(_("all scores in since"), null=True)
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=2, null=True)
    grade = models.CharField(_("grade"), max_length=20, choices=Grade, blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("performance evaluation")
        verbose_name_plural = _("performance evaluations")
        constraints = [
            models.UniqueConstraint(fields=["project"], name="evaluation_once"),
            models.CheckConstraint(
                condition=Q(scored_at__isnull=True, total__isnull=True, grade="")
                | (
                    Q(scored_at__isnull=False, total__gte=0, total__lte=100)
                    & Q(grade__in=["excellent", "good", "fair", "poor"])
                ),
                name="evaluation_graded_when_scored",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Performance evaluation"))


class Indicator(models.Model):
    """A third-level indicator with its place in the tree; the weights of an evaluation sum to 100."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="indicators")
    order = models.PositiveSmallIntegerField()
    level1 = models.CharField(_("first level"), max_length=30)
    level2 = models.CharField(_("second level"), max_length=30)
    level3 = models.CharField(_("third level"), max_length=60)
    weight = models.DecimalField(_("points"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("performance indicator")
        verbose_name_plural = _("performance indicators")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "order"], name="indicator_order_once"),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=100), name="indicator_weight_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.level3


class ScoreSheetQuerySet(models.QuerySet["ScoreSheet"]):
    def filed(self) -> ScoreSheetQuerySet:
        return self.filter(filed_at__isnull=False)

    def totals(self) -> dict[str, Decimal]:
        """Return the points that each party gave, by role."""
        given: dict[str, Decimal] = defaultdict(Decimal)
        for role, points in self.values_list("role", "scores__points"):
            given[role] += points or 0
        return dict(given)


class ScoreSheet(models.Model):
    """One party's scores: a draft until they file it, read by the others when all five are filed."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="sheets")
    role = models.CharField(_("party"), max_length=30, choices=[(role.value, role.label) for role in PARTIES])
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    comment = models.TextField(_("overall comment"), blank=True)
    updated_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(_("filed at"), null=True)
    filed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "role"], name="score_sheet_once_per_party"),
            models.CheckConstraint(
                condition=Q(filed_at__isnull=True, filed_by__isnull=True)
                | Q(filed_at__isnull=False, filed_by__isnull=False),
                name="score_sheet_filing_paired",
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def stamp(self) -> str:
        """Return what tells two saves of this sheet apart; empty before the first."""
        return self.updated_at.isoformat() if self.updated_at else ""


class Score(models.Model):
    """Points that one party gives for one indicator, from 0 to its weight."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="scores")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="scores")
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, null=True)
    comment = models.CharField(_("comment"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "indicator"], name="score_once_per_indicator"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="score_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points}"
