from typing import Any, NoReturn, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_Row_co = TypeVar("_Row_co", bound=models.Model, covariant=True)


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete what has been recorded."""


class AppendOnlyQuerySet(models.QuerySet[_Row_co]):
    """Refuses in Python, with a clear error, what the database's triggers refuse as well."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self.model._meta.label} is append-only.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError(f"{self.model._meta.label} is append-only.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self.model._meta.label} is append-only.")


class AppendOnlyModel(models.Model):
    """A record that is written once. Pair it with ``triggers.append_only`` in its migration."""

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{self._meta.label} is append-only.")
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self._meta.label} is append-only.")


class Event(AppendOnlyModel):
    """One deed, or one refusal: who, acting for whom, did what to what, when, from where, and why.

    No foreign keys: names and ids are kept as they were, so the trail never blocks live data and
    outlives what it speaks of.
    """

    at = models.DateTimeField(_("time"), default=timezone.now, editable=False)
    verb = models.CharField(_("deed"), max_length=80)
    refused = models.BooleanField(_("refused"), default=False)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("person"), max_length=150, blank=True)
    organization_id = models.BigIntegerField(null=True)
    organization_name = models.CharField(_("organization"), max_length=200, blank=True)
    capacity = models.CharField(_("capacity"), max_length=40, blank=True)
    jurisdiction_id = models.BigIntegerField(null=True)
    project_id = models.BigIntegerField(null=True)
    object_type = models.CharField(_("kind of object"), max_length=80, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    object_label = models.CharField(_("object"), max_length=300, blank=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    ip = models.GenericIPAddressField(_("address"), null=True)
    request_id = models.CharField(max_length=36, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["project_id", "id"], name="event_by_project"),
            models.Index(fields=["jurisdiction_id", "id"], name="event_by_jurisdiction"),
            models.Index(fields=["actor_id", "id"], name="event_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.object_label}"
