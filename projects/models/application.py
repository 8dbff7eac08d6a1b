from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Organization, User
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from projects.models.project import Project
from projects.models.proposal import CostItem, FundingSource, Proposal


class Confidentiality(models.TextChoices):
    NO = "no", _("Not classified")
    YES = "yes", _("Classified (to be handled offline)")


class Deployment(models.TextChoices):
    CLOUD = "cloud", _("Government cloud")
    OWN = "own", _("Own machine room")
    MIXED = "mixed", _("Both, with reasons")
    NONE = "none", _("Nothing to deploy")


class Network(models.TextChoices):
    EXTRANET = "extranet", _("Government extranet")
    INTRANET = "intranet", _("Government intranet")
    DEDICATED = "dedicated", _("Dedicated network")
    INTERNET = "internet", _("Internet")


class SharingType(models.TextChoices):
    UNCONDITIONAL = "unconditional", _("Shared unconditionally")
    CONDITIONAL = "conditional", _("Shared on conditions")
    NONE = "none", _("Not shared")


class IndicatorKind(models.TextChoices):
    QUANTITY = "quantity", _("Quantity")
    QUALITY = "quality", _("Quality")
    TIMELINESS = "timeliness", _("Timeliness")
    COST = "cost", _("Cost")
    BENEFIT = "benefit", _("Benefit")
    SATISFACTION = "satisfaction", _("Satisfaction")


OUTPUT = (IndicatorKind.QUANTITY, IndicatorKind.QUALITY, IndicatorKind.TIMELINESS, IndicatorKind.COST)
"""Of these one at least, beside a benefit and a satisfaction (财预〔2020〕10号)."""


class ApplicationQuerySet(models.QuerySet["Application"]):
    def is_complete(self) -> bool:
        application = self.first()
        return application is not None and not application.missing()


class Application(models.Model):
    """The application form (项目立项申报表), clause 三(二)1; its fields are those of real forms (H4)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="applications")
    version = models.PositiveIntegerField(
        default=0, help_text="Counts saves: of two people at the form, the later one is told."
    )
    unsaved = models.JSONField(
        default=dict, help_text="What was typed and not understood, by field; shown again, never lost."
    )
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    updated_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    leader_name = models.CharField(_("person in charge"), max_length=60, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=60, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    confidentiality = models.CharField(
        _("confidentiality"), max_length=10, choices=Confidentiality, blank=True
    )
    starts_on = models.DateField(_("construction begins"), null=True)
    ends_on = models.DateField(_("construction ends"), null=True)
    location = models.CharField(_("place of construction"), max_length=200, blank=True)

    basis = models.TextField(_("documents it rests on"), blank=True)
    existing_systems = models.TextField(_("existing systems"), blank=True)
    relation_to_existing = models.TextField(_("relation to existing systems"), blank=True)
    necessity = models.TextField(_("necessity"), blank=True)
    feasibility = models.TextField(_("feasibility"), blank=True)

    objectives = models.TextField(_("objectives"), blank=True)
    content = models.TextField(_("construction content"), blank=True)
    functions = models.TextField(_("list of functions"), blank=True)
    architecture = models.TextField(_("system architecture"), blank=True)
    deployment = models.CharField(_("deployment"), max_length=10, choices=Deployment, blank=True)
    network = models.CharField(_("network"), max_length=10, choices=Network, blank=True)

    data_needed = models.TextField(_("data needed from others"), blank=True)
    platforms = models.TextField(_("platforms to connect to"), blank=True)

    security_grade = models.CharField(
        _("security grading (MLPS)"), max_length=2, choices=Proposal.SecurityGrade, blank=True
    )
    cryptography = models.TextField(_("use of cryptography"), blank=True)
    xinchuang = models.TextField(_("domestic technology"), blank=True)
    data_classification = models.TextField(_("classification and grading of data"), blank=True)

    annual_maintenance = models.DecimalField(
        _("operation and maintenance per year"), max_digits=14, decimal_places=2, null=True
    )
    cost_basis = models.TextField(_("how the costs were estimated"), blank=True)

    performance_goal = models.TextField(_("performance goal"), blank=True)

    objects = ApplicationQuerySet.as_manager()

    OPTIONAL = frozenset({"platforms"})

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.UniqueConstraint(fields=["project"], name="application_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="application_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(annual_maintenance__isnull=True) | Q(annual_maintenance__gte=0),
                name="application_maintenance_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)

    @property
    def total(self) -> Decimal:
        """The sum of the cost lines, in yuan."""
        return self.cost_lines.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)

    @property
    def funded(self) -> Decimal:
        """The sum of the funding lines, in yuan."""
        return self.funding_lines.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)

    def missing(self) -> list[str]:
        """Return the names of the fields still to be filled in, or understood, before it can be submitted."""
        facts = [name for name in FACTS if name not in self.OPTIONAL]
        fields = [name for name in facts if getattr(self, name) in (None, "")]
        total = self.total
        if not total:
            fields.append("cost_lines")
        if not total or self.funded != total:
            fields.append("funding_lines")
        if not self.resources.exists():
            fields.append("resources")
        kinds = set(self.indicators.values_list("kind", flat=True))
        if not (kinds & set(OUTPUT) and {IndicatorKind.BENEFIT, IndicatorKind.SATISFACTION} <= kinds):
            fields.append("indicators")
        return fields + [group for group in self.not_understood() if group not in fields]

    def not_understood(self) -> list[str]:
        """Return the fields that hold something typed which could not be saved as what it should be."""
        return list(dict.fromkeys(group_of(name) for name in self.unsaved))


LINES = ("cost_lines", "funding_lines", "resources", "indicators")
"""Parts of the form that are tables. Their inputs are called ``cost_lines-hardware-2027`` and so on."""

COLUMNS: dict[str, models.Field[Any, Any]] = {
    field.name: field
    for field in Application._meta.concrete_fields
    if field.name not in {"id", "project", "version", "unsaved", "updated_at", "updated_by"}
}
FACTS = tuple(COLUMNS)
"""The columns that a person fills in, in the order of the form."""


def group_of(input_name: str) -> str:
    """Return the field, or the table, to which an input belongs."""
    return input_name.partition("-")[0]


class ApplicationCost(models.Model):
    """Yuan for one cost item in one year."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="cost_lines")
    item = models.CharField(_("cost item"), max_length=30, choices=CostItem)
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "item", "year"], name="application_cost_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="application_cost_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_item_display()} {self.year}: {self.amount}"


class ApplicationFunding(models.Model):
    """Yuan from one source."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="funding_lines")
    source = models.CharField(_("funding source"), max_length=30, choices=FundingSource)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "source"], name="application_funding_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="application_funding_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()}: {self.amount}"


class Resource(models.Model):
    """An item for the information resource catalogue, and how others may use it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="resources")
    name = models.CharField(_("information resource"), max_length=200)
    sharing = models.CharField(_("sharing type"), max_length=20, choices=SharingType)
    note = models.CharField(_("conditions, or legal basis for not sharing"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sharing=SharingType.UNCONDITIONAL) | ~Q(note=""), name="resource_limits_explained"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """A performance indicator and what is to be reached."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="indicators")
    kind = models.CharField(_("kind of indicator"), max_length=20, choices=IndicatorKind)
    name = models.CharField(_("indicator"), max_length=200)
    target = models.CharField(_("target"), max_length=200)

    def __str__(self) -> str:
        return f"{self.name}: {self.target}"


class Correction(models.Model):
    """A field that the office marked when it returned the application, and why."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="corrections")
    visit = models.PositiveIntegerField(help_text="The stay in the stage “returned” to which it belongs.")
    field = models.CharField(_("field"), max_length=60)
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.UniqueConstraint(fields=["application", "visit", "field"], name="correction_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}"


class ApplicationSubmission(AppendOnlyModel):
    """What the unit signed and submitted, word for word. Later edits do not touch it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(_("submission"))
    visit = models.PositiveIntegerField(help_text="The stay in the stage “submitted” that it opened.")
    content = models.JSONField(_("content"))
    submitted_at = models.DateTimeField(_("submitted at"), default=timezone.now)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("signed by"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="submission_once")]

    def __str__(self) -> str:
        return f"{self.project} ({self.number})"
