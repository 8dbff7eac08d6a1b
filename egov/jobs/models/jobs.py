from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egov.accounts.acting import Actor
from egov.accounts.models import Membership, User
from egov.policy.rules import value_of

RESENT_AFTER = timedelta(minutes=10)
"""How long a job may wait for its turn before its message to the workers is taken for lost."""


def result_path(job: Job, filename: str) -> str:
    """Return a path that tells nothing of the content."""
    return f"{job.folder}/{uuid.uuid4().hex}"


def lease() -> timedelta:
    """Return how long a worker may give no sign of life before its job is taken from it."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


class JobQuerySet(models.QuerySet["Job"]):
    def of(self, actor: Actor) -> JobQuerySet:
        """Return those that this person started."""
        return self.filter(user=actor.user)

    def orphaned(self) -> JobQuerySet:
        """Return those whose worker fell silent, and those that no worker ever heard of."""
        now = timezone.now()
        silent = Q(state=Job.State.RUNNING, seen_at__lt=now - lease())
        unheard = Q(state=Job.State.QUEUED, seen_at__lt=now - RESENT_AFTER)
        return self.filter(silent | unheard).order_by("created_at")

    def expired(self) -> JobQuerySet:
        """Return those of which nothing need be kept any longer, and something still is."""
        return self.filter(expires_at__lte=timezone.now(), emptied_at__isnull=True)


class Job(models.Model):
    """Background work that a person started: its progress, and what came of it.

    One worker at a time holds it. ``run`` counts the holders; whoever lost it to the next one finds that
    nothing can be written any more. ``seen_at`` is the holder's last sign of life.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting for its turn")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", pgettext_lazy("background job", "Failed")
        CANCELLED = "cancelled", pgettext_lazy("background job", "Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    user = models.ForeignKey(User, models.CASCADE, related_name="jobs")
    membership = models.ForeignKey(Membership, models.CASCADE, null=True, related_name="+")
    task = models.CharField(max_length=120, blank=True, help_text="The task that does it, to send it again.")
    parameters = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    run = models.PositiveIntegerField(default=0)
    losses = models.PositiveSmallIntegerField(default=0, help_text="How many workers were lost over it.")
    seen_at = models.DateTimeField(default=timezone.now)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.FileField(upload_to=result_path, max_length=120, blank=True)
    result_name = models.CharField(max_length=200, blank=True)
    failure = models.TextField(_("why it failed"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(_("kept until"), null=True)
    emptied_at = models.DateTimeField(null=True, help_text="When its files were deleted.")

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="job_by_user"),
            models.Index(
                fields=["seen_at"], condition=Q(state__in=["queued", "running"]), name="job_alive_by_sign"
            ),
            models.Index(fields=["expires_at"], condition=Q(emptied_at__isnull=True), name="job_by_expiry"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
                name="job_end_paired",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def folder(self) -> str:
        """Where its files lie in the storage."""
        return f"jobs/{self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}

    @property
    def was_begun(self) -> bool:
        """Whether a worker has it, or had it when it fell silent."""
        return self.state == self.State.RUNNING

    @property
    def is_ready(self) -> bool:
        """Whether there is something to download."""
        return bool(self.result) and not self.is_expired

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def can_be_retried(self) -> bool:
        return self.state == self.State.FAILED and bool(self.task) and not self.is_expired

    def kept_until(self) -> datetime:
        """Return until when its files are kept if it ends now."""
        place = self.actor().jurisdiction
        days = value_of("job_result_days", jurisdiction_id=place.pk if place else None)
        return timezone.now() + timedelta(days=int(days))

    def held(self) -> JobQuerySet:
        """Return the job, if it is still in the hands of the worker that read this row."""
        return Job.objects.filter(pk=self.pk, run=self.run, state=self.State.RUNNING)

    def actor(self) -> Actor:
        """Return who started it, acting as they did."""
        return Actor(user=self.user, membership=self.membership)
