"""What is made public: a call for schemes, a tender, an award, and clarifications of the first two."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import User
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from projects.models import DocumentVersion, Project


class Notice(models.Model):
    """A public notice: a draft until it is published, and from then on not to be changed."""

    title = models.CharField(_("title of the notice"), max_length=200, blank=True)
    text = models.TextField(_("text of the notice"), blank=True)
    contact = models.CharField(
        _("contact"),
        max_length=200,
        blank=True,
        help_text=_("Who answers questions: name, telephone, address."),
    )
    files = models.ManyToManyField(DocumentVersion, related_name="+", verbose_name=_("public documents"))
    revision = models.PositiveIntegerField(
        default=0, editable=False, help_text="Counts the saves of the draft, so that none is overwritten."
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    REQUIRED: tuple[str, ...] = ("title", "text", "contact")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False) & ~Q(title="") & ~Q(text=""),
                name="%(class)s_publication_paired",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def was_public_at(self, moment: datetime) -> bool:
        """Tell whether it was published by then; the pickers of browsers know minutes only."""
        return self.published_at is not None and moment >= self.published_at.replace(second=0, microsecond=0)

    def missing(self) -> list[str]:
        """Return the labels of what is still to be filled in before it can be published."""
        fields = [self._meta.get_field(name) for name in self.REQUIRED]
        empty: list[Any] = [field for field in fields if getattr(self, field.name) in (None, "")]
        return [str(field.verbose_name) for field in empty]


class SolicitationQuerySet(models.QuerySet["Solicitation"]):
    def published(self) -> SolicitationQuerySet:
        return self.filter(published_at__isnull=False)

    def is_published(self) -> bool:
        return self.published().exists()

    def draft(self) -> Solicitation | None:
        """Return the call of a project that is being written, of which there is one at most."""
        return self.filter(published_at__isnull=True).first()

    def current(self) -> Solicitation | None:
        """Return the call of a project that counts: the one published last."""
        return self.published().order_by("-sequence").first()

    def ends_on(self) -> date | None:
        """Return the day until which schemes are received."""
        notice = self.current()
        return timezone.localdate(notice.deadline) if notice and notice.deadline else None

    def are_awaited(self) -> bool:
        """Tell whether schemes may still come in."""
        notice = self.current()
        return notice is not None and not notice.is_over

    def is_over(self) -> bool:
        """Tell whether the time for schemes is up; it is not before there is a call."""
        notice = self.current()
        return notice is not None and notice.is_over


class Solicitation(Notice):
    """The public call for design schemes, clause 三(三)1; another one where the first led to no choice."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="solicitations")
    sequence = models.PositiveSmallIntegerField(_("number of the call"), default=1, editable=False)
    requirements = models.TextField(_("requirements for schemes"), blank=True)
    deadline = models.DateTimeField(_("deadline for schemes"), null=True, blank=True)

    objects = SolicitationQuerySet.as_manager()

    REQUIRED = ("title", "text", "requirements", "deadline", "contact")

    class Meta(Notice.Meta):
        verbose_name = _("solicitation notice")
        verbose_name_plural = _("solicitation notices")
        indexes = [models.Index(fields=["-published_at", "-id"], name="solicitation_recent")]
        constraints = [
            *Notice.Meta.constraints,
            models.UniqueConstraint(fields=["project", "sequence"], name="solicitation_sequence_once"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(published_at__isnull=True), name="solicitation_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(deadline__gt=models.F("published_at")),
                name="solicitation_deadline_after_publication",
            ),
        ]

    def was_over_at(self, moment: datetime) -> bool:
        """Tell whether the deadline for schemes had passed by then."""
        return self.deadline is not None and moment > self.deadline

    @property
    def is_over(self) -> bool:
        return self.was_over_at(timezone.now())


class Clarification(AppendOnlyModel):
    """What corrects or explains a published notice; the notice itself stays as it was."""

    solicitation = models.ForeignKey(
        Solicitation, models.PROTECT, null=True, related_name="clarifications", editable=False
    )
    tender = models.ForeignKey(
        "procurement.Tender", models.PROTECT, null=True, related_name="clarifications", editable=False
    )
    text = models.TextField(_("text of the clarification"))
    published_at = models.DateTimeField(_("published at"), default=timezone.now, editable=False)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("clarification notice")
        verbose_name_plural = _("clarification notices")
        constraints = [
            models.CheckConstraint(
                condition=Q(solicitation__isnull=False, tender__isnull=True)
                | Q(solicitation__isnull=True, tender__isnull=False),
                name="clarification_of_one_notice",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
