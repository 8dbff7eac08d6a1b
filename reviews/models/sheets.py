from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from projects.models import Project
from reviews.models.panels import Panel

if TYPE_CHECKING:
    from reviews.models.criteria import Criterion

PRICE = "price"
FULL = Decimal(100)
"""What the points of a sheet make up, the price's included."""


class MarkSheetQuerySet(models.QuerySet["MarkSheet"]):
    def here(self) -> MarkSheetQuerySet:
        """Return those of their project's present stay in its stage."""
        return self.filter(visit=F("project__visit"))

    def fixed(self) -> MarkSheetQuerySet:
        return self.filter(published_at__isnull=False)

    def of(self, panel: Panel) -> MarkSheet | None:
        """Return the sheet by which the members of a panel mark, None while it is not fixed."""
        same = self.fixed().filter(project=panel.project_id, kind=panel.kind, visit=panel.visit)
        return same.prefetch_related("criteria").first()


class MarkSheet(models.Model):
    """By what a panel marks. Drafted freely, then fixed once: from then on the database lets it be.

    ``draft`` holds the lines as long as it is not fixed; with the publication they become criteria.
    """

    class Procured(models.TextChoices):
        SERVICES = "services", _("Services")
        GOODS = "goods", _("Goods")

    project = models.ForeignKey(Project, models.PROTECT, related_name="mark_sheets")
    kind = models.CharField(_("kind"), max_length=20, choices=Panel.Kind)
    visit = models.PositiveIntegerField()
    procured = models.CharField(_("what is procured"), max_length=10, choices=Procured, blank=True)
    pass_mark = models.DecimalField(_("pass mark"), max_digits=5, decimal_places=2, null=True)
    draft = models.JSONField(default=list)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("fixed at"), null=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = MarkSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("score sheet of a panel")
        verbose_name_plural = _("score sheets of panels")
        constraints = [
            models.UniqueConstraint(fields=["project", "kind", "visit"], name="mark_sheet_once_per_stay"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="mark_sheet_publication_paired",
            ),
            models.CheckConstraint(
                condition=Q(pass_mark__isnull=True) | Q(pass_mark__gt=0, pass_mark__lte=100),
                name="mark_sheet_pass_mark_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.project}"

    @property
    def is_fixed(self) -> bool:
        return self.published_at is not None

    @property
    def marked(self) -> list[Criterion]:
        """Return the criteria that members judge: all but the price."""
        return [one for one in self.criteria.all() if one.kind != PRICE]

    @property
    def price(self) -> Criterion | None:
        """Return the criterion that is computed from the prices, if there is one."""
        return next((one for one in self.criteria.all() if one.kind == PRICE), None)

    @property
    def markable(self) -> Decimal:
        """Return the most points that one member can give to one thing."""
        return sum((one.most for one in self.marked), Decimal(0))
