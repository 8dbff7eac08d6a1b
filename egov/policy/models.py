from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Jurisdiction


class ParameterQuerySet(models.QuerySet["Parameter"]):
    def in_force(self, on: date) -> "ParameterQuerySet":
        """Return those in force on that day, the newest first."""
        return self.filter(effective_from__lte=on).order_by("-effective_from", "-pk")


class Parameter(models.Model):
    """A value that a jurisdiction set for a rule, from a day on. Earlier values stay readable."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="parameters")
    code = models.CharField(_("rule"), max_length=60)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4)
    source = models.CharField(_("source"), max_length=200)
    effective_from = models.DateField(_("in force from"))
    set_at = models.DateTimeField(_("set at"), auto_now_add=True)
    set_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("set by"))

    objects = ParameterQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy parameter")
        verbose_name_plural = _("policy parameters")
        indexes = [models.Index(fields=["jurisdiction", "code", "-effective_from"], name="parameter_lookup")]

    def __str__(self) -> str:
        return f"{self.code} = {self.value:f}"


class Holiday(models.Model):
    """A day that differs from its weekday: a public holiday, or a weekend day that is worked."""

    day = models.DateField(_("day"), unique=True)
    is_worked = models.BooleanField(_("worked"), default=False)
    name = models.CharField(_("name"), max_length=60)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
