from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from egov.accounts.acting import Actor
from egov.accounts.models import GOVERNMENT_KINDS, Jurisdiction, OrganizationKind, User
from egov.accounts.roles import Role

if TYPE_CHECKING:
    from projects.models.project import Project
    from projects.models.records import SignatureQuerySet

PLAN_PARTIES = (Role.INFORMATIZATION_OFFICE, Role.FINANCE_BUREAU)
"""Who signs the annual plan, clause 三(一)."""

PLAN_READERS = frozenset(
    {
        OrganizationKind.INFORMATIZATION_OFFICE,
        OrganizationKind.FINANCE_BUREAU,
        OrganizationKind.SUPERVISION_BUREAU,
        OrganizationKind.AUDIT_BUREAU,
    }
)
"""Kinds that read every proposal of a plan, and the plans of the districts below."""


@dataclass(frozen=True)
class PlanFigures:
    """How a plan stands: numbers of proposals, and yuan."""

    pending: int
    included: int
    deferred: int
    total: Decimal
    """Sum of the estimates of what is included."""
    proposed_total: Decimal
    from_fund: Decimal
    """What the included projects ask of the special fund."""
    ceiling: Decimal

    @property
    def count(self) -> int:
        return self.pending + self.included + self.deferred

    @property
    def left(self) -> Decimal:
        """What the ceiling still bears; negative where it is exceeded."""
        return self.ceiling - self.total

    @property
    def excess(self) -> Decimal:
        return max(self.total - self.ceiling, Decimal(0))

    @property
    def percent(self) -> Decimal:
        return self.total * 100 / self.ceiling


class AnnualPlanQuerySet(models.QuerySet["AnnualPlan"]):
    def visible_to(self, actor: Actor) -> AnnualPlanQuerySet:
        """Return the plans of one's own jurisdiction; readers also see those of the districts below it."""
        organization = actor.organization
        if organization is None or organization.kind not in GOVERNMENT_KINDS:
            return self.none()
        own = Q(jurisdiction=organization.jurisdiction_id)
        below = Q(jurisdiction__parent=organization.jurisdiction_id)
        return self.filter(own | below if organization.kind in PLAN_READERS else own)

    def open(self) -> AnnualPlanQuerySet:
        """Return those that departments can propose for."""
        return self.filter(is_open=True, published_at__isnull=True)

    def open_to(self, project: Project) -> AnnualPlanQuerySet:
        """Return those that a draft or a deferred project can go to: open, and later than each deferral."""
        plans = self.open().filter(jurisdiction=project.jurisdiction_id).order_by("year")
        last: int | None = project.proposals.deferred().aggregate(last=Max("plan__year"))["last"]
        return plans if last is None else plans.filter(year__gt=last)


class AnnualPlan(models.Model):
    """The year's construction plan of a jurisdiction, within a ceiling (yuan)."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField(
        _("plan year"), validators=[MinValueValidator(2000), MaxValueValidator(2099)]
    )
    priorities = models.TextField(_("priorities of the year"))
    ceiling = models.DecimalField(
        _("ceiling"),
        max_digits=16,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("What the special fund can bear in this year, in yuan."),
    )
    is_open = models.BooleanField(_("open for proposals"), default=True)
    version = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="Counts the changes of what is signed, so that nobody signs what they have not seen.",
    )
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = AnnualPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual plan")
        verbose_name_plural = _("annual plans")
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "year"], name="plan_once_a_year"),
            models.CheckConstraint(condition=Q(ceiling__gt=0), name="plan_ceiling_positive"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False, is_open=False),
                name="plan_publication_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction.name} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("projects:plan", args=[self.jurisdiction.code, self.year])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def standing_signatures(self) -> SignatureQuerySet:
        return self.signatures.standing()

    def unsigned_parties(self) -> list[Role]:
        """Return who has still to sign."""
        signed = set(self.standing_signatures().values_list("role", flat=True))
        return [role for role in PLAN_PARTIES if role not in signed]

    def is_countersigned(self) -> bool:
        """Tell whether both the office and the finance bureau have signed."""
        return not self.unsigned_parties()

    def figures(self) -> PlanFigures:
        """Read anew how the plan stands."""
        return self.proposals.all().figures(ceiling=self.ceiling)

    @cached_property
    def standing(self) -> PlanFigures:
        """``figures``, read once: for a page."""
        return self.figures()

    def total_included(self) -> Decimal:
        """Return the sum (yuan) of the estimates of included proposals."""
        return self.figures().total

    def fits_fund(self) -> bool:
        """Tell whether what is included fits the ceiling, to the fen."""
        return self.total_included() <= self.ceiling


@dataclass(frozen=True)
class PlanCondition:
    """Something that must be true of a plan before it is signed."""

    name: str
    label: Any
    holds: Callable[[AnnualPlan, PlanFigures], bool]


SIGNING_CONDITIONS = (
    PlanCondition("closed", _("The plan is closed for proposals"), lambda plan, figures: not plan.is_open),
    PlanCondition(
        "decided", _("Every proposal is included or deferred"), lambda plan, figures: figures.pending == 0
    ),
    PlanCondition(
        "not_empty", _("At least one proposal is included"), lambda plan, figures: figures.included > 0
    ),
    PlanCondition(
        "fits",
        _("The total of what is included fits the ceiling"),
        lambda plan, figures: figures.total <= figures.ceiling,
    ),
)
"""What must be true before the office and the finance bureau sign, clause 三(一)."""
