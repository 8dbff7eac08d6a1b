from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.acting import Actor
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from projects.models import Project
from reviews.models.panels import Panel, PanelMember, PanelSubject

Verdict = Panel.Conclusion
"""A member's verdict is one of the conclusions that the panel can come to."""


class OpinionQuerySet(AppendOnlyQuerySet["Opinion"]):
    def readable_by(self, actor: Actor) -> OpinionQuerySet:
        """Return one's own, and those of concluded panels on projects that one may see."""
        mine = Q(member__user=actor.user, member__organization=actor.organization)
        seen = Q(member__panel__project__in=Project.objects.visible_to(actor))
        return self.filter(mine | seen & Q(member__panel__concluded_at__isnull=False))


class Opinion(AppendOnlyModel):
    """What one member found, filed once. The database refuses any change to it."""

    member = models.OneToOneField(PanelMember, models.PROTECT, related_name="opinion")
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict)
    problems = models.TextField(_("problems"), blank=True)
    suggestions = models.TextField(_("suggestions"), blank=True)
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=["pass", "ranking"]) | ~Q(problems=""),
                name="opinion_against_names_problems",
            )
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
"""What a member speaks of in each kind of panel; marks will be given along the same lines."""


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


class Rank(AppendOnlyModel):
    """The place, 1 for the best, that a member gave to what the panel ranks."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="ranks")
    subject = models.ForeignKey(PanelSubject, models.PROTECT, related_name="ranks")
    place = models.PositiveSmallIntegerField(_("place"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("rank")
        verbose_name_plural = _("ranks")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "subject"], name="rank_once"),
            models.UniqueConstraint(fields=["opinion", "place"], name="rank_place_once"),
            models.CheckConstraint(condition=Q(place__gt=0), name="rank_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.subject}"
