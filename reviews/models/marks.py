from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from reviews.models.criteria import Criterion
from reviews.models.opinions import Opinion
from reviews.models.panels import PanelMember
from reviews.models.subjects import PanelSubject


class Mark(AppendOnlyModel):
    """What a member gave for one criterion: points, or whether it is met; per thing that is ranked."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="marks")
    subject = models.ForeignKey(PanelSubject, models.PROTECT, null=True, related_name="marks")
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, null=True)
    is_met = models.BooleanField(_("met"), null=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [
            models.UniqueConstraint(
                fields=["opinion", "criterion", "subject"],
                condition=Q(subject__isnull=False),
                name="mark_once_per_subject",
            ),
            models.UniqueConstraint(
                fields=["opinion", "criterion"], condition=Q(subject__isnull=True), name="mark_once"
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True, is_met__isnull=False)
                | Q(points__gte=0, points__lte=100, is_met__isnull=True),
                name="mark_is_points_or_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.is_met if self.points is None else self.points}"


class OpinionDraft(models.Model):
    """What a member has typed so far, right or wrong, for nobody else to see. Filing ends it."""

    member = models.OneToOneField(PanelMember, models.CASCADE, related_name="draft")
    entries = models.JSONField(default=dict)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)

    class Meta:
        verbose_name = _("draft of an opinion")
        verbose_name_plural = _("drafts of opinions")

    def __str__(self) -> str:
        return str(self.member)
