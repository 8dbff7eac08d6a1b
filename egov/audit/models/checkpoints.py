from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from egov.audit.canonical import canonical, digest
from egov.audit.merkle import Head
from egov.audit.models.append_only import AppendOnlyModel, AppendOnlyQuerySet

FORMAT = "egov-trail-checkpoint/1"


class CheckpointQuerySet(AppendOnlyQuerySet["Checkpoint"]):
    def newest(self) -> Checkpoint | None:
        return self.order_by("-number").first()


class Checkpoint(AppendOnlyModel):
    """The heads of all chains at a moment, signed: what stood then can no longer be rebuilt unseen.

    ``root`` is that of a Merkle tree over all heads, ``moved`` over those that had moved since the
    checkpoint before: only these are kept. ``previous`` is the digest of that checkpoint's statement, so
    that none can be taken out of the middle.
    """

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    made_at = models.DateTimeField(_("made at"))
    algorithm = models.CharField(max_length=10)
    chains = models.PositiveBigIntegerField(_("chains"))
    events = models.PositiveBigIntegerField(_("events"))
    root = models.CharField(max_length=64)
    moved = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    signer = models.CharField(_("key"), max_length=64)
    signature = models.CharField(max_length=200)

    objects = CheckpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        constraints = [models.CheckConstraint(condition=Q(number__gt=0), name="checkpoint_from_one")]

    def __str__(self) -> str:
        return str(self.number)

    def told(self) -> dict[str, Any]:
        """Return what the signature covers."""
        return {
            "format": FORMAT,
            "number": self.number,
            "made_at": self.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "algorithm": self.algorithm,
            "chains": self.chains,
            "events": self.events,
            "root": self.root,
            "moved": self.moved,
            "previous": self.previous,
        }

    def statement(self) -> bytes:
        """Return the bytes that are signed."""
        return canonical(self.told())

    def digest(self) -> str:
        """Return what the next checkpoint keeps of this one."""
        return digest(self.algorithm, self.statement())

    def heads(self) -> list[Head]:
        """Return the heads that it signed: of each chain the last one kept up to then."""
        kept = CheckpointHead.objects.filter(checkpoint__lte=self)
        rows = kept.order_by("chain", "checkpoint").values_list("chain", "length", "head")
        return sorted({chain: (chain, length, head) for chain, length, head in rows.iterator()}.values())


class CheckpointHead(AppendOnlyModel):
    """The head of one chain in a checkpoint; kept only where it had moved since the checkpoint before."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="moved_heads")
    chain = models.CharField(max_length=40)
    length = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("head in a checkpoint")
        verbose_name_plural = _("heads in checkpoints")
        indexes = [models.Index(fields=["chain", "checkpoint"], name="checkpoint_head_by_chain")]
        constraints = [models.UniqueConstraint(fields=["checkpoint", "chain"], name="checkpoint_head_once")]

    def __str__(self) -> str:
        return f"{self.chain}#{self.length}"
