from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from reviews.models.opinions import Dimension
from reviews.models.sheets import MarkSheet


class Criterion(AppendOnlyModel):
    """One line of a fixed sheet: points within a range, a question of yes or no, or the price."""

    class Kind(models.TextChoices):
        POINTS = "points", _("Points")
        GATE = "gate", _("Yes or no")
        PRICE = "price", _("Price, computed")

    sheet = models.ForeignKey(MarkSheet, models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("criterion"), max_length=60)
    dimension = models.CharField(_("dimension"), max_length=20, choices=Dimension)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    least = models.DecimalField(_("from (points)"), max_digits=5, decimal_places=2)
    most = models.DecimalField(_("to (points)"), max_digits=5, decimal_places=2)
    hint = models.CharField(_("what is looked at"), max_length=200, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "position"], name="criterion_position_once"),
            models.UniqueConstraint(fields=["sheet", "name"], name="criterion_name_once"),
            models.CheckConstraint(
                condition=Q(kind="gate", least=0, most=0)
                | Q(kind="price", least=0, most__gt=0, most__lte=100)
                | Q(kind="points", least__gte=0, most__gt=F("least"), most__lte=100),
                name="criterion_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_gate(self) -> bool:
        return self.kind == self.Kind.GATE

    @property
    def is_technical(self) -> bool:
        """Tell whether its points decide between two that are even otherwise."""
        return self.dimension == Dimension.TECHNIQUE
