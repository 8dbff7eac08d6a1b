from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Organization, User
from projects.models import DocumentVersion, Project


class QualityIssueQuerySet(models.QuerySet["QualityIssue"]):
    def is_blocked(self) -> bool:
        """Tell whether a blocking issue is open; one that is rectified blocks until it is closed."""
        return self.filter(is_blocking=True, closed_at__isnull=True).exists()


class QualityIssue(models.Model):
    """A fault that the office, the user unit or the supervisor found; clause 三(三)3.

    The construction entity rectifies it; whoever raised it, or the supervisor, closes it.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="quality_issues")
    title = models.CharField(_("issue"), max_length=120)
    description = models.TextField(_("description"))
    is_blocking = models.BooleanField(
        _("blocks the trial run"),
        default=False,
        help_text=_("The trial run cannot start before this issue is closed."),
    )
    due_on = models.DateField(_("rectify by"))
    raised_at = models.DateTimeField(_("raised at"), default=timezone.now)
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("raised by"))
    raised_for = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    rectification = models.TextField(_("how it was rectified"), blank=True)
    rectified_at = models.DateTimeField(_("rectified at"), null=True)
    rectified_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proof = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, related_name="+", verbose_name=_("proof")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = QualityIssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("quality issue")
        verbose_name_plural = _("quality issues")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rectified_at__isnull=True, rectified_by__isnull=True, rectification="")
                | (Q(rectified_at__isnull=False, rectified_by__isnull=False) & ~Q(rectification="")),
                name="issue_rectification_paired",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False, rectified_at__isnull=False),
                name="issue_closed_after_rectification",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """Return ``open``, ``rectified`` (waits to be closed) or ``closed``."""
        if self.closed_at:
            return "closed"
        return "rectified" if self.rectified_at else "open"

    @property
    def is_overdue(self) -> bool:
        return self.rectified_at is None and self.due_on < timezone.localdate()
