"""What auditors keep for themselves: findings, which only they read, and searches that they use again."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.acting import Actor
from egov.accounts.models import Jurisdiction, Organization, User
from egov.accounts.roles import Permission
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet, Event
from projects.models import Project


class NoteQuerySet(AppendOnlyQuerySet["Note"]):
    def visible_to(self, actor: Actor) -> NoteQuerySet:
        """Return the findings of the auditors of the actor's jurisdiction; to anybody else there are none."""
        if actor.jurisdiction is None or not actor.may(Permission.KEEP_FINDINGS):
            return self.none()
        return self.filter(jurisdiction=actor.jurisdiction)

    def with_latest(self) -> Any:
        """Add what stands now: ``text``, ``severity``, ``state``, ``number`` of the last revision."""
        last = NoteRevision.objects.filter(note=OuterRef("pk")).order_by("-number")
        return self.annotate(
            text=Subquery(last.values("text")[:1]),
            severity=Subquery(last.values("severity")[:1]),
            state=Subquery(last.values("state")[:1]),
            number=Subquery(last.values("number")[:1]),
        )

    def open(self) -> Any:
        """Return those that are not settled."""
        return self.with_latest().filter(state=NoteRevision.State.OPEN)


class Note(AppendOnlyModel):
    """A finding of an audit or supervision bureau: on a project, an event, or what a red flag shows.

    ``about`` keeps what it was written on as it read then: a flag's figures change with the project.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, related_name="+", verbose_name=_("project")
    )
    event = models.ForeignKey(
        Event, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, verbose_name=_("event")
    )
    flag = models.CharField(_("red flag"), max_length=40, blank=True)
    flagged = models.CharField(max_length=20, blank=True, help_text="Which row of the flag's list.")
    about = models.CharField(_("about"), max_length=500)
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("opened by"))

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit finding")
        verbose_name_plural = _("audit findings")
        indexes = [
            models.Index(fields=["jurisdiction", "-id"], name="note_by_jurisdiction"),
            models.Index(fields=["flag", "flagged"], name="note_by_flag", condition=~Q(flag="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=False) | Q(event__isnull=False), name="note_on_something"
            ),
            models.CheckConstraint(
                condition=Q(flag="", flagged="") | ~Q(flag="") & ~Q(flagged=""), name="note_flag_paired"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Finding %(number)s")) % {"number": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("dashboard:note", args=[self.pk])


class NoteRevision(AppendOnlyModel):
    """What a finding says; a later revision stands beside the earlier ones, which stay."""

    class Severity(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary matter")
        CONSIDERABLE = "considerable", _("Considerable matter")
        GRAVE = "grave", _("Grave matter")

    class State(models.TextChoices):
        OPEN = "open", _("Open matter")
        SETTLED = "settled", _("Settled matter")

    note = models.ForeignKey(Note, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("revision"))
    text = models.TextField(_("finding text"))
    severity = models.CharField(_("severity"), max_length=20, choices=Severity)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    at = models.DateTimeField(_("written at"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision of a finding")
        verbose_name_plural = _("revisions of findings")
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="note_revision_once"),
            models.CheckConstraint(condition=~Q(text=""), name="note_revision_says_something"),
            models.CheckConstraint(
                condition=Q(severity__in=["ordinary", "considerable", "grave"]), name="note_severity_known"
            ),
            models.CheckConstraint(condition=Q(state__in=["open", "settled"]), name="note_state_known"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class SavedSearch(models.Model):
    """A search over the trail that a person named, to use it again; its address can be sent to others."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name of the search"), max_length=60)
    query = models.CharField(max_length=1000)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_search_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return f"{reverse('dashboard:trail')}?{self.query}"
