from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.acting import Actor
from egov.accounts.models import Organization, User
from projects.flow import Stage
from projects.models.plan import PLAN_READERS, AnnualPlan, PlanFigures
from projects.models.project import Project

NOTHING = Decimal(0)
FEN = Decimal("0.01")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def current(self) -> ProposalQuerySet:
        """Return the proposals for the plan year for which their project now stands."""
        return self.filter(plan=F("project__plan"))

    def is_complete(self) -> bool:
        proposal = self.first()
        return proposal is not None and not proposal.missing()

    def is_included(self) -> bool:
        return self.filter(decision=Proposal.Included.INCLUDED).exists()

    def deferred(self) -> ProposalQuerySet:
        """Return those on which a plan was decided without them."""
        return self.filter(decision=Proposal.Included.DEFERRED)

    def moved_to_later_plan(self) -> bool:
        """Tell whether the project now stands, by a new proposal, for a year later than all before."""
        current = self.current().filter(
            decision=Proposal.Included.PENDING, started_at__gte=F("project__stage_since")
        )
        earlier = self.exclude(plan=F("project__plan"))
        return current.exists() and not earlier.filter(plan__year__gte=F("project__plan__year")).exists()

    def submitted(self) -> ProposalQuerySet:
        """Return what was put before the office: no draft, and no proposal begun after a deferral."""
        return self.exclude(project__stage=Stage.DRAFT).exclude(
            project__stage=Stage.DEFERRED, decision=Proposal.Included.PENDING
        )

    def visible_to(self, actor: Actor) -> ProposalQuerySet:
        """Return what the person may see in a plan: own ones, all for readers, a published plan for all."""
        organization = actor.organization
        if organization is None:
            return self.none()
        own = Q(project__owner_unit=organization) | Q(project__user_unit=organization)
        seen = Q(pk__in=self.submitted().values("pk")) if organization.kind in PLAN_READERS else own
        published = Q(plan__published_at__isnull=False, decision=Proposal.Included.INCLUDED)
        visible = self.filter(seen | own | published)
        kept = visible.filter(project__discarded_at__isnull=True)
        return kept.exclude(~Q(project__owner_unit=organization), project__stage=Stage.DRAFT)

    def in_order(self) -> ProposalQuerySet:
        """Order by priority as the office ranks it, then by its rank; what has none comes last."""
        tier = Case(When(tier="", then=F("priority")), default=F("tier"))
        return self.annotate(effective_tier=tier).order_by(
            "effective_tier", F("rank").asc(nulls_last=True), "pk"
        )

    def told_priorities(self) -> models.QuerySet[Proposal, Any]:
        """Return the priority that everybody may know: the office's own once the plan is published."""
        ranked = Q(plan__published_at__isnull=False) & ~Q(tier="")
        return self.annotate(told=Case(When(ranked, then=F("tier")), default=F("priority"))).values("told")

    def figures(self, *, ceiling: Decimal) -> PlanFigures:
        """Count and sum up what was put before the office, in one query."""
        fund = FundingLine.objects.filter(proposal=OuterRef("pk"), source=FundingSource.SPECIAL_FUND)
        decided = {name: Q(decision=name) for name in Proposal.Included.values}
        included = decided[Proposal.Included.INCLUDED]
        sums = self.submitted().annotate(of_fund=Subquery(fund.values("amount")[:1]))
        found = sums.aggregate(
            pending=Count("pk", filter=decided[Proposal.Included.PENDING]),
            included=Count("pk", filter=included),
            deferred=Count("pk", filter=decided[Proposal.Included.DEFERRED]),
            total=Coalesce(Sum("estimate", filter=included), Value(NOTHING)),
            proposed_total=Coalesce(Sum("estimate"), Value(NOTHING)),
            from_fund=Coalesce(Sum("of_fund", filter=included), Value(NOTHING)),
        )
        for name in ("total", "proposed_total", "from_fund"):
            # SQLite sums in floating point; to the fen it is exact again.
            found[name] = found[name].quantize(FEN)
        return PlanFigures(ceiling=ceiling, **found)


class Recommendation(models.TextChoices):
    """What the results of earlier years recommend for the next money (三(四)3)."""

    NONE = "none", _("No results yet")
    SUPPORT = "support", _("Support")
    REDUCE = "reduce", _("Improve, with less money")
    HOLD = "hold", _("Hold until put right")


class Proposal(models.Model):
    """What a department proposes for one plan year; a deferred project proposes anew for a later one."""

    class Priority(models.TextChoices):
        URGENT = "1_urgent", _("Urgent and important")
        IMPORTANT = "2_important", _("Important")
        ORDINARY = "3_ordinary", _("Ordinary")
        CAN_WAIT = "4_can_wait", _("Can wait")

    class Included(models.TextChoices):
        PENDING = "pending", _("Not decided")
        INCLUDED = "included", _("Included")
        DEFERRED = "deferred", _("Deferred")

    class SecurityGrade(models.TextChoices):
        NOT_GRADED = "", _("Not graded yet")
        ONE = "1", _("Level 1")
        TWO = "2", _("Level 2")
        THREE = "3", _("Level 3")
        FOUR = "4", _("Level 4")

    project = models.ForeignKey(Project, models.PROTECT, related_name="proposals")
    plan = models.ForeignKey(
        AnnualPlan, models.PROTECT, related_name="proposals", verbose_name=_("plan year")
    )
    priority = models.CharField(_("priority"), max_length=20, choices=Priority, blank=True)
    background = models.TextField(_("background"), blank=True)
    objectives = models.TextField(_("objectives"), blank=True)
    content = models.TextField(_("construction content"), blank=True)
    shares = models.TextField(_("information resources it shares"), blank=True)
    consumes = models.TextField(_("information resources it needs"), blank=True)
    security_grade = models.CharField(
        _("security grading (MLPS)"), max_length=2, choices=SecurityGrade, blank=True
    )
    related_systems = models.TextField(_("related existing systems"), blank=True)
    estimate = models.DecimalField(
        _("investment estimate"),
        max_digits=14,
        decimal_places=2,
        default=Decimal(0),
        help_text=_("In yuan; the sum of the cost lines."),
    )
    typed = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="The form as it was sent, while something in it is not understood: a draft loses nothing.",
    )
    version = models.PositiveIntegerField(
        default=0, editable=False, help_text="Counts the saves: the later of two writers is told."
    )
    started_at = models.DateTimeField(_("started at"), default=timezone.now, editable=False)
    tier = models.CharField(_("priority as the office ranks it"), max_length=20, choices=Priority, blank=True)
    rank = models.PositiveIntegerField(_("rank"), null=True)
    decision = models.CharField(_("decision"), max_length=20, choices=Included, default=Included.PENDING)
    decision_reason = models.TextField(_("reason"), blank=True)
    recommendation = models.CharField(
        _("recommendation from earlier results"),
        max_length=10,
        choices=Recommendation,
        blank=True,
        help_text="As it stood when the office decided.",
    )

    objects = ProposalQuerySet.as_manager()

    REQUIRED = ("priority", "background", "objectives", "content", "shares", "consumes", "security_grade")

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(fields=["project", "plan"], name="proposal_once_a_year"),
            models.CheckConstraint(condition=Q(estimate__gte=0), name="proposal_estimate_not_negative"),
            models.CheckConstraint(
                condition=Q(decision="pending") | ~Q(decision_reason=""), name="proposal_decision_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} → {self.plan.year}"

    @property
    def departs_from_recommendation(self) -> bool:
        """Tell whether the office decided otherwise than earlier results recommend."""
        wanted = {Recommendation.HOLD: self.Included.DEFERRED, Recommendation.SUPPORT: self.Included.INCLUDED}
        if self.decision == self.Included.PENDING or self.recommendation not in wanted:
            return False
        return self.decision != wanted[Recommendation(self.recommendation)]

    @property
    def is_submitted(self) -> bool:
        """Whether it was put before the office; the same question as ``ProposalQuerySet.submitted``."""
        stage, pending = self.project.stage, self.decision == self.Included.PENDING
        return stage != Stage.DRAFT and not (stage == Stage.DEFERRED and pending)

    @property
    def is_editable(self) -> bool:
        """Whether the owner unit may still change it; where its plan is over, to choose a later year."""
        return not self.is_submitted and self.project.discarded_at is None

    @property
    def office_tier(self) -> str:
        """The priority that counts: the office's, else the department's."""
        return self.tier or self.priority

    def get_office_tier_display(self) -> str:
        return str(self.Priority(self.office_tier).label) if self.office_tier else ""

    def funded(self) -> Decimal:
        """Return the sum (yuan) of the funding sources."""
        return (self.funding_lines.aggregate(s=Sum("amount"))["s"] or NOTHING).quantize(FEN)

    def missing(self) -> list[str]:
        """Return the names of what is still to be filled in before it can be proposed.

        Besides fields: ``cost_lines``, ``funding_lines`` (they do not make up the estimate), ``typed``
        (something was typed that is not understood).
        """
        fields = [name for name in self.REQUIRED if not getattr(self, name).strip()]
        if not self.estimate:
            fields.append("cost_lines")
        if self.funded() != self.estimate:
            fields.append("funding_lines")
        return fields + (["typed"] if self.typed else [])


class CostItem(models.TextChoices):
    """Cost items of the application form (``domain-facts.md`` H4)."""

    SOFTWARE_DEVELOPMENT = "software_development", _("Software development")
    HARDWARE = "hardware", _("Hardware")
    SOFTWARE_PRODUCTS = "software_products", _("Software products")
    INTEGRATION = "integration", _("System integration")
    DATA = "data", _("Data engineering")
    SECURITY = "security", _("Security and cryptography")
    SUPERVISION = "supervision", _("Supervision")
    TESTING = "testing", _("Testing and assessment")
    DESIGN = "design", _("Consulting and design")
    TRAINING = "training", _("Training")
    CONTINGENCY = "contingency", _("Contingency")


class FundingSource(models.TextChoices):
    SPECIAL_FUND = "special_fund", _("Special fund")
    UPPER_LEVEL = "upper_level", _("Grant from a higher level")
    OWN = "own", _("Own funds")


class CostLine(models.Model):
    """Yuan for one cost item in one year."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="cost_lines")
    item = models.CharField(_("cost item"), max_length=30, choices=CostItem)
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("cost line")
        verbose_name_plural = _("cost lines")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "item", "year"], name="cost_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="cost_line_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_item_display()} {self.year}: {self.amount}"


class FundingLine(models.Model):
    """Yuan from one source."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="funding_lines")
    source = models.CharField(_("funding source"), max_length=30, choices=FundingSource)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("funding line")
        verbose_name_plural = _("funding lines")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "source"], name="funding_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="funding_line_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()}: {self.amount}"


class ProposalImport(models.Model):
    """A sheet of proposals that was read without a fault and waits for confirmation, or was confirmed."""

    plan = models.ForeignKey(AnnualPlan, models.PROTECT, related_name="imports")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=255)
    rows: Any = models.JSONField(help_text="What was understood, row by row.")
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)

    class Meta:
        verbose_name = _("import of proposals")
        verbose_name_plural = _("imports of proposals")

    def __str__(self) -> str:
        return self.name
