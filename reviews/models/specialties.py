from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpecialtyQuerySet(models.QuerySet["Specialty"]):
    def offered(self) -> SpecialtyQuerySet:
        """Return those that can be chosen, each field followed by what is in it."""
        return self.filter(is_active=True).select_related("parent").order_by("code")

    def leaves(self) -> SpecialtyQuerySet:
        """Return the second level, which experts name as theirs."""
        return self.offered().filter(parent__isnull=False)


class Specialty(models.Model):
    """What an expert knows, on two levels: a field, and the specialties in it. One list for everybody."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    name = models.CharField(_("specialty"), max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("field")
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = SpecialtyQuerySet.as_manager()

    class Meta:
        verbose_name = _("specialty")
        verbose_name_plural = _("specialties")
        constraints = [models.UniqueConstraint(fields=["parent", "name"], name="specialty_name_once")]

    def __str__(self) -> str:
        return f"{self.parent.name} / {self.name}" if self.parent else self.name

    def covered(self) -> list[int]:
        """Return the ids of the specialties that it stands for: its own, and those of the field it is."""
        return [self.pk, *self.children.values_list("pk", flat=True)]
