from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.jobs.models.jobs import Job


def piece_path(piece: Piece, filename: str) -> str:
    """Return where a piece lies: it is called by its content."""
    return f"{piece.job.folder}/pieces/{piece.sha256}"


class PieceQuerySet(models.QuerySet["Piece"]):
    def offered(self) -> PieceQuerySet:
        """Return those that whoever started the job can download."""
        return self.exclude(name="").order_by("pk")


class Piece(models.Model):
    """A part of a job's work that is done: whoever goes on with the job finds it and does not do it again."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="pieces")
    key = models.CharField(max_length=200)
    name = models.CharField(
        max_length=200, blank=True, help_text="Offered for download under this name, beside the result."
    )
    file = models.FileField(upload_to=piece_path, max_length=160)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("size"))
    facts = models.JSONField(default=dict, help_text="What the next step needs to know of it.")
    made_at = models.DateTimeField(default=timezone.now)

    objects = PieceQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece of a job")
        verbose_name_plural = _("pieces of a job")
        constraints = [models.UniqueConstraint(fields=["job", "key"], name="piece_made_once")]

    def __str__(self) -> str:
        return self.key
