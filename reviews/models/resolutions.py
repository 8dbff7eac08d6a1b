from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from egov.policy.calendar import add_working_days
from egov.policy.rules import value_of
from reviews.models.panels import Panel, PanelMember


class Resolution(AppendOnlyModel):
    """What a panel is to conclude, drawn up for its members to sign. Drawing it up anew makes another.

    ``basis`` names the opinions on which it rests: once one of them is corrected, or a member is replaced,
    it no longer stands, and with it its signatures.
    """

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="resolutions")
    number = models.PositiveSmallIntegerField(_("version"))
    conclusion = models.CharField(_("conclusion"), max_length=20, choices=Panel.Conclusion)
    opinion = models.TextField(_("opinion of the panel"))
    advises_rejection = models.BooleanField(_("advises to reject for good"), default=False)
    rejection_reason = models.TextField(_("why it advises to reject for good"), blank=True)
    met_on = models.DateField(_("date of the meeting"))
    place = models.CharField(_("place of the meeting"), max_length=120)
    basis = models.JSONField()
    drawn_up_at = models.DateTimeField(_("drawn up at"), default=timezone.now)
    drawn_up_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("resolution of a panel")
        verbose_name_plural = _("resolutions of panels")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "number"], name="resolution_version_once"),
            models.CheckConstraint(condition=~Q(opinion="") & ~Q(place=""), name="resolution_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.panel} v{self.number}"

    @property
    def due(self) -> date:
        """Return the last day for signing it."""
        place = self.panel.project.jurisdiction_id
        days = int(value_of("panel_signing_working_days", jurisdiction_id=place))
        return add_working_days(timezone.localdate(self.drawn_up_at), days)

    @property
    def is_overdue(self) -> bool:
        return timezone.localdate() > self.due

    def unsigned(self) -> list[PanelMember]:
        """Return the sitting members who have neither signed nor dissented, nor were found silent."""
        return list(self.panel.members.sitting().with_people().exclude(signatures__resolution=self))


class PanelSignature(AppendOnlyModel):
    """How one member stands to the resolution (政府采购法实施条例 art. 41): silence counts as agreement."""

    class Stance(models.TextChoices):
        AGREES = "agrees", _("Agrees")
        DISSENTS = "dissents", _("Dissents")
        SILENT = "silent", _("Did not sign; counts as agreement")

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="signatures")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="signatures")
    stance = models.CharField(_("stance"), max_length=10, choices=Stance)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature of a panel member")
        verbose_name_plural = _("signatures of panel members")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["resolution", "member"], name="panel_signature_once"),
            models.CheckConstraint(
                condition=Q(stance="agrees", reason="")
                | Q(stance__in=["dissents", "silent"]) & ~Q(reason=""),
                name="panel_signature_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_stance_display()}"
