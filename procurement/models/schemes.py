from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from egov.policy.rules import value_of
from procurement.models.notices import Solicitation
from procurement.models.suppliers import Supplier
from projects.models import CostItem, DocumentVersion, Project


class SchemeQuerySet(models.QuerySet["Scheme"]):
    def standing(self) -> SchemeQuerySet:
        """Return those not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def of_current_call(self) -> SchemeQuerySet:
        """Return those that answer the call published last; a new call begins anew."""
        later = Solicitation.objects.published().filter(
            project=OuterRef("project"), sequence__gt=OuterRef("solicitation__sequence")
        )
        return self.filter(~Exists(later))

    def to_rank(self) -> list[str]:
        """Return the names that the scheme panel ranks: the authors of the schemes that stand."""
        standing = self.of_current_call().standing().order_by("received_at", "pk")
        return list(standing.values_list("author", flat=True))

    def await_judgment(self) -> bool:
        """Tell whether schemes stand that no panel has failed."""
        failed = self.filter(
            project__panels__kind="scheme",
            project__panels__conclusion="fail",
            project__panels__formed_at__gt=F("solicitation__published_at"),
            project__panels__subjects__label=F("author"),
        )
        return self.of_current_call().standing().exclude(pk__in=failed.values("pk")).exists()

    def authors(self) -> list[tuple[str, str]]:
        """Return name and code of everybody who filed a scheme, withdrawn or not."""
        return list(self.values_list("author", "uscc"))

    def chosen(self) -> Scheme | None:
        return self.filter(chosen_at__isnull=False).first()

    def is_chosen(self) -> bool:
        return self.filter(chosen_at__isnull=False).exists()


class Scheme(models.Model):
    """A design scheme that was received, clause 三(三)1."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="schemes")
    solicitation = models.ForeignKey(
        Solicitation, models.PROTECT, related_name="schemes", verbose_name=_("solicitation notice")
    )
    author = models.CharField(_("author (company)"), max_length=200)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    file = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="+", verbose_name=_("scheme"))
    summary = models.TextField(_("summary"), blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawal_reason = models.TextField(_("reason for withdrawal"), blank=True)
    chosen_at = models.DateTimeField(_("chosen at"), null=True)
    chosen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    choice_reason = models.TextField(_("reason for the choice"), blank=True)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("submitted scheme")
        verbose_name_plural = _("submitted schemes")
        constraints = [
            models.UniqueConstraint(
                fields=["solicitation", "author"],
                condition=Q(withdrawn_at__isnull=True),
                name="scheme_once_per_author",
            ),
            models.UniqueConstraint(
                fields=["project"], condition=Q(chosen_at__isnull=False), name="scheme_one_chosen"
            ),
            models.CheckConstraint(
                condition=Q(chosen_at__isnull=True, chosen_by__isnull=True)
                | Q(chosen_at__isnull=False, chosen_by__isnull=False, withdrawn_at__isnull=True),
                name="scheme_choice_paired",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal_reason=""),
                name="scheme_withdrawal_paired",
            ),
        ]

    def __str__(self) -> str:
        return self.author

    @property
    def supplier(self) -> Supplier:
        return Supplier(self.author, self.uscc)

    @property
    def place(self) -> int | None:
        """Return the place that the panel gave it, 1 for the best; None where it gave none."""
        return places_of(self.project).get(self.pk)


def places_of(project: Project) -> dict[int, int]:
    """Return the ranking of the concluded scheme panel: place by key of the scheme; empty before."""
    concluded = project.panels.filter(kind="scheme", concluded_at__isnull=False)
    panel = concluded.order_by("-pk").first()
    if panel is None:
        return {}
    placed = {subject.label: subject.place for subject in panel.subjects.all() if subject.place}
    ranked = project.schemes.of_current_call().standing().filter(author__in=placed)
    return {pk: placed[author] for pk, author in ranked.values_list("pk", "author")}


class DesignQuerySet(models.QuerySet["Design"]):
    def current(self) -> Design | None:
        """Return the design that counts: the one filed last."""
        return self.select_related("project").order_by("-number").first()

    def is_filed(self) -> bool:
        return self.exists()

    def is_within_investment(self) -> bool:
        """Tell whether the design filed last keeps to the approved investment, or may exceed it."""
        design = self.current()
        return design is not None and (design.is_within_investment or design.is_overrun_approved)


class Design(models.Model):
    """One version of the optimised design with its budget estimate (概算) in yuan, clause 三(三)1."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="designs")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    estimate = models.DecimalField(_("budget estimate"), max_digits=14, decimal_places=2)
    design_file = models.ForeignKey(
        DocumentVersion, models.PROTECT, related_name="+", verbose_name=_("optimized design")
    )
    estimate_file = models.ForeignKey(
        DocumentVersion, models.PROTECT, related_name="+", verbose_name=_("budget estimate file")
    )
    note = models.TextField(_("what was changed and why"), blank=True)
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    overrun_approved_at = models.DateTimeField(_("overrun approved at"), null=True)
    overrun_approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    overrun_meeting = models.CharField(_("meeting"), max_length=120, blank=True)
    overrun_meeting_on = models.DateField(_("date of the meeting"), null=True)
    overrun_record = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, related_name="+", verbose_name=_("meeting record")
    )
    overrun_reason = models.TextField(_("reason for the overrun"), blank=True)

    objects = DesignQuerySet.as_manager()

    class Meta:
        verbose_name = _("optimized design")
        verbose_name_plural = _("optimized designs")
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="design_version_once"),
            models.CheckConstraint(condition=Q(estimate__gt=0), name="design_estimate_positive"),
            models.CheckConstraint(
                condition=Q(overrun_approved_at__isnull=True, overrun_approved_by__isnull=True)
                | Q(
                    overrun_approved_at__isnull=False,
                    overrun_approved_by__isnull=False,
                    overrun_record__isnull=False,
                ),
                name="design_overrun_approval_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project.number} v{self.number}"

    @property
    def limit(self) -> Decimal:
        """Return the yuan that need no new approval: the approved investment and what the policy adds."""
        approved = self.project.approved_investment or Decimal(0)
        percent = value_of("estimate_overrun_percent", jurisdiction_id=self.project.jurisdiction_id)
        return (approved * (100 + percent) / 100).quantize(Decimal("0.01"))

    @property
    def overrun(self) -> Decimal:
        """Return by how many yuan the estimate exceeds the limit; at least zero."""
        return max(self.estimate - self.limit, Decimal(0))

    @property
    def is_within_investment(self) -> bool:
        return self.estimate <= self.limit

    @property
    def is_overrun_approved(self) -> bool:
        return self.overrun_approved_at is not None


class DesignCostLine(models.Model):
    """Yuan of the budget estimate for one cost item."""

    design = models.ForeignKey(Design, models.CASCADE, related_name="cost_lines")
    item = models.CharField(_("cost item"), max_length=30, choices=CostItem)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("cost line of the estimate")
        verbose_name_plural = _("cost lines of the estimate")
        constraints = [
            models.UniqueConstraint(fields=["design", "item"], name="design_cost_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="design_cost_line_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_item_display()}: {self.amount}"
