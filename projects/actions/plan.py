"""How the annual plan comes about: opened, filled, ordered, decided, signed, published. Clause 三(一)."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.models import Organization
from egov.accounts.roles import Permission, Role
from egov.audit.actions import record_event
from egov.audit.refusals import Refusal
from projects.actions.advance import AlreadySigned, advance, refuse_second_hat
from projects.actions.plan_papers import issue_plan_paper
from projects.actions.plan_tasks import refresh_plan_tasks
from projects.actions.recording import record
from projects.actions.tasks import refresh_tasks
from projects.flow import Stage
from projects.models import AnnualPlan, Project, Proposal, Signature
from projects.models.plan import SIGNING_CONDITIONS, PlanCondition
from projects.track_record import records_of_units

STEP = "sign_plan"

BEFORE_PLAN = (Stage.DRAFT, Stage.DEFERRED)
"""Stages in which a project waits for a plan that is open to it."""


class PlanRefused(Refusal):
    """The plan does not allow this; ``unmet`` names the conditions that are not met."""

    def __init__(self, unmet: Iterable[PlanCondition] = ()) -> None:
        self.unmet = list(unmet)
        super().__init__(", ".join(condition.name for condition in self.unmet))


class PlanExists(PlanRefused):
    """The year has its plan already."""


class PlanChanged(PlanRefused):
    """Somebody changed the plan after this person last saw it."""


class PlanPublished(PlanRefused):
    """A published plan no longer changes."""


class NotCountersigned(PlanRefused):
    """A party has not signed."""


@transaction.atomic
def open_plan(*, year: int, priorities: str, ceiling: Decimal, by: Actor) -> AnnualPlan:
    """Open a plan year for proposals, with its priorities and its ceiling in yuan.

    Raises ``PlanExists`` for a year that the jurisdiction has opened before. Clauses 二(一), 三(一).
    """
    if by.jurisdiction is None or not by.may(Permission.MANAGE_PLAN):
        raise PermissionDenied
    plan, is_new = AnnualPlan.objects.get_or_create(
        jurisdiction=by.jurisdiction,
        year=year,
        defaults={"priorities": priorities, "ceiling": ceiling, "opened_by": by.user},
    )
    if not is_new:
        raise PlanExists
    _record("plan.open", plan, by, after={"ceiling": str(ceiling), "priorities": priorities})
    _invite(plan, by=by)
    return plan


@transaction.atomic
def edit_plan(*, plan: AnnualPlan, version: int, priorities: str, ceiling: Decimal, by: Actor) -> AnnualPlan:
    """Change priorities or ceiling (yuan) of a plan that is not published; signatures fall with it.

    Raises ``PlanChanged`` when ``version`` is no longer the plan's, ``PlanPublished``.
    """
    locked = _lock(plan, by=by, version=version)
    before = {"ceiling": str(locked.ceiling), "priorities": locked.priorities}
    locked.priorities, locked.ceiling = priorities, ceiling
    locked.save(update_fields=["priorities", "ceiling"])
    after = {"ceiling": str(ceiling), "priorities": priorities}
    if before != after:
        _changed(locked, by, _("The priorities or the ceiling of the plan were changed."))
        _record("plan.edit", locked, by, before=before, after=after)
    return locked


@transaction.atomic
def close_plan(*, plan: AnnualPlan, by: Actor) -> AnnualPlan:
    """Close a plan for proposals, so that it can be decided on and signed."""
    return _set_open(plan, by, is_open=False)


@transaction.atomic
def reopen_plan(*, plan: AnnualPlan, by: Actor) -> AnnualPlan:
    """Let departments propose again; signatures fall, for the plan may change."""
    return _set_open(plan, by, is_open=True)


def _set_open(plan: AnnualPlan, by: Actor, *, is_open: bool) -> AnnualPlan:
    locked = _lock(plan, by=by)
    if locked.is_open != is_open:
        locked.is_open = is_open
        locked.save(update_fields=["is_open"])
        _changed(locked, by, _("The plan was opened again for proposals."))
        _record("plan.reopen" if is_open else "plan.close", locked, by)
        _invite(locked, by=by)
    return locked


def _invite(plan: AnnualPlan, *, by: Actor) -> None:
    """Ask whose drafts and deferred projects can go to an open plan now, and nobody else any longer."""
    waiting = Project.objects.filter(jurisdiction=plan.jurisdiction, stage__in=BEFORE_PLAN)
    for project in waiting.select_for_update(of=("self",), no_key=True).select_related(
        "jurisdiction", "plan"
    ):
        refresh_tasks(project, by=by)


@transaction.atomic
def decide_proposals(
    *, plan: AnnualPlan, proposals: Collection[int], decision: str, reason: str, by: Actor
) -> int:
    """Include proposals (by their ids), defer them, or take the decision back; return how many changed.

    Decisions take effect with the plan's publication; until then they may change, and each change
    lets the signatures on the plan fall. What earlier results recommend (三(四)3) is kept beside each
    decision, whose reason also says why it departs from it. Raises ``PlanRefused`` without a reason.
    """
    locked = _lock(plan, by=by)
    reason = reason.strip()
    if decision != Proposal.Included.PENDING and not reason:
        raise PlanRefused
    changed = [p for p in _of(locked, proposals) if (p.decision, p.decision_reason) != (decision, reason)]
    units = {proposal.project.owner_unit_id for proposal in changed}
    records = records_of_units(units, jurisdiction_id=locked.jurisdiction_id, before=locked.year)
    for proposal in changed:
        before = proposal.decision
        proposal.decision, proposal.decision_reason = decision, reason
        proposal.recommendation = records[proposal.project.owner_unit_id].recommendation
        proposal.save(update_fields=["decision", "decision_reason", "recommendation"])
        record(
            verb="proposal.decide",
            project=proposal.project,
            by=by,
            on=proposal,
            before={"decision": before},
            after={"decision": decision, "recommendation": proposal.recommendation},
            reason=reason,
        )
    if changed:
        _changed(locked, by, _("The decision on a proposal was changed."))
    return len(changed)


@transaction.atomic
def rank_proposals(*, plan: AnnualPlan, tier: str, proposals: Collection[int], by: Actor) -> int:
    """Give proposals (by their ids) another priority than their units named; they come last in it."""
    locked = _lock(plan, by=by)
    changed = [p for p in _of(locked, proposals) if p.office_tier != tier]
    for proposal in changed:
        before = proposal.office_tier
        proposal.tier, proposal.rank = tier, None
        proposal.save(update_fields=["tier", "rank"])
        _record("proposal.rank", locked, by, on=proposal, before={"tier": before}, after={"tier": tier})
    if changed:
        _changed(locked, by, _("The order of the proposals was changed."))
    return len(changed)


@transaction.atomic
def order_proposals(*, plan: AnnualPlan, positions: dict[int, int], by: Actor) -> bool:
    """Put proposals (by id) at positions within their priority, from 1; tell whether anything moved.

    The others keep their order and make room.
    """
    locked = _lock(plan, by=by)
    tiers: dict[str, list[Proposal]] = {}
    standing = list(locked.proposals.submitted().in_order().select_related("project"))
    for proposal in standing:
        tiers.setdefault(proposal.office_tier, []).append(proposal)
    wanted = [proposal for tier in tiers.values() for proposal in _reordered(tier, positions)]
    if wanted == standing:
        return False
    ranks = dict.fromkeys(tiers, 0)
    for proposal in wanted:
        ranks[proposal.office_tier] += 1
        proposal.rank = ranks[proposal.office_tier]
    Proposal.objects.bulk_update(wanted, ["rank"])
    _changed(locked, by, _("The order of the proposals was changed."))
    _record("plan.order", locked, by, before=_order(standing), after=_order(wanted))
    return True


def _order(proposals: Iterable[Proposal]) -> dict[str, Any]:
    return {"order": [proposal.project.number for proposal in proposals]}


def _reordered(standing: list[Proposal], positions: dict[int, int]) -> list[Proposal]:
    def key(numbered: tuple[int, Proposal]) -> tuple[int, int, int]:
        position, proposal = numbered
        wanted = positions.get(proposal.pk, position)
        # Who moves up goes before the one that stood there, who moves down goes behind.
        return wanted, (wanted > position) - (wanted < position), position

    return [proposal for _position, proposal in sorted(enumerate(standing, start=1), key=key)]


@transaction.atomic
def sign_plan(*, plan: AnnualPlan, version: int, by: Actor) -> list[Role]:
    """Sign the plan for one's organization; return who is still to sign. Clause 三(一), 会同.

    Raises ``PlanChanged`` when ``version`` is not what was shown, ``PlanRefused`` with the unmet
    conditions, ``AlreadySigned``.
    """
    locked = _lock(plan, by=by, version=version, permission=Permission.SIGN_PLAN)
    if not by.is_signatory:
        raise PermissionDenied
    _require_signable(locked)
    mine = [role for role in locked.unsigned_parties() if role in by.roles]
    if not mine:
        raise AlreadySigned(STEP)
    refuse_second_hat(locked.signatures.standing(), by=by)
    for role in mine:
        Signature.objects.create(plan=locked, step=STEP, role=role, user=by.user, organization=_office(by))
    _record("plan.sign", locked, by, after={"roles": [role.value for role in mine]})
    refresh_plan_tasks(locked, by=by)
    return locked.unsigned_parties()


@transaction.atomic
def publish_plan(*, plan: AnnualPlan, by: Actor) -> AnnualPlan:
    """Publish a countersigned plan: what is included is planned, what is deferred is deferred, at once.

    The plan is issued as an official paper. Raises ``PlanRefused`` with the unmet conditions,
    ``NotCountersigned``, ``PlanPublished``, and ``NotPrintable``. Clause 三(一).
    """
    locked = _lock(plan, by=by)
    _require_signable(locked)
    if not locked.is_countersigned():
        raise NotCountersigned
    figures = locked.figures()
    proposals = locked.proposals.submitted().current().in_order().select_related("project")
    for proposal in proposals:
        if proposal.decision == Proposal.Included.INCLUDED:
            advance(project=proposal.project, step="include_in_plan", by=by)
        else:
            advance(project=proposal.project, step="defer", by=by, reason=proposal.decision_reason)
    locked.published_at, locked.published_by = timezone.now(), by.user
    locked.save(update_fields=["published_at", "published_by"])
    issue_plan_paper(locked, by=by)
    _record(
        "plan.publish",
        locked,
        by,
        after={"included": figures.included, "deferred": figures.deferred, "total": str(figures.total)},
    )
    refresh_plan_tasks(locked, by=by)
    return locked


def _office(by: Actor) -> Organization:
    if by.organization is None:
        raise PermissionDenied
    return by.organization


def _lock(
    plan: AnnualPlan,
    *,
    by: Actor,
    version: int | None = None,
    permission: Permission = Permission.MANAGE_PLAN,
) -> AnnualPlan:
    if not may_act_on(plan, by, permission):
        raise PermissionDenied
    related = AnnualPlan.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction")
    locked = related.get(pk=plan.pk)
    if locked.is_published:
        raise PlanPublished
    if version is not None and version != locked.version:
        raise PlanChanged
    return locked


def may_act_on(plan: AnnualPlan, by: Actor, permission: Permission) -> bool:
    """Tell whether a person may do this with a plan of their own jurisdiction."""
    jurisdiction = by.jurisdiction
    return jurisdiction is not None and jurisdiction.pk == plan.jurisdiction_id and by.may(permission)


def _of(plan: AnnualPlan, ids: Collection[int]) -> list[Proposal]:
    proposals = plan.proposals.submitted().current().filter(pk__in=ids)
    return list(proposals.in_order().select_related("project__jurisdiction"))


def _require_signable(plan: AnnualPlan) -> None:
    figures = plan.figures()
    unmet = [condition for condition in SIGNING_CONDITIONS if not condition.holds(plan, figures)]
    if unmet:
        raise PlanRefused(unmet)


def _changed(plan: AnnualPlan, by: Actor, reason: str) -> None:
    """Count the change; what was signed is no longer what stands there."""
    plan.version += 1
    plan.save(update_fields=["version"])
    fallen = plan.standing_signatures().update(
        withdrawn_at=timezone.now(), withdrawn_by=by.user, withdrawal_reason=reason
    )
    if fallen:
        _record("plan.withdraw_signatures", plan, by, after={"signatures": fallen}, reason=reason)
    refresh_plan_tasks(plan, by=by)


def _record(verb: str, plan: AnnualPlan, by: Actor, *, on: Any = None, **told: Any) -> None:
    record_event(verb=verb, by=by, on=on or plan, jurisdiction_id=plan.jurisdiction_id, **told)
