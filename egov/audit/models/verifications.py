from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.audit.models.append_only import AppendOnlyModel, AppendOnlyQuerySet


class VerificationQuerySet(AppendOnlyQuerySet["Verification"]):
    def newest(self) -> Verification | None:
        return self.order_by("-pk").first()


class Verification(AppendOnlyModel):
    """That the trail was verified, how far it went, and what was found (none is good news)."""

    started_at = models.DateTimeField(_("begun at"))
    finished_at = models.DateTimeField(_("finished at"), default=timezone.now)
    events = models.PositiveBigIntegerField(_("events"))
    chains = models.PositiveBigIntegerField(_("chains"))
    checkpoint = models.PositiveBigIntegerField(_("newest checkpoint"))
    files = models.JSONField(_("checkpoints kept elsewhere"), default=list)
    findings = models.JSONField(_("findings"), default=list)
    unnamed = models.PositiveBigIntegerField(_("further findings"), default=0)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification of the trail")
        verbose_name_plural = _("verifications of the trail")

    def __str__(self) -> str:
        return f"{self.finished_at:%Y-%m-%d %H:%M}"

    @property
    def holds(self) -> bool:
        return not self.findings
