"""What lies in each phase of a project: its events, the steps taken and to come, how long each took."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Q

from egov.accounts.models import Organization
from egov.accounts.roles import Role
from projects.flow import PHASE_OF_STAGE, STEPS, Phase, Stage, Step, Usage, steps_from
from projects.models import Project, Transition

Signers = dict[tuple[str, int], list[str]]


def during(phase: Phase, transitions: list[Transition]) -> Q:
    """Return the question which events of a project fall into its stays in a phase.

    A step belongs to the phase that it leaves, though its event is written a moment after the project
    has entered the next.
    """
    own = [f"project.{step.name}" for step in STEPS.values() if _leaves(step, phase)]
    others = [f"project.{step.name}" for step in STEPS.values() if not _leaves(step, phase)]
    within = Q(verb__in=own)
    for entered, left in _stays(phase, transitions):
        since = Q(at__gt=entered) if entered else Q(at__isnull=False)
        within |= since & (Q(at__lte=left) if left else Q())
    return within & ~Q(verb__in=others)


def _leaves(step: Step, phase: Phase) -> bool:
    return any(PHASE_OF_STAGE[source] == phase for source in step.sources)


def _stays(phase: Phase, transitions: list[Transition]) -> Iterator[tuple[datetime | None, datetime | None]]:
    """Yield when the project entered the phase and left it again; None where it has no such moment."""
    current, entered = PHASE_OF_STAGE[Stage.DRAFT], None
    for transition in transitions:
        after = PHASE_OF_STAGE[Stage(transition.target)]
        if after == current:
            continue
        if current == phase:
            yield entered, transition.at
        current, entered = after, transition.at
    if current == phase:
        yield entered, None


def steps_of(project: Project, phase: Phase, transitions: list[Transition]) -> list[dict[str, Any]]:
    """Return the steps of a phase: those taken, by whom and after how many days, then those to come."""
    entered = {after.sequence: before.at for before, after in pairwise(transitions)}
    signers = _signers(project)
    taken = [
        _taken(one, entered.get(one.sequence), signers)
        for one in transitions
        if PHASE_OF_STAGE[Stage(one.source)] == phase
    ]
    coming = list(_way_on(Stage(project.stage), phase))
    holders = project.organizations_of({party.role for step in coming for party in step.who})
    return taken + [_to_come(step, holders) for step in coming]


def _taken(one: Transition, entered: datetime | None, signers: Signers) -> dict[str, Any]:
    alone = [f"{one.organization.short_name} {one.user.name}"]
    return {
        "step": STEPS[one.step],
        "who": signers.get((one.step, one.sequence - 1)) or alone,
        "at": one.at,
        "days": (one.at - entered).days if entered else None,
    }


def _signers(project: Project) -> Signers:
    """Return who signed each joint step, by the step and the stay in which it was signed."""
    found: Signers = {}
    standing = project.signatures.standing().select_related("user", "organization")
    for one in standing.order_by("pk"):
        found.setdefault((one.step, one.visit), []).append(f"{one.organization.short_name} {one.user.name}")
    return found


def _way_on(stage: Stage, phase: Phase) -> Iterator[Step]:
    """Yield the usual steps that lie between a stage and the end of a phase, those of the phase alone."""
    while step := next((one for one in steps_from(stage) if one.usage == Usage.USUAL), None):
        if PHASE_OF_STAGE[stage] == phase:
            yield step
        stage = step.targets[0]


def _to_come(step: Step, holders: Mapping[Role, Organization]) -> dict[str, Any]:
    who = [holders[p.role].short_name if p.role in holders else str(p.role.label) for p in step.who]
    return {"step": step, "who": who, "at": None, "days": None}
