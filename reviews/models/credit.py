from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from reviews.models.experts import Expert


class CreditRecord(AppendOnlyModel):
    """What is to be remembered of an expert's conduct. Nothing in it is ever taken back, only added to."""

    class Kind(models.TextChoices):
        COMMENDATION = "commendation", _("Commendation")
        MISCONDUCT = "misconduct", _("Misconduct")
        SUSPENSION = "suspension", _("Suspension")
        LIFTING = "lifting", _("Suspension lifted")

    expert = models.ForeignKey(Expert, models.PROTECT, related_name="credit_records")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    text = models.TextField(_("what happened"))
    at = models.DateTimeField(_("recorded at"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit record")
        verbose_name_plural = _("credit records")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="credit_record_says_what")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"
