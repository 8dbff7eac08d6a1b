from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from projects.models import Commitment, DocumentVersion, Project


class MaintenanceArrangement(models.Model):
    """Who operates and maintains the system, how well, for how much a year; clause 三(四)2.

    A later one replaces an earlier one, which stays on record.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="maintenance_arrangements")
    operator = models.CharField(
        _("operated and maintained by"), max_length=120, help_text=_("The organization or company.")
    )
    contact = models.CharField(_("contact person"), max_length=60)
    phone = models.CharField(_("phone"), max_length=30)
    service_level = models.TextField(
        _("service level"),
        help_text=_("Service hours, time to respond, time to restore, yearly availability."),
    )
    annual_cost = models.DecimalField(_("cost per year"), max_digits=14, decimal_places=2)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    plan = models.ForeignKey(
        DocumentVersion,
        models.PROTECT,
        related_name="+",
        verbose_name=_("operation and maintenance plan"),
    )
    commitment = models.OneToOneField(
        Commitment, models.PROTECT, null=True, related_name="maintenance_arrangement"
    )
    named_at = models.DateTimeField(_("named at"), default=timezone.now)
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("named by"))

    class Meta:
        verbose_name = _("operation and maintenance arrangement")
        verbose_name_plural = _("operation and maintenance arrangements")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="maintenance_period_ordered"
            ),
            models.CheckConstraint(condition=Q(annual_cost__gte=0), name="maintenance_cost_not_negative"),
        ]

    def __str__(self) -> str:
        return self.operator
