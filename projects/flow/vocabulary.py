"""The words of the flow: stages, phases, parties, conditions, steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from egov.accounts.roles import Role


class Stage(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Proposed")
    DEFERRED = "deferred", _("Deferred")
    PLANNED = "planned", _("Planned")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned for correction")
    UNDER_ARGUMENTATION = "under_argumentation", _("Under argumentation")
    ARGUED = "argued", _("Argumentation passed")
    AWAITING_APPROVAL = "awaiting_approval", _("Awaiting approval")
    REJECTED = "rejected", _("Rejected")
    APPROVED = "approved", _("Approved")
    INITIATED = "initiated", _("Initiated")
    SOLICITING = "soliciting", _("Soliciting schemes")
    SCHEME_SELECTED = "scheme_selected", _("Scheme selected")
    SCHEME_CONFIRMED = "scheme_confirmed", _("Scheme confirmed")
    TENDERING = "tendering", _("Tendering")
    CONTRACTED = "contracted", _("Contract signed")
    UNDER_CONSTRUCTION = "under_construction", _("Under construction")
    TRIAL_RUN = "trial_run", _("Trial run")
    PRELIMINARILY_ACCEPTED = "preliminarily_accepted", _("Preliminarily accepted")
    ACCEPTED = "accepted", _("Accepted")
    IN_USE = "in_use", _("In use")
    EVALUATED = "evaluated", _("Evaluated")
    RETIRED = "retired", _("Retired")
    TERMINATED = "terminated", _("Terminated")


class Phase(models.TextChoices):
    """The nine phases of the step bar."""

    PLAN = "plan", _("Plan")
    APPLICATION = "application", _("Application")
    ARGUMENTATION = "argumentation", _("Argumentation")
    APPROVAL = "approval", _("Approval")
    SCHEME = "scheme", _("Scheme")
    TENDER = "tender", _("Tender")
    CONSTRUCTION = "construction", _("Construction")
    ACCEPTANCE = "acceptance", _("Acceptance")
    OPERATION = "operation", _("Operation and evaluation")


PHASE_OF_STAGE: dict[Stage, Phase | None] = {
    Stage.DRAFT: Phase.PLAN,
    Stage.PROPOSED: Phase.PLAN,
    Stage.DEFERRED: Phase.PLAN,
    Stage.PLANNED: Phase.APPLICATION,
    Stage.SUBMITTED: Phase.APPLICATION,
    Stage.RETURNED: Phase.APPLICATION,
    Stage.UNDER_ARGUMENTATION: Phase.ARGUMENTATION,
    Stage.ARGUED: Phase.APPROVAL,
    Stage.AWAITING_APPROVAL: Phase.APPROVAL,
    Stage.REJECTED: None,
    Stage.APPROVED: Phase.APPROVAL,
    Stage.INITIATED: Phase.SCHEME,
    Stage.SOLICITING: Phase.SCHEME,
    Stage.SCHEME_SELECTED: Phase.SCHEME,
    Stage.SCHEME_CONFIRMED: Phase.TENDER,
    Stage.TENDERING: Phase.TENDER,
    Stage.CONTRACTED: Phase.CONSTRUCTION,
    Stage.UNDER_CONSTRUCTION: Phase.CONSTRUCTION,
    Stage.TRIAL_RUN: Phase.ACCEPTANCE,
    Stage.PRELIMINARILY_ACCEPTED: Phase.ACCEPTANCE,
    Stage.ACCEPTED: Phase.ACCEPTANCE,
    Stage.IN_USE: Phase.OPERATION,
    Stage.EVALUATED: Phase.OPERATION,
    Stage.RETIRED: None,
    Stage.TERMINATED: None,
}
"""The phase a project stands in; None where it has left the process."""


class Capacity(models.TextChoices):
    MEMBER = "member", _("handler or signatory")
    SIGNATORY = "signatory", _("signatory")


class Usage(StrEnum):
    """How a step stands to the way onward."""

    USUAL = "usual"
    ALTERNATIVE = "alternative"  # taken instead of the usual one, where its evidence says so
    EXCEPTIONAL = "exceptional"  # never proposed as what to do next


Day = Callable[[Any], date | None]
"""A question to a project whose answer is a day, or None where the process knows none."""


def not_known(project: Any) -> date | None:
    return None


def at_any_time(project: Any) -> bool:
    return True


@dataclass(frozen=True)
class Party:
    """One who may take a step, or, where a step is joint, must sign it."""

    role: Role
    capacity: Capacity


@dataclass(frozen=True)
class Condition:
    """Something that must be true before a step; ``page`` (``name#place``) is where ``met_by`` makes it true.

    ``label`` says what must be true, ``todo`` what to do about it, as a to-do list puts it. ``due`` is
    the day by which it is planned to be true; where there is none the usual time rules, counted from the
    day ``opens`` if nothing can be done about it before. What ``has_own_tasks`` is asked for record by
    record, by the app that keeps them. ``by_date``: the passing of a day alone may meet it.
    """

    name: str
    todo: Any
    label: Any
    holds: Callable[[Any], bool]
    met_by: Role
    page: str
    due: Day = not_known
    opens: Day = not_known
    has_own_tasks: bool = False
    by_date: bool = False

    def __call__(self, project: Any) -> bool:
        return self.holds(project)


@dataclass(frozen=True)
class Step:
    """What the regulation says of one step. ``effect`` tells in one sentence what it will cause.

    ``due`` is the day for which it is planned; where there is none the usual time rules. Nobody is asked
    to prepare or to take it before it is ``timely``.
    """

    name: str
    label: Any
    clause: str
    sources: tuple[Stage, ...]
    targets: tuple[Stage, ...]
    who: tuple[Party, ...]
    joint: bool
    conditions: tuple[Condition, ...]
    needs_reason: bool
    usage: Usage
    page: str
    effect: Any
    due: Day
    timely: Callable[[Any], bool]


@dataclass(frozen=True)
class Report:
    """What ``role`` reports of each month in which a project stands in one of the stages.

    ``owed`` answers with the first day of the first month that is over and not reported on.
    """

    name: str
    todo: Any
    role: Role
    stages: tuple[Stage, ...]
    owed: Day
    page: str


def member(role: Role) -> Party:
    return Party(role, Capacity.MEMBER)


def signatory(role: Role) -> Party:
    return Party(role, Capacity.SIGNATORY)
