"""Draws, each in three records that are written once: opened, closed, made. Or given up, with a reason."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from reviews.lottery import ClosedList, closed_list
from reviews.models.panels import Panel


class DrawQuerySet(AppendOnlyQuerySet["Draw"]):
    def standing(self) -> DrawQuerySet:
        """Return those not given up."""
        return self.filter(abandonment__isnull=True)

    def under_way(self) -> DrawQuerySet:
        """Return those that are opened and not made yet."""
        return self.standing().filter(closing__result__isnull=True)

    def made(self) -> DrawQuerySet:
        made = self.filter(closing__result__isnull=False).select_related("closing__result")
        return made.defer("closing__content")

    def told(self) -> DrawQuerySet:
        """Read along everything that belongs to a draw, and who did it; its list is read when asked for."""
        return self.select_related(
            *(
                "panel__project",
                "opened_by",
                "closing__closed_by",
                "closing__result__made_by",
                "abandonment__by",
            )
        ).defer("closing__content")


class Draw(AppendOnlyModel):
    """A draw that was opened: its seed is fixed and published by its digest, before the list is closed.

    A new seed is a new draw with a number of its own. ``asks`` are the specialties with seats and reserves.
    """

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="draws")
    number = models.CharField(_("number of the draw"), max_length=30, unique=True)
    sequence = models.PositiveSmallIntegerField(_("draw of this panel"))
    reason = models.TextField(_("why another draw"), blank=True)
    asks = models.JSONField(_("seats"), default=list)
    commitment = models.CharField(_("digest of the seed"), max_length=64)
    seed_sealed = models.TextField()
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("opened by"))

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "sequence"], name="draw_sequence_once"),
            models.CheckConstraint(
                condition=Q(sequence=1) | Q(sequence__gt=1) & ~Q(reason=""), name="draw_again_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def list_(self) -> CandidateList | None:
        """Return the closed list, if there is one."""
        return getattr(self, "closing", None)

    @property
    def result(self) -> DrawResult | None:
        return getattr(self.list_, "result", None)

    @property
    def given_up(self) -> Abandonment | None:
        return getattr(self, "abandonment", None)

    @property
    def is_under_way(self) -> bool:
        return self.result is None and self.given_up is None

    def drawn_for(self, what: str, specialty: str) -> list[str]:
        """Return the numbers of those drawn for a specialty, in order; ``what`` is "seats" or "reserves"."""
        drawn = self.result.document()[what] if self.result else []
        return [one["number"] for one in drawn if one["specialty"] == specialty]

    def record(self) -> dict[str, Any]:
        """Return what anybody needs to make the draw again. Raises ``ValueError`` before it is made."""
        closed, result = self.list_, self.result
        if closed is None or result is None:
            raise ValueError(f"{self.number} has not been made.")
        return {
            "number": self.number,
            "commitment": self.commitment,
            "list": closed.content,
            "list_digest": closed.digest,
            "seed": result.seed,
            "word": result.word,
            "result": result.content,
            "result_digest": result.digest,
        }


class CandidateList(AppendOnlyModel):
    """The list of candidates of one draw, closed: its exact text, and the digest of that."""

    draw = models.OneToOneField(Draw, models.PROTECT, related_name="closing")
    content = models.TextField(_("list"))
    digest = models.CharField(_("digest of the list"), max_length=64)
    candidates = models.PositiveIntegerField(_("candidates"))
    eligible = models.PositiveIntegerField(_("eligible"))
    closed_at = models.DateTimeField(_("closed at"), default=timezone.now)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("closed by"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of candidates")
        verbose_name_plural = _("lists of candidates")
        constraints = [
            models.CheckConstraint(
                condition=Q(eligible__lte=models.F("candidates")), name="draw_eligible_within_candidates"
            )
        ]

    def __str__(self) -> str:
        return f"{self.draw} ({self.eligible}/{self.candidates})"

    def listed(self) -> ClosedList:
        """Return the list as it can be asked: who is on it, and who is left out."""
        return closed_list(self.content)


class DrawResult(AppendOnlyModel):
    """What followed from seed and list: the seed revealed, and who was drawn in which order."""

    closing = models.OneToOneField(CandidateList, models.PROTECT, related_name="result")
    seed = models.CharField(_("seed"), max_length=64)
    word = models.CharField(_("word of those who watched"), max_length=40, blank=True)
    content = models.TextField(_("result"))
    digest = models.CharField(_("digest of the result"), max_length=64)
    made_at = models.DateTimeField(_("drawn at"), default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("drawn by"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of a draw")
        verbose_name_plural = _("results of draws")

    def __str__(self) -> str:
        return str(self.closing.draw)

    def document(self) -> dict[str, list[dict[str, str]]]:
        """Return the result as it is written: ``seats`` and ``reserves`` with specialty and number."""
        found: dict[str, list[dict[str, str]]] = json.loads(self.content)
        return found


class Abandonment(AppendOnlyModel):
    """A draw that was given up before it was made, and why."""

    draw = models.OneToOneField(Draw, models.PROTECT, related_name="abandonment")
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("given up at"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("abandoned draw")
        verbose_name_plural = _("abandoned draws")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="draw_abandoned_for_a_reason")]

    def __str__(self) -> str:
        return f"{self.draw}: {self.reason}"
