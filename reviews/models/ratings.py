from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Avg, Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from egov.policy.rules import value_of
from reviews.models.experts import Expert
from reviews.models.panels import PanelMember
from reviews.scoring import rounded


class RatingQuerySet(AppendOnlyQuerySet["Rating"]):
    def of(self, expert: Expert) -> RatingQuerySet:
        return self.filter(member__user=expert.user_id)

    def summary(self) -> tuple[int, Decimal | None]:
        """Return how many ratings there are, and their average."""
        found = self.aggregate(count=Count("pk"), average=Avg("score"))
        average = found["average"]
        return found["count"], None if average is None else rounded(Decimal(str(average)))


class Rating(AppendOnlyModel):
    """How the office found an expert's work on one panel, 0 to 100, with the reason."""

    member = models.OneToOneField(PanelMember, models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField(_("rating"))
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("rated at"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rating of an expert")
        verbose_name_plural = _("ratings of experts")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__lte=100) & ~Q(reason=""), name="rating_range_and_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.score}"


def suggests_suspension(expert: Expert) -> bool:
    """Tell whether enough low ratings suggest to suspend an expert; people decide."""
    place = expert.pool.jurisdiction_id
    least = value_of("rating_suspend_min_count", jurisdiction_id=place)
    below = value_of("rating_suspend_below", jurisdiction_id=place)
    count, average = Rating.objects.of(expert).summary()
    return expert.state == Expert.State.ACTIVE and average is not None and count >= least and average < below
