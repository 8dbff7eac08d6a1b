"""Derives from the flow what is to be done next in a project, and by whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.urls import reverse

from egov.accounts.roles import Role
from projects.actions.due import DueDays, report_due
from projects.comparison import owes_correction
from projects.flow import (
    REPORTS,
    STEPS,
    Capacity,
    Condition,
    Day,
    Party,
    Step,
    Usage,
    not_known,
    steps_from,
)
from projects.models import Project, Signature, TaskKind

PLAN_PAGE = "projects:plan_of_project"
"""What is done there is done for a whole plan, which has tasks of its own (``plan_tasks``)."""

DATED_STAGES = {
    *(stage for report in REPORTS.values() for stage in report.stages),
    *(stage for step in STEPS.values() if any(c.by_date for c in step.conditions) for stage in step.sources),
}
"""Stages in which the passing of a day alone changes what is to be done."""


@dataclass(frozen=True)
class Duty:
    """One line that should stand on somebody's list."""

    kind: TaskKind
    name: str
    role: Role
    capacity: Capacity
    page: str
    due: Day = not_known
    opens: Day = not_known

    @property
    def is_planned(self) -> bool:
        """Tell whether a day that the process knows, and that may move, rules when it is due."""
        return (self.due, self.opens) != (not_known, not_known)

    def due_day(self, project: Project, days: DueDays, *, since: date) -> date:
        return days.find(since=since, planned=self.due(project), opens=self.opens(project))


CORRECTION = Duty(TaskKind.CORRECT, "application", Role.OWNER_UNIT, Capacity.MEMBER, "projects:application")
"""Whoever prepares the application answers a return; only then does it wait for a signature again."""


def address_of(page: str, *arguments: str) -> str:
    """Return the address of a page, given as the name of its URL, with the place on it, if one is named."""
    name, hash_, place = page.partition("#")
    return reverse(name, args=arguments) + hash_ + place


def missing_parties(project: Project, step: Step) -> list[Party]:
    """Return the parties who have not signed a joint step in this stay."""
    signed = set(Signature.objects.on_step(project, step.name).values_list("role", flat=True))
    return [party for party in step.who if party.role not in signed]


def unmet_conditions(project: Project, step: Step) -> list[Condition]:
    return [condition for condition in step.conditions if not condition(project)]


def _duties_of(project: Project, step: Step, unmet: list[Condition]) -> Iterator[Duty]:
    if step.page == PLAN_PAGE or not step.timely(project):
        return
    if unmet:
        unmet = [one for one in unmet if one.page != PLAN_PAGE and not one.has_own_tasks]
        if not unmet:
            return
        # Only the first: the others are often met on the way, and the page lists them all.
        first = unmet[0]
        yield Duty(
            TaskKind.CONDITION,
            first.name,
            first.met_by,
            Capacity.MEMBER,
            first.page,
            first.due,
            first.opens,
        )
        return
    kind = TaskKind.SIGN if step.joint else TaskKind.STEP
    for party in missing_parties(project, step) if step.joint else step.who:
        yield Duty(kind, step.name, party.role, party.capacity, step.page, step.due)


def duties(project: Project) -> list[Duty]:
    """Return what is to be done next in a project, derived from the flow.

    Where the evidence calls for another step (a failed panel, a failed tender, a decision to terminate),
    that is what is to be done, and not the usual one. What rests on no evidence is nobody's duty.
    """
    if project.discarded_at is not None:
        return []
    steps = [step for step in steps_from(project.stage) if step.conditions or step.usage == Usage.USUAL]
    unmet = {step.name: unmet_conditions(project, step) for step in steps}
    called_for = [s for s in steps if s.usage != Usage.USUAL and not unmet[s.name]]
    if not called_for and owes_correction(project):
        return [CORRECTION]
    chosen = called_for or [s for s in steps if s.usage == Usage.USUAL]
    of_steps = [duty for step in chosen for duty in _duties_of(project, step, unmet[step.name])]
    return [*of_steps, *_reports_owed(project)]


def _reports_owed(project: Project) -> Iterator[Duty]:
    for report in REPORTS.values():
        month = report.owed(project) if project.stage in report.stages else None
        if month is not None:
            name = f"{report.name}:{month:%Y-%m}"
            due = partial(report_due, month)
            yield Duty(TaskKind.REPORT, name, report.role, Capacity.MEMBER, report.page, due)
