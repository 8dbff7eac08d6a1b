from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Chain(models.Model):
    """The head of a chain of events: how long it is, and the hash of its last event.

    Its row is what the writers of one chain wait for; writers of different chains never meet. The
    database lets it only grow, one event at a time. ``trail verify`` does not believe it.
    """

    key = models.CharField(primary_key=True, max_length=40)
    jurisdiction_id = models.BigIntegerField(null=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("chain")
        verbose_name_plural = _("chains")
        indexes = [models.Index(fields=["jurisdiction_id", "key"], name="chain_by_jurisdiction")]

    def __str__(self) -> str:
        return self.key

    @staticmethod
    def key_for(*, project_id: int | None, jurisdiction_id: int | None) -> str:
        """Return the chain of an event: its project's, else its jurisdiction's, else the platform's."""
        if project_id is not None:
            return f"project:{project_id}"
        return f"jurisdiction:{jurisdiction_id}" if jurisdiction_id is not None else "platform"
