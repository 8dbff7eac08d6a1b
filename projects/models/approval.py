from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Organization, User
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from projects.models.documents import DocumentVersion
from projects.models.project import Project


class ApprovalRequest(AppendOnlyModel):
    """The office's request (请示) to the municipal government, clause 三(二)3."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="approval_requests")
    visit = models.PositiveIntegerField()
    document_number = models.CharField(_("document number"), max_length=40)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text of the request"))
    filed_at = models.DateTimeField(_("filed at"), default=timezone.now)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for approval")
        verbose_name_plural = _("requests for approval")
        constraints = [models.UniqueConstraint(fields=["project", "visit"], name="approval_request_once")]

    def __str__(self) -> str:
        return self.document_number


class DecisionQuerySet(AppendOnlyQuerySet["Decision"]):
    def approves(self) -> bool:
        return self._here(Decision.Outcome.APPROVE)

    def rejects(self) -> bool:
        return self._here(Decision.Outcome.REJECT)

    def terminates(self) -> bool:
        return self._here(Decision.Outcome.TERMINATE)

    def _here(self, outcome: str) -> bool:
        return self.filter(outcome=outcome, visit=F("project__visit")).exists()


class Decision(AppendOnlyModel):
    """A decision of the municipal government with its meeting record, clause 三(二)3."""

    class Outcome(models.TextChoices):
        APPROVE = "approve", _("Approve")
        REJECT = "reject", _("Reject")
        TERMINATE = "terminate", _("Terminate")

    project = models.ForeignKey(Project, models.PROTECT, related_name="decisions")
    visit = models.PositiveIntegerField()
    outcome = models.CharField(_("decision"), max_length=20, choices=Outcome)
    meeting = models.CharField(_("meeting"), max_length=120)
    meeting_on = models.DateField(_("date of the meeting"))
    record = models.ForeignKey(
        DocumentVersion, models.PROTECT, related_name="+", verbose_name=_("meeting record")
    )
    construction_entity = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("construction entity"),
    )
    approved_investment = models.DecimalField(
        _("approved investment"), max_digits=14, decimal_places=2, null=True
    )
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(_("decided at"), default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["project", "visit"], name="decision_once_per_stay"),
            models.CheckConstraint(
                condition=Q(outcome="approve") | ~Q(reason=""), name="decision_no_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(outcome="approve", construction_entity__isnull=False, approved_investment__gt=0)
                | ~Q(outcome="approve")
                & Q(construction_entity__isnull=True, approved_investment__isnull=True),
                name="decision_yes_names_builder_and_money",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.meeting}"


class InitiationApproval(AppendOnlyModel):
    """The initiation approval (立项批复), numbered 〔year〕n without gaps and stored as it was issued."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="initiation_approvals")
    issuer = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("issued by"))
    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial"))
    number = models.CharField(_("document number"), max_length=60)
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    paper = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="+", verbose_name=_("paper"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("initiation approval")
        verbose_name_plural = _("initiation approvals")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "year", "serial"], name="initiation_number_once"),
            models.UniqueConstraint(fields=["issuer", "number"], name="initiation_text_of_number_once"),
            models.UniqueConstraint(fields=["project"], name="initiation_once"),
            models.CheckConstraint(condition=Q(serial__gt=0), name="initiation_serial_from_one"),
        ]

    def __str__(self) -> str:
        return self.number
