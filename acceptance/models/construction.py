from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from egov.policy.calendar import add_months
from egov.ui import formats
from projects.flow import Stage
from projects.models import DocumentVersion, Project

HALF_A_MONTH = 15

_Report = TypeVar("_Report", bound=models.Model)


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def all_met(self) -> bool:
        """Tell whether there is at least one milestone, and none that is not met."""
        dates = self.values_list("met_on", flat=True)
        return bool(dates) and None not in dates

    def next_planned(self) -> date | None:
        """Return the planned day of the first that is not met."""
        return self.filter(met_on__isnull=True).aggregate(day=Min("planned_on"))["day"]

    def last_planned(self) -> date | None:
        """Return the day by which all were planned to be met."""
        return self.aggregate(day=Max("planned_on"))["day"]


class Milestone(models.Model):
    """A point that construction must reach, with what is delivered there; clause 三(三)3."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=120)
    planned_on = models.DateField(_("planned date"))
    deliverable = models.TextField(
        _("deliverable"), help_text=_("What will be there to be seen and checked on that day.")
    )
    met_on = models.DateField(_("met on"), null=True)
    met_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    evidence = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, related_name="+", verbose_name=_("evidence")
    )

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["planned_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(met_on__isnull=True, met_by__isnull=True, evidence__isnull=True)
                | Q(met_on__isnull=False, met_by__isnull=False, evidence__isnull=False),
                name="milestone_met_with_evidence",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        """Tell whether the planned day passed before the milestone was met."""
        return (self.met_on or timezone.localdate()) > self.planned_on


class PeriodicQuerySet(models.QuerySet[_Report]):
    def first_month_open(self, began: date) -> date | None:
        """Return the first day of the first month that is over and lacks a report; ``began`` counts in.

        A month has its report where more than half of it is covered: reports may run from the 26th to
        the 25th.
        """
        reported = self.aggregate(day=Max("to_on"))["day"] or date.min
        covered = max(reported, began - timedelta(days=1))
        month = (covered + timedelta(days=HALF_A_MONTH)).replace(day=1)
        return month if add_months(month, 1) <= timezone.localdate() else None


class ProgressReportQuerySet(PeriodicQuerySet["ProgressReport"]):
    def month_owed(self, project: Project) -> date | None:
        """Return the month, by its first day, on which the construction entity owes a report."""
        return self.first_month_open(timezone.localdate(project.stage_since))


class SupervisionReportQuerySet(PeriodicQuerySet["SupervisionReport"]):
    def month_owed(self, project: Project) -> date | None:
        """Return the month, by its first day, on which the supervisor owes a report."""
        starts = project.transitions.filter(target=Stage.UNDER_CONSTRUCTION)
        start = starts.order_by("sequence").first()
        if start is None:
            return None
        return self.filter(kind=SupervisionReport.Kind.MONTHLY).first_month_open(timezone.localdate(start.at))


class ProgressReport(models.Model):
    """How far construction has come, as the construction entity reports it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="progress_reports")
    from_on = models.DateField(_("period from"))
    to_on = models.DateField(_("period to"))
    percent = models.PositiveSmallIntegerField(
        _("progress of the whole"), validators=[MaxValueValidator(100)]
    )
    done = models.TextField(_("done in this period"))
    problems = models.TextField(_("problems"), blank=True)
    next = models.TextField(_("planned next"))
    paper = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, related_name="+", verbose_name=_("paper")
    )
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("filed by"))

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["-to_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="progress_period_ordered"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="progress_percent_at_most_100"),
        ]

    def __str__(self) -> str:
        return formats.span(self.from_on, self.to_on)


class SupervisionReport(models.Model):
    """What the supervisor found in a week or a month (监理周报、月报); clause 三(三)4."""

    class Kind(models.TextChoices):
        WEEKLY = "weekly", _("Weekly report")
        MONTHLY = "monthly", _("Monthly report")

    project = models.ForeignKey(Project, models.PROTECT, related_name="supervision_reports")
    kind = models.CharField(_("kind of report"), max_length=20, choices=Kind)
    from_on = models.DateField(_("period from"))
    to_on = models.DateField(_("period to"))
    quality = models.TextField(_("findings on quality"))
    progress = models.TextField(_("findings on progress"))
    cost = models.TextField(_("findings on cost"))
    safety = models.TextField(_("findings on safety"))
    paper = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="+", verbose_name=_("paper"))
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("filed by"))

    objects = SupervisionReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision report")
        verbose_name_plural = _("supervision reports")
        ordering = ["-to_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="supervision_period_ordered"),
            models.CheckConstraint(
                condition=Q(kind__in=["weekly", "monthly"]), name="supervision_report_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {formats.span(self.from_on, self.to_on)}"
