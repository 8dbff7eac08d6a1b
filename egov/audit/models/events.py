from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.audit.models.append_only import AppendOnlyModel, AppendOnlyQuerySet

if TYPE_CHECKING:
    from egov.audit.models.particulars import Particulars


class Part(models.TextChoices):
    """Whom particulars name."""

    ACTOR = "actor", _("Whoever acted")
    OBJECT = "object", _("On whom it was done")


class EventQuerySet(AppendOnlyQuerySet["Event"]):
    def with_people(self) -> EventQuerySet:
        """Read along what names persons, in one query for all events."""
        return self.prefetch_related("particulars")


class Event(AppendOnlyModel):
    """One deed, or one refusal: who, acting for whom, did what to what, when, from where, and why.

    No foreign keys: names and ids are kept as they were, so the trail never blocks live data and
    outlives what it speaks of. ``hash`` covers every other column, ``previous`` among them, which is
    the hash of the event before it in the same chain. What names a person is kept in ``Particulars``;
    here stand only the digests of it.
    """

    chain = models.CharField(max_length=40)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField(_("time"), default=timezone.now, editable=False)
    verb = models.CharField(_("deed"), max_length=80)
    refused = models.BooleanField(_("refused"), default=False)
    actor_id = models.BigIntegerField(null=True)
    organization_id = models.BigIntegerField(null=True)
    organization_name = models.CharField(_("organization"), max_length=200, blank=True)
    capacity = models.CharField(_("capacity"), max_length=40, blank=True)
    roles = models.CharField(_("roles"), max_length=200, blank=True)
    jurisdiction_id = models.BigIntegerField(null=True)
    project_id = models.BigIntegerField(null=True)
    object_type = models.CharField(_("kind of object"), max_length=80, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    object_label = models.CharField(_("object"), max_length=300, blank=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    actor_digest = models.CharField(max_length=64, blank=True)
    object_digest = models.CharField(max_length=64, blank=True)
    form = models.PositiveSmallIntegerField()
    algorithm = models.CharField(max_length=10)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["at", "id"], name="event_by_time"),
            models.Index(fields=["project_id", "at", "id"], name="event_by_project"),
            models.Index(fields=["jurisdiction_id", "at", "id"], name="event_by_jurisdiction"),
            models.Index(fields=["actor_id", "at", "id"], name="event_by_actor"),
            models.Index(fields=["organization_id", "at", "id"], name="event_by_organization"),
            models.Index(fields=["verb", "at", "id"], name="event_by_verb"),
            models.Index(fields=["at", "id"], name="event_refused", condition=Q(refused=True)),
            models.Index(fields=["at", "id"], name="event_with_reason", condition=~Q(reason="")),
            models.Index(fields=["object_type", "object_id", "at", "id"], name="event_by_object"),
            models.Index(fields=["request_id"], name="event_by_request", condition=~Q(request_id="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="event_once_in_chain"),
            models.CheckConstraint(condition=Q(sequence__gt=0), name="event_sequence_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}#{self.sequence} {self.verb}"

    def particulars_of(self, part: str) -> Particulars | None:
        """Return what names whoever acted, or the person on whom it was done; None where nobody is named."""
        return next((one for one in self.particulars.all() if one.part == part), None)

    @property
    def actor_name(self) -> str:
        actor = self.particulars_of(Part.ACTOR)
        return actor.shown_name if actor else ""

    @property
    def ip(self) -> str:
        actor = self.particulars_of(Part.ACTOR)
        return actor.ip if actor else ""

    @property
    def object_name(self) -> str:
        """Return what it was done to: the name of a person, or the label of anything else."""
        person = self.particulars_of(Part.OBJECT)
        return person.shown_name if person else self.object_label
