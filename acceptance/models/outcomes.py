from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egov.accounts.models import User
from egov.policy.calendar import add_months
from egov.policy.rules import value_of
from projects.models import DocumentVersion, Project


class TrialRunQuerySet(models.QuerySet["TrialRun"]):
    def here(self) -> TrialRunQuerySet:
        """Return those of their project's present stay in the trial run."""
        return self.filter(visit=F("project__visit"))

    def has_passed(self) -> bool:
        """Tell whether the present trial run passed and is, as of today, long enough."""
        run = self.here().filter(passed=True).select_related("project").first()
        return run is not None and run.is_long_enough()

    def has_failed(self) -> bool:
        return self.here().filter(passed=False).exists()

    def ends_on(self) -> date | None:
        """Return the day until which the present trial run is planned."""
        run = self.here().first()
        return run.starts_on + timedelta(days=run.planned_days) if run else None

    def acceptance_due_on(self) -> date | None:
        """Return the day by which the project is to be accepted: so long after it was built."""
        run = self.select_related("project").order_by("-visit").first()
        if run is None:
            return None
        months = value_of("acceptance_within_months", jurisdiction_id=run.project.jurisdiction_id)
        return add_months(run.starts_on, int(months))


class TrialRun(models.Model):
    """One trial run. A failed one stays on record; the next begins with the next stay."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="trial_runs")
    visit = models.PositiveIntegerField()
    starts_on = models.DateField(_("started on"))
    planned_days = models.PositiveSmallIntegerField(_("planned length"))
    plan = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, related_name="+", verbose_name=_("trial-run plan")
    )
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("started by"))
    passed = models.BooleanField(_("passed"), null=True)
    findings = models.TextField(_("findings"), blank=True)
    report = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, related_name="+", verbose_name=_("trial-run report")
    )
    concluded_at = models.DateTimeField(_("concluded at"), null=True)
    concluded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = TrialRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("trial run")
        verbose_name_plural = _("trial runs")
        ordering = ["-visit"]
        constraints = [
            models.UniqueConstraint(fields=["project", "visit"], name="trial_run_once_per_stay"),
            models.CheckConstraint(
                condition=Q(passed__isnull=True, concluded_at__isnull=True, concluded_by__isnull=True)
                | (
                    Q(passed__isnull=False, concluded_at__isnull=False, concluded_by__isnull=False)
                    & ~Q(findings="")
                ),
                name="trial_run_conclusion_paired",
            ),
            models.CheckConstraint(
                condition=Q(passed__isnull=True) | Q(passed=False) | Q(report__isnull=False),
                name="trial_run_passed_with_report",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Trial run from %(day)s") % {"day": self.starts_on})

    @property
    def minimum_days(self) -> int:
        """Return how long it must last, in days, by the policy of the project's jurisdiction."""
        return int(value_of("trial_run_min_days", jurisdiction_id=self.project.jurisdiction_id))

    @property
    def days(self) -> int:
        """Return how many days it has lasted, to its conclusion or to today."""
        last = timezone.localdate(self.concluded_at) if self.concluded_at else timezone.localdate()
        return (last - self.starts_on).days

    @property
    def long_enough_from(self) -> date:
        return self.starts_on + timedelta(days=self.minimum_days)

    def is_long_enough(self) -> bool:
        return timezone.localdate() >= self.long_enough_from


class TrialLogEntry(models.Model):
    """What was seen on one day of a trial run."""

    trial_run = models.ForeignKey(TrialRun, models.PROTECT, related_name="entries")
    seen_on = models.DateField(_("date"))
    finding = models.TextField(_("finding"))
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))

    class Meta:
        verbose_name = _("trial-run log entry")
        verbose_name_plural = _("trial-run log entries")
        ordering = ["-seen_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.seen_on} {self.finding[:40]}"


class PreliminaryAcceptanceQuerySet(models.QuerySet["PreliminaryAcceptance"]):
    def has_passed(self) -> bool:
        return self.filter(visit=F("project__visit"), passed=True).exists()

    def has_failed(self) -> bool:
        return self.filter(visit=F("project__visit"), passed=False).exists()


class PreliminaryAcceptance(models.Model):
    """The supervisor's preliminary acceptance (初步验收) with its report; clause 三(四)1."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="preliminary_acceptances")
    visit = models.PositiveIntegerField()
    passed = models.BooleanField(_("passed"))
    findings = models.TextField(_("findings"))
    report = models.ForeignKey(
        DocumentVersion,
        models.PROTECT,
        related_name="+",
        verbose_name=_("report on the preliminary acceptance"),
    )
    accepted_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    accepted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))

    objects = PreliminaryAcceptanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("preliminary acceptance")
        verbose_name_plural = _("preliminary acceptances")
        ordering = ["-visit"]
        constraints = [
            models.UniqueConstraint(fields=["project", "visit"], name="preliminary_acceptance_once")
        ]

    def __str__(self) -> str:
        return str(_("Preliminary acceptance"))


class SubAcceptanceQuerySet(models.QuerySet["SubAcceptance"]):
    def here(self) -> SubAcceptanceQuerySet:
        """Return those recorded in their project's present stay."""
        return self.filter(visit=F("project__visit"))

    def latest_per_kind(self) -> dict[str, SubAcceptance]:
        """Return for each kind the record of the present stay that counts: the last one."""
        return {record.kind: record for record in self.here().order_by("pk")}

    def all_passed(self) -> bool:
        latest = self.latest_per_kind()
        return set(latest) == set(SubAcceptance.Kind.values) and all(r.passed for r in latest.values())


class SubAcceptance(models.Model):
    """One of the five parts of final acceptance. It may be repeated; the last record counts."""

    class Kind(models.TextChoices):
        TECHNICAL = "technical", _("Technical")
        FINANCIAL = "financial", _("Financial")
        ARCHIVE = "archive", _("Archive")
        SECURITY = "security", pgettext_lazy("sub-acceptance", "Security")
        DATA_SHARING = "data_sharing", _("Data sharing")

    project = models.ForeignKey(Project, models.PROTECT, related_name="sub_acceptances")
    visit = models.PositiveIntegerField()
    kind = models.CharField(_("sub-acceptance"), max_length=20, choices=Kind)
    responsible = models.CharField(_("responsible person"), max_length=60)
    held_on = models.DateField(_("date"))
    passed = models.BooleanField(_("passed"))
    findings = models.TextField(_("findings"))
    report = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="+", verbose_name=_("report"))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))

    objects = SubAcceptanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("sub-acceptance")
        verbose_name_plural = _("sub-acceptances")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["technical", "financial", "archive", "security", "data_sharing"]),
                name="sub_acceptance_kind_known",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class OutstandingIssue(models.Model):
    """What a sub-acceptance left to be done (遗留问题): by whom, until when."""

    sub_acceptance = models.ForeignKey(
        SubAcceptance, models.PROTECT, related_name="outstanding_issues", verbose_name=_("sub-acceptance")
    )
    description = models.CharField(_("outstanding issue"), max_length=300)
    responsible = models.CharField(_("responsible person"), max_length=60)
    due_on = models.DateField(_("due"))
    settled_at = models.DateTimeField(_("settled at"), null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settlement = models.TextField(_("how it was settled"), blank=True)

    class Meta:
        verbose_name = _("outstanding issue")
        verbose_name_plural = _("outstanding issues")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, settlement="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(settlement="")),
                name="outstanding_issue_settlement_paired",
            )
        ]

    def __str__(self) -> str:
        return self.description
