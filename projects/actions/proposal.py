"""What a department does with its proposals, clause 三(一)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from egov.accounts.acting import Actor
from egov.accounts.models import Organization
from egov.accounts.roles import Permission
from egov.audit.refusals import Refusal
from projects.actions.advance import Advance, advance
from projects.actions.duplicates import find_duplicates
from projects.actions.numbers import next_number
from projects.actions.plan_tasks import refresh_plan_tasks
from projects.actions.recording import record, require
from projects.flow import Stage
from projects.models import AnnualPlan, CostLine, FundingLine, Project, Proposal

PROJECT_FACTS = ("title", "category", "construction_type", "user_unit")
PROPOSAL_FACTS = (*Proposal.REQUIRED, "related_systems")


class ProposalRefused(Refusal):
    """A proposal cannot be written now."""


class PlanClosed(ProposalRefused):
    """The plan year is not open for proposals, or not later than the one that deferred the project."""


class ProposalFixed(ProposalRefused):
    """The proposal lies with the office; its unit no longer changes it."""


class StaleProposal(ProposalRefused):
    """Somebody else saved meanwhile."""


@dataclass(frozen=True)
class Costs:
    """Money of a proposal in yuan: by cost item and year, and by funding source."""

    cost_lines: dict[tuple[str, int], Decimal] = field(default_factory=dict)
    funding_lines: dict[str, Decimal] = field(default_factory=dict)


@transaction.atomic
def start_proposal(
    *,
    plan: AnnualPlan,
    title: str,
    category: str,
    construction_type: str,
    user_unit: Organization,
    by: Actor,
    owner_unit: Organization | None = None,
    facts: dict[str, Any] | None = None,
    costs: Costs | None = None,
) -> Proposal:
    """Begin a project as a draft that only its own unit sees, clause 三(一).

    ``owner_unit`` is given by the office alone, which types up what units sent in a sheet; the unit
    itself proposes it. ``facts`` (of ``PROPOSAL_FACTS``) and ``costs`` are what is known already.
    Raises ``PermissionDenied`` and ``PlanClosed``.
    """
    owner = owner_unit or by.organization
    if owner is None or not may_start(plan, owner, by):
        raise PermissionDenied
    _check_unit(user_unit, plan)
    _require_open(plan)
    serial = next_number(series=f"project:{plan.jurisdiction.code}", year=plan.year)
    project = Project(
        jurisdiction=plan.jurisdiction,
        number=f"{plan.jurisdiction.code}-{plan.year}-{serial:04d}",
        title=title,
        category=category,
        construction_type=construction_type,
        owner_unit=owner,
        user_unit=user_unit,
        plan=plan,
    )
    project.save()
    proposal = Proposal.objects.create(project=project, plan=plan)
    _put(proposal, facts or {}, PROPOSAL_FACTS)
    _write_costs(proposal, costs or Costs())
    proposal.save()
    after = {"year": plan.year, "estimate": str(proposal.estimate)}
    record(verb="proposal.start", project=project, by=by, on=proposal, after=after)
    return proposal


def may_start(plan: AnnualPlan, owner: Organization, by: Actor) -> bool:
    """Tell whether a person may begin a proposal of that unit for that plan."""
    if by.organization is None or plan.jurisdiction_id != by.organization.jurisdiction_id:
        return False
    if owner == by.organization:
        return by.may(Permission.PROPOSE)
    return by.may(Permission.MANAGE_PLAN) and owner.jurisdiction_id == plan.jurisdiction_id


@transaction.atomic
def save_proposal(
    *,
    proposal: Proposal,
    version: int,
    by: Actor,
    facts: dict[str, Any],
    costs: Costs | None = None,
    plan: AnnualPlan | None = None,
    typed: dict[str, Any] | None = None,
) -> Proposal:
    """Save a draft, finished or not; the estimate (yuan) becomes the sum of the cost lines.

    ``facts`` holds what was understood of ``PROJECT_FACTS`` and ``PROPOSAL_FACTS``; ``costs`` is None
    where the amounts are not; ``typed`` is the form as it was sent, when something in it was not
    understood. Raises ``ProposalFixed``, ``StaleProposal`` (``version`` is not what is stored),
    ``PlanClosed`` (a plan that cannot be chosen) and ``PermissionDenied``.
    """
    locked = _lock(proposal, by=by)
    if locked.version != version:
        raise StaleProposal
    project = locked.project
    if plan is not None and plan != locked.plan:
        _move(locked, plan)
    if "user_unit" in facts:
        _check_unit(facts["user_unit"], locked.plan)
    changed = _put(project, facts, PROJECT_FACTS) + _put(locked, facts, PROPOSAL_FACTS)
    estimate = locked.estimate
    if costs is not None:
        _write_costs(locked, costs)
    locked.typed = typed or {}
    locked.version += 1
    locked.save()
    project.save(update_fields=[*PROJECT_FACTS, "plan"])
    record(
        verb="proposal.save",
        project=project,
        by=by,
        on=locked,
        before={"estimate": str(estimate)},
        after={"estimate": str(locked.estimate), "changed": changed, "year": locked.plan.year},
    )
    return locked


def _lock(proposal: Proposal, *, by: Actor) -> Proposal:
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.project_id)
    require(project, Permission.EDIT_APPLICATION, by=by)
    related = Proposal.objects.select_for_update(of=("self",), no_key=True).select_related(
        "plan__jurisdiction"
    )
    locked = related.get(pk=proposal.pk)
    locked.project = project
    if project.plan_id != locked.plan_id or not locked.is_editable:
        raise ProposalFixed
    return locked


def _put(target: Any, facts: dict[str, Any], names: Collection[str]) -> list[str]:
    changed = [name for name in names if name in facts and getattr(target, name) != facts[name]]
    for name in changed:
        setattr(target, name, facts[name])
    return changed


def _check_unit(unit: Organization, plan: AnnualPlan) -> None:
    units = Organization.objects.active().government().filter(jurisdiction=plan.jurisdiction_id)
    if not units.filter(pk=unit.pk).exists():
        raise PermissionDenied


def _write_costs(proposal: Proposal, costs: Costs) -> None:
    proposal.cost_lines.all().delete()
    proposal.funding_lines.all().delete()
    CostLine.objects.bulk_create(
        CostLine(proposal=proposal, item=item, year=year, amount=amount)
        for (item, year), amount in costs.cost_lines.items()
    )
    FundingLine.objects.bulk_create(
        FundingLine(proposal=proposal, source=source, amount=amount)
        for source, amount in costs.funding_lines.items()
    )
    proposal.estimate = sum(costs.cost_lines.values(), Decimal(0))


def _require_open(plan: AnnualPlan) -> None:
    if not AnnualPlan.objects.open().select_for_update(of=("self",), no_key=True).filter(pk=plan.pk).exists():
        raise PlanClosed


def _move(proposal: Proposal, plan: AnnualPlan) -> None:
    if not AnnualPlan.objects.open_to(proposal.project).filter(pk=plan.pk).exists():
        raise PlanClosed
    proposal.plan = plan
    proposal.project.plan = plan


@transaction.atomic
def start_again(*, project: Project, plan: AnnualPlan, by: Actor) -> Proposal:
    """Copy a deferred project's last proposal to a later plan year, to be revised and proposed again.

    Raises ``ProposalFixed`` unless the project is deferred, and ``PlanClosed`` for a year that cannot
    be chosen. Clause 三(一).
    """
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    require(locked, Permission.EDIT_APPLICATION, by=by)
    last = locked.proposals.order_by("-plan__year").select_related("plan").first()
    if locked.stage != Stage.DEFERRED or last is None or last.decision != Proposal.Included.DEFERRED:
        raise ProposalFixed
    if not AnnualPlan.objects.open_to(locked).filter(pk=plan.pk).exists():
        raise PlanClosed
    # The years of the old cost lines move along with the plan.
    costs = Costs(
        {(line.item, line.year + plan.year - last.plan.year): line.amount for line in last.cost_lines.all()},
        {line.source: line.amount for line in last.funding_lines.all()},
    )
    facts = {name: getattr(last, name) for name in PROPOSAL_FACTS}
    proposal = Proposal.objects.create(project=locked, plan=plan, **facts)
    _write_costs(proposal, costs)
    proposal.save(update_fields=["estimate"])
    locked.plan = plan
    locked.save(update_fields=["plan"])
    record(
        verb="proposal.start_again",
        project=locked,
        by=by,
        on=proposal,
        before={"year": last.plan.year},
        after={"year": plan.year},
    )
    return proposal


@transaction.atomic
def submit_proposal(*, project: Project, by: Actor) -> Advance:
    """Put a draft, or a deferred project's new proposal, before the office: ``propose``, ``repropose``.

    The plan's row is locked, so that it does not close in the same moment. From now on later projects
    find this one when they are compared. Raises what ``advance`` raises.
    """
    if project.plan is not None:
        AnnualPlan.objects.select_for_update(of=("self",), no_key=True).get(pk=project.plan.pk)
    find_duplicates(project=project)
    step = "repropose" if project.stage == Stage.DEFERRED else "propose"
    advanced = advance(project=project, step=step, by=by)
    if project.plan is not None:
        refresh_plan_tasks(project.plan, by=by)
    return advanced
