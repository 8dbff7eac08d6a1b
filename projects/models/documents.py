from __future__ import annotations

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Organization, User
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from projects.flow import Stage
from projects.models.project import Project


class DocumentKind(models.TextChoices):
    """Documents that the process knows (``process.md`` §4)."""

    FEASIBILITY_REPORT = "feasibility_report", _("Feasibility report")
    REQUIREMENTS_REPORT = "requirements_report", _("Requirements report")
    ARGUMENTATION_OPINION = "argumentation_opinion", _("Argumentation opinion")
    REVISION = "revision", _("Revision after argumentation")
    MEETING_RECORD = "meeting_record", _("Meeting record")
    INITIATION_APPROVAL = "initiation_approval", _("Initiation approval")
    SOLICITATION = "solicitation", _("Solicitation document")
    SCHEME = "scheme", _("Scheme")
    SCHEME_REVIEW_REPORT = "scheme_review_report", _("Scheme review report")
    OPTIMISED_DESIGN = "optimised_design", _("Optimized design")
    BUDGET_ESTIMATE = "budget_estimate", _("Budget estimate")
    TENDER_DOCUMENT = "tender_document", _("Tender document")
    BID = "bid", _("Bid")
    OPENING_RECORD = "opening_record", _("Opening record")
    EVALUATION_REPORT = "evaluation_report", _("Bid evaluation report")
    AWARD_NOTICE = "award_notice", _("Award notice")
    AWARD_LETTER = "award_letter", _("Letter of award")
    CONTRACT = "contract", _("Contract")
    SUPERVISION_CONTRACT = "supervision_contract", _("Supervision contract")
    SUPERVISION_REPORT = "supervision_report", _("Supervision report")
    PROGRESS_REPORT = "progress_report", _("Progress report")
    CHANGE_ORDER = "change_order", _("Change order")
    INVOICE = "invoice", _("Invoice")
    TRIAL_RUN_REPORT = "trial_run_report", _("Trial-run report")
    PRELIMINARY_ACCEPTANCE = "preliminary_acceptance", _("Preliminary acceptance report")
    SUB_ACCEPTANCE = "sub_acceptance", _("Sub-acceptance report")
    ACCEPTANCE_OPINION = "acceptance_opinion", _("Acceptance opinion")
    ACCEPTANCE_CERTIFICATE = "acceptance_certificate", _("Acceptance certificate")
    MAINTENANCE_PLAN = "maintenance_plan", _("Operation and maintenance plan")
    PERFORMANCE_REPORT = "performance_report", _("Performance evaluation report")
    OTHER = "other", _("Other")


REPORTS = (DocumentKind.FEASIBILITY_REPORT, DocumentKind.REQUIREMENTS_REPORT)
"""The two reports that belong to the application, clause 三(二)1."""

BEFORE_SUBMISSION = frozenset({Stage.DRAFT, Stage.PROPOSED, Stage.DEFERRED, Stage.PLANNED, Stage.RETURNED})
"""Stages in which the owner unit may still change the reports of its application."""


class DocumentQuerySet(models.QuerySet["Document"]):
    def standing(self) -> DocumentQuerySet:
        """Return those not removed."""
        return self.filter(removed_at__isnull=True)

    def holds(self, kind: str) -> bool:
        return self.standing().filter(kind=kind).exists()


class Document(models.Model):
    """A paper of a project. What was filed stays: a new file is a new version."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=30, choices=DocumentKind)
    title = models.CharField(_("title"), max_length=200)
    removed_at = models.DateTimeField(_("removed at"), null=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="document_removal_paired",
            )
        ]

    def __str__(self) -> str:
        return self.title


def storage_path(version: DocumentVersion, filename: str) -> str:
    """Return a path that tells nothing of the content; the name people gave is a column."""
    return f"documents/{timezone.now():%Y/%m}/{uuid.uuid4().hex}"


class DocumentVersion(AppendOnlyModel):
    """A file as it was uploaded, with the digest of its content. Never changed, never deleted."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    file = models.FileField(_("file"), upload_to=storage_path, max_length=120)
    name = models.CharField(_("file name"), max_length=255)
    media_type = models.CharField(_("media type"), max_length=120)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    visit = models.PositiveIntegerField(
        default=0, help_text="The project's visit when it was filed: once a step is taken, it stays."
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("file version")
        verbose_name_plural = _("file versions")
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """The address under which it is downloaded; its end is the name for people."""
        return reverse("projects:download", args=[self.document.project.number, self.pk, self.name])

    @property
    def short_digest(self) -> str:
        return self.sha256[:12]

    def is_evidence(self) -> bool:
        """Tell whether a record elsewhere (a decision, an approval, a contract) rests on it."""
        for relation in self._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.ManyToOneRel):
                others = relation.related_model._base_manager
                if others.filter(**{relation.field.name: self}).exists():
                    return True
        return False
