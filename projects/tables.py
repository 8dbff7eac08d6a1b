"""The rows of the project list, on the page and in Excel."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Min, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from projects.models import AnnualPlan, Project, Proposal, Task
from projects.models.plan import PLAN_READERS
from projects.track_record import TrackRecord, records_of_units


def with_figures(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Add what a row shows beyond the project itself: its estimate (yuan) and next due day."""
    estimate = Proposal.objects.filter(project=OuterRef("pk"), plan=OuterRef("plan")).values("estimate")[:1]
    due = (
        Task.objects.open()
        .filter(project=OuterRef("pk"))
        .order_by()
        .values("project")
        .annotate(first=Min("due"))
    ).values("first")
    return projects.select_related("owner_unit").annotate(
        estimate=Subquery(estimate), due=Subquery(due), plan_year=F("plan__year")
    )


def excel_header() -> list[str]:
    return [
        _("Number"), _("Project title"), _("Owner unit"), _("Plan year"), _("Category"), _("Stage"),
        _("In this stage since"), _("Investment estimate (yuan)"), _("Approved investment (yuan)"), _("Due"),
    ]  # fmt: skip


def excel_rows(projects: Iterable[Any]) -> Iterator[list[Any]]:
    for project in projects:
        yield [
            project.number,
            project.title,
            project.owner_unit.name,
            project.plan_year,
            project.get_category_display(),
            project.get_stage_display(),
            timezone.localtime(project.stage_since).date(),
            project.estimate,
            project.approved_investment,
            project.due,
        ]


_DECISION_TONES = {"pending": "waiting", "included": "done", "deferred": "neutral"}


@dataclass
class PlanRow:
    """A proposal as a line of its plan; ``position`` counts from 1 within its priority.

    ``is_told``: whether the person may know order and decision, which are tentative until publication.
    """

    proposal: Proposal
    position: int
    is_linked: bool
    is_told: bool
    tier_size: int = 0
    is_chosen: bool = False
    record: TrackRecord | None = None

    @property
    def tier(self) -> str:
        proposal = self.proposal
        return proposal.get_office_tier_display() if self.is_told else proposal.get_priority_display()

    @property
    def tone(self) -> str:
        return _DECISION_TONES[self.proposal.decision]


def plan_rows(plan: AnnualPlan, actor: Actor) -> list[PlanRow]:
    """Return the proposals of a plan that a person sees, drafts of their own among them, in order."""
    reads = actor.kind in PLAN_READERS
    is_told = reads or plan.is_published
    related = plan.proposals.visible_to(actor).select_related("plan", "project__owner_unit")
    counts: Counter[str] = Counter()
    rows = []
    for proposal in related.in_order() if is_told else related.order_by("priority", "pk"):
        counts[proposal.office_tier] += proposal.is_submitted
        units = {proposal.project.owner_unit_id, proposal.project.user_unit_id}
        own = actor.organization is not None and actor.organization.pk in units
        position = counts[proposal.office_tier]
        rows.append(PlanRow(proposal, position, is_linked=own or reads, is_told=is_told))
    for row in rows:
        row.tier_size = counts[row.proposal.office_tier]
    if reads:
        _add_records(rows, plan)
    return rows


def _add_records(rows: list[PlanRow], plan: AnnualPlan) -> None:
    units = {row.proposal.project.owner_unit_id for row in rows}
    records = records_of_units(units, jurisdiction_id=plan.jurisdiction_id, before=plan.year)
    for row in rows:
        row.record = records[row.proposal.project.owner_unit_id]


def plan_excel_header() -> list[str]:
    return [
        _("Priority"), _("Rank"), _("Number"), _("Project title"), _("Owner unit"), _("Category"),
        _("Construction type"), _("Investment estimate (yuan)"), _("Decision"), _("Reason"), _("Stage"),
        _("Execution rate of earlier years (%)"), _("Recommended"),
    ]  # fmt: skip


def plan_excel_rows(rows: Iterable[PlanRow]) -> Iterator[list[Any]]:
    """Yield the rows of a plan as its page shows them."""
    for row in rows:
        proposal, project = row.proposal, row.proposal.project
        yield [
            row.tier,
            row.position if row.is_told else None,
            project.number,
            project.title,
            project.owner_unit.name,
            project.get_category_display(),
            project.get_construction_type_display(),
            proposal.estimate,
            proposal.get_decision_display() if row.is_told else None,
            proposal.decision_reason if row.is_told else None,
            project.get_stage_display(),
            row.record.execution_percent if row.record else None,
            row.record.recommendation.label if row.record else None,
        ]
