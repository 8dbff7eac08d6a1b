from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.acting import Actor
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from projects.models import Project
from reviews.models.panels import Panel, PanelMember

Verdict = Panel.Conclusion
"""A member's verdict is one of the conclusions that the panel can come to."""


class OpinionQuerySet(AppendOnlyQuerySet["Opinion"]):
    def readable_by(self, actor: Actor) -> OpinionQuerySet:
        """Return one's own; all of a panel for itself and the office once each member has filed.

        After the conclusion they are open to who sees the project.
        """
        mine = Q(member__user=actor.user, member__organization=actor.organization)
        seen = Q(member__panel__project__in=Project.objects.visible_to(actor))
        return self.filter(
            mine
            | seen & Q(member__panel__concluded_at__isnull=False)
            | Q(member__panel__in=Panel.objects.complete().opened_to(actor))
        )

    def standing(self) -> OpinionQuerySet:
        """Return those that count: of each member the one filed last."""
        later = self.model._base_manager.filter(member=OuterRef("member"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def in_order(self) -> OpinionQuerySet:
        """Return those of the leader first, of each member the latest first, with all that they say."""
        known = self.select_related("member__user").prefetch_related(
            "findings", "marks__criterion", "marks__subject"
        )
        later = self.model._base_manager.filter(member=OuterRef("member"), number__gt=OuterRef("number"))
        return known.annotate(is_superseded=Exists(later)).order_by(
            "-member__is_leader", "member_id", "-number"
        )


class Opinion(AppendOnlyModel):
    """What one member found and marked. The database refuses any change to it.

    A correction is another one with the next number and a reason; the last one counts.
    """

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="opinions")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    reason = models.TextField(_("reason for the correction"), blank=True)
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict)
    problems = models.TextField(_("problems"), blank=True)
    suggestions = models.TextField(_("suggestions"), blank=True)
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        constraints = [
            models.UniqueConstraint(fields=["member", "number"], name="opinion_version_once"),
            models.CheckConstraint(
                condition=Q(number=1, reason="") | Q(number__gt=1) & ~Q(reason=""),
                name="opinion_correction_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["pass", "ranking"]) | ~Q(problems=""),
                name="opinion_against_names_problems",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_verdict_display()}"


class Dimension(models.TextChoices):
    NECESSITY = "necessity", _("Necessity")
    FEASIBILITY = "feasibility", _("Technical feasibility")
    ECONOMY = "economy", _("Economy of the investment")
    EFFECT = "effect", _("Expected effect")
    SECURITY = "security", _("Security")
    CONFORMITY = "conformity", _("Conformity with the requirements")
    TECHNIQUE = "technique", _("Technical solution")
    IMPLEMENTATION = "implementation", _("Organization of the implementation")
    SCOPE = "scope", _("Completion of the contract's content")
    FUNCTION = "function", _("Functions and performance")
    PAPERS = "papers", _("Completeness of the documents")


DIMENSIONS_OF: dict[str, tuple[Dimension, ...]] = {
    Panel.Kind.ARGUMENTATION: (
        Dimension.NECESSITY,
        Dimension.FEASIBILITY,
        Dimension.ECONOMY,
        Dimension.EFFECT,
        Dimension.SECURITY,
    ),
    Panel.Kind.SCHEME: (
        Dimension.CONFORMITY,
        Dimension.TECHNIQUE,
        Dimension.SECURITY,
        Dimension.IMPLEMENTATION,
        Dimension.ECONOMY,
    ),
    Panel.Kind.BID: (
        Dimension.CONFORMITY,
        Dimension.TECHNIQUE,
        Dimension.IMPLEMENTATION,
        Dimension.ECONOMY,
    ),
    Panel.Kind.ACCEPTANCE: (
        Dimension.SCOPE,
        Dimension.FUNCTION,
        Dimension.SECURITY,
        Dimension.PAPERS,
        Dimension.EFFECT,
    ),
}
"""What a member speaks of in each kind of panel; marks are given along the same lines."""


class Assessment(models.TextChoices):
    MEETS = "meets", _("Meets")
    MEETS_LARGELY = "meets_largely", _("Largely meets")
    FAILS = "fails", _("Does not meet")


class Finding(AppendOnlyModel):
    """What a member found in one dimension; anything short of "meets" says why."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="findings")
    dimension = models.CharField(_("dimension"), max_length=20, choices=Dimension)
    assessment = models.CharField(_("assessment"), max_length=20, choices=Assessment)
    remark = models.TextField(_("remark"), blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "dimension"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(assessment="meets") | ~Q(remark=""), name="finding_against_has_remark"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_dimension_display()}: {self.get_assessment_display()}"
