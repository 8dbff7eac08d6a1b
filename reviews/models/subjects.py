from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reviews.models.panels import Panel


class PanelSubject(models.Model):
    """What a panel ranks: a scheme, a bid. ``place`` is set by the conclusion, 1 for the best."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="subjects")
    label = models.CharField(_("name"), max_length=200)
    place = models.PositiveSmallIntegerField(_("place"), null=True)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True)
    price = models.DecimalField(_("price"), max_digits=14, decimal_places=2, null=True)

    class Meta:
        verbose_name = _("subject of a panel")
        verbose_name_plural = _("subjects of panels")
        constraints = [
            models.UniqueConstraint(fields=["panel", "label"], name="panel_subject_once"),
            models.UniqueConstraint(fields=["panel", "place"], name="panel_place_once"),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(place__gt=0), name="panel_place_from_one"
            ),
        ]

    def __str__(self) -> str:
        return self.label
