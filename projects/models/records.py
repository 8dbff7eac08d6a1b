"""What happened and what is to happen: transitions, signatures, tasks."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from egov.accounts.acting import Actor
from egov.accounts.models import Organization, User
from egov.accounts.roles import Role
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from egov.ui import formats
from projects.flow import CONDITIONS, REPORTS, STEPS, Capacity, Stage
from projects.models.plan import AnnualPlan
from projects.models.project import Project


class Transition(AppendOnlyModel):
    """One step that a project took. The database changes a stage only beside such a row."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="transitions")
    sequence = models.PositiveIntegerField()
    step = models.CharField(_("step"), max_length=40)
    source = models.CharField(_("from"), max_length=30, choices=Stage)
    target = models.CharField(_("to"), max_length=30, choices=Stage)
    at = models.DateTimeField(_("time"), default=timezone.now)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("transition")
        verbose_name_plural = _("transitions")
        constraints = [models.UniqueConstraint(fields=["project", "sequence"], name="transition_once")]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.source} → {self.target}"

    @property
    def label(self) -> str:
        return str(STEPS[self.step].label)


class SignatureQuerySet(models.QuerySet["Signature"]):
    def standing(self) -> SignatureQuerySet:
        """Return those not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def on_step(self, project: Project, step: str) -> SignatureQuerySet:
        """Return those that count for a step in the project's present stay in its stage."""
        return self.standing().filter(project=project, step=step, visit=project.visit)


class Signature(models.Model):
    """A party's signature on a joint step of a project, or on an annual plan (会同, 共同)."""

    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="signatures")
    plan = models.ForeignKey(AnnualPlan, models.PROTECT, null=True, related_name="signatures")
    step = models.CharField(_("step"), max_length=40)
    visit = models.PositiveIntegerField(default=0)
    role = models.CharField(_("role"), max_length=30, choices=Role)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    comment = models.TextField(_("comment"), blank=True)
    signed_at = models.DateTimeField(_("signed at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawal_reason = models.TextField(_("reason for withdrawal"), blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=False, plan__isnull=True)
                | Q(project__isnull=True, plan__isnull=False),
                name="signature_on_one_thing",
            ),
            models.UniqueConstraint(
                fields=["project", "step", "visit", "role"],
                condition=Q(withdrawn_at__isnull=True, project__isnull=False),
                name="signature_once_per_party",
            ),
            models.UniqueConstraint(
                fields=["plan", "role"],
                condition=Q(withdrawn_at__isnull=True, plan__isnull=False),
                name="signature_once_per_plan_party",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="signature_withdrawal_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.user}"


class TaskKind(models.TextChoices):
    STEP = "step", _("Take the step")
    SIGN = "sign", _("Sign")
    CONDITION = "condition", _("Prepare")
    CORRECT = "correct", _("Correct the returned application")
    REPORT = "report", _("Report")
    COMPILE_PLAN = "compile_plan", _("Compile the annual plan")
    SIGN_PLAN = "sign_plan", _("Sign the annual plan")
    PUBLISH_PLAN = "publish_plan", _("Publish the annual plan")
    SIGN_FUND = "sign_fund", _("Sign the arrangement of the special fund")
    FILL_PANEL = "fill_panel", _("Draw or fill the seats of a panel")
    NAME_LEADER = "name_leader", _("Record whom the panel chose to lead it")
    ANSWER_INVITATION = "answer_invitation", _("Answer the invitation to a panel")
    SIGN_DECLARATION = "sign_declaration", _("Sign the declaration for a panel")
    FILE_OPINION = "file_opinion", _("File your opinion")
    SIGN_OPINION = "sign_opinion", _("Sign the panel's opinion")
    CONCLUDE_PANEL = "conclude_panel", _("Draw up or file the panel's opinion")
    RATE_EXPERTS = "rate_experts", _("Rate the experts of the panel")
    LIST_FEES = "list_fees", _("List the experts' fees")
    PAY_FEES = "pay_fees", _("Pay the experts' fees")
    CONSIDER_SUSPENSION = "consider_suspension", _("Consider suspending the expert")
    SCORE = "score", _("Score the evaluation")
    DECIDE_CHANGE = "decide_change", _("Decide on the change")
    RECTIFY_ISSUE = "rectify_issue", _("Rectify the quality issue")
    CHECK_RECTIFICATION = "check_rectification", _("Check the rectification")
    SETTLE_ISSUE = "settle_issue", _("Settle the outstanding issue")
    CHECK_PAYMENT = "check_payment", _("Accept the payment application")
    PAY = "pay", _("Pay upon the application")
    APPLY_AGAIN = "apply_again", _("Put the payment application right")


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> TaskQuerySet:
        return self.filter(closed_at__isnull=True)

    def overdue(self) -> TaskQuerySet:
        """Return the open ones whose day is past."""
        return self.open().filter(due__lt=timezone.localdate())

    def waiting_for(self, actor: Actor) -> TaskQuerySet:
        """Return what this person, acting as they do, is to do."""
        if actor.membership is None:
            return self.none()
        capacities = [Capacity.MEMBER, Capacity.SIGNATORY] if actor.is_signatory else [Capacity.MEMBER]
        mine = Q(capacity__in=capacities, user__isnull=True) | Q(user=actor.user)
        # The organization stands outside the OR: the list is then read in the order of its index.
        return self.open().filter(mine, organization=actor.organization)

    def sent_on_by(self, actor: Actor) -> TaskQuerySet:
        """Return what others are to do after this person's organization acted."""
        if actor.membership is None:
            return self.none()
        return self.open().filter(opened_by=actor.organization).exclude(organization=actor.organization)

    def to_be_signed_beside(self, actor: Actor) -> TaskQuerySet:
        """Return what the signatories of this person's organization are to do, where they are none."""
        if actor.membership is None or actor.is_signatory:
            return self.none()
        signatures = self.filter(capacity=Capacity.SIGNATORY, user__isnull=True)
        return signatures.open().filter(organization=actor.organization)


class Task(models.Model):
    """Something that waits for an organization, or for one person of it: the line of a to-do list.

    Derived from the flow after each deed (``projects.actions.tasks``), kept so that a home page costs
    the same with a hundred thousand projects.
    """

    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="tasks")
    plan = models.ForeignKey(AnnualPlan, models.CASCADE, null=True, related_name="tasks")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="tasks")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="tasks")
    role = models.CharField(_("role"), max_length=30, choices=Role)
    capacity = models.CharField(_("capacity"), max_length=20, choices=Capacity)
    kind = models.CharField(_("kind"), max_length=20, choices=TaskKind)
    name = models.CharField(max_length=60, blank=True, help_text="The step, condition or record it is about.")
    subject = models.CharField(max_length=120, blank=True, help_text="What that record is called.")
    url = models.CharField(max_length=200)
    since = models.DateTimeField(_("since"), default=timezone.now)
    due = models.DateField(_("due"))
    overdue_told_at = models.DateTimeField(
        null=True, help_text="When its holder was told that it is overdue: once, unless the day is moved."
    )
    opened_by = models.ForeignKey(Organization, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(
                fields=["organization", "due", "id"],
                condition=Q(closed_at__isnull=True),
                name="task_open_by_holder",
            ),
            models.Index(
                fields=["opened_by", "-since"],
                condition=Q(closed_at__isnull=True),
                name="task_open_by_sender",
            ),
            models.Index(
                fields=["project"], condition=Q(closed_at__isnull=True), name="task_open_by_project"
            ),
            models.Index(fields=["due"], condition=Q(closed_at__isnull=True), name="task_open_by_due"),
            models.Index(
                fields=["due"],
                condition=Q(closed_at__isnull=True, overdue_told_at__isnull=True),
                name="task_untold_by_due",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return what is to be done, in the reader's language."""
        if self.kind in {TaskKind.STEP, TaskKind.SIGN}:
            return str(STEPS[self.name].label)
        if self.kind == TaskKind.CONDITION:
            return str(CONDITIONS[self.name].todo)
        if self.kind == TaskKind.REPORT:
            return self._label_of_report()
        what = str(self.get_kind_display())
        return what + pgettext("between a label and its text", ": ") + self.subject if self.subject else what

    def _label_of_report(self) -> str:
        report, _colon, month = self.name.partition(":")
        return _("%(report)s (%(month)s)") % {
            "report": REPORTS[report].todo,
            "month": formats.month(date.fromisoformat(f"{month}-01")),
        }

    @property
    def is_overdue(self) -> bool:
        return self.due < timezone.localdate()
