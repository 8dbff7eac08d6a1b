from django.db import models
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from projects.models.project import Project


class Follow(models.Model):
    """A person wants to see on their home page what changes in a project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="followers")
    user = models.ForeignKey(User, models.CASCADE, related_name="follows")
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("followed project")
        verbose_name_plural = _("followed projects")
        constraints = [models.UniqueConstraint(fields=["user", "project"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.user} → {self.project}"
