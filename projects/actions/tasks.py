"""Keeps the to-do lists true: what each deed leaves for whom to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from egov.accounts.acting import Actor
from egov.accounts.models import Organization, User
from egov.accounts.roles import Role
from egov.notices.actions import Message, notify_organizations
from projects.actions.due import DueDays
from projects.flow import Capacity, Condition, Day, Party, Step, Usage, not_known, steps_from
from projects.models import AnnualPlan, Project, Signature, Task, TaskKind

PLAN_PAGE = "projects:plan_of_project"
"""What is done there is done for a whole plan, which has tasks of its own (``plan_tasks``)."""

DERIVED = [TaskKind.STEP, TaskKind.SIGN, TaskKind.CONDITION]


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
    chosen = called_for or [s for s in steps if s.usage == Usage.USUAL]
    return [duty for step in chosen for duty in _duties_of(project, step, unmet[step.name])]


def refresh_tasks(project: Project, *, by: Actor) -> None:
    """Close the derived tasks that no longer hold, open those that now do, and move what is due otherwise."""
    wanted = {(d.kind.value, d.name, d.role.value): d for d in duties(project)}
    days = DueDays(project.jurisdiction_id)
    stale = []
    for task in project.tasks.open().filter(kind__in=DERIVED):
        duty = wanted.pop((task.kind, task.name, task.role), None)
        if duty is None:
            stale.append(task.pk)
        elif duty.is_planned:
            _move(task, duty.due_day(project, days, since=timezone.localdate(task.since)))
    if stale:
        Task.objects.filter(pk__in=stale).update(closed_at=timezone.now())
    if wanted:
        _open([*_tasks_for(project, list(wanted.values()), days)], by=by)


def _move(task: Task, due: date) -> None:
    if task.due != due:
        task.due = due
        task.save(update_fields=["due"])


def _tasks_for(project: Project, wanted: list[Duty], days: DueDays) -> Iterator[Task]:
    today = timezone.localdate()
    holders = project.organizations_of({duty.role for duty in wanted})
    for duty in wanted:
        if duty.role in holders:
            yield Task(
                project=project,
                organization=holders[duty.role],
                role=duty.role,
                capacity=duty.capacity,
                kind=duty.kind,
                name=duty.name,
                url=reverse(duty.page, args=_arguments(duty, project)),
                due=duty.due_day(project, days, since=today),
            )


def _arguments(duty: Duty, project: Project) -> list[str]:
    if duty.page == "projects:step":
        return [project.number, duty.name]
    return [project.number]


def open_task(
    *,
    project: Project | None = None,
    plan: AnnualPlan | None = None,
    organization: Organization,
    role: Role,
    kind: TaskKind,
    url: str,
    by: Actor,
    user: User | None = None,
    capacity: Capacity = Capacity.MEMBER,
    name: str = "",
    subject: str = "",
    due: date | None = None,
) -> Task:
    """Put a line on a to-do list that the flow does not derive (an expert's opinion, a plan's signature).

    Give ``project`` or ``plan`` where it is about one. Without a planned day ``due``, the usual time rules.
    """
    place = (project or plan or organization).jurisdiction_id
    task = Task(
        project=project,
        plan=plan,
        organization=organization,
        user=user,
        role=role,
        capacity=capacity,
        kind=kind,
        name=name,
        subject=subject,
        url=url,
        due=DueDays(place).find(since=timezone.localdate(), planned=due),
    )
    _open([task], by=by)
    return task


def _open(tasks: list[Task], *, by: Actor) -> None:
    """Keep tasks and tell their holders: as many queries for ten as for one."""
    for task in tasks:
        task.opened_by = by.organization
    Task.objects.bulk_create(tasks)
    notify_organizations([_message(task) for task in tasks if task.organization != by.organization])


def _message(task: Task) -> Message:
    about = task.project.title if task.project else str(task.plan or "")
    return Message(
        organization=task.organization,
        text=" · ".join(filter(None, [str(task.label), about])),
        url=task.url,
        signatories_only=task.capacity == Capacity.SIGNATORY,
        user=task.user,
    )


def close_task(task: Task) -> None:
    """Take a line off the list."""
    task.closed_at = timezone.now()
    task.save(update_fields=["closed_at"])
