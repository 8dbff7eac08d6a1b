from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from projects.models.project import Project


class Shingle(models.Model):
    """One of the characteristic text fragments of a project, as a number: the index for duplicates."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="shingles")
    value = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["value", "project"], name="shingle_once")]

    def __str__(self) -> str:
        return f"{self.value:x}"


class DuplicateHitQuerySet(models.QuerySet["DuplicateHit"]):
    def all_answered(self) -> bool:
        return not self.filter(answer="").exists()


class DuplicateHit(models.Model):
    """An earlier project that resembles this one (clause 一(二): no duplicate construction)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="duplicate_hits")
    earlier = models.ForeignKey(
        Project, models.PROTECT, related_name="later_hits", verbose_name=_("earlier project")
    )
    similarity = models.DecimalField(_("similarity"), max_digits=4, decimal_places=3)
    passages = models.JSONField(_("matching passages"), default=list)
    found_at = models.DateTimeField(_("found at"), auto_now_add=True)
    answer = models.TextField(_("answer"), blank=True, help_text=_("Why this is not duplicate construction."))
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = DuplicateHitQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        constraints = [models.UniqueConstraint(fields=["project", "earlier"], name="duplicate_hit_once")]

    def __str__(self) -> str:
        return f"{self.project_id} ~ {self.earlier_id}"

    @property
    def percent(self) -> int:
        return round(self.similarity * 100)
