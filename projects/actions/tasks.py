"""Keeps the to-do lists true: what each deed leaves for whom to do."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import lazy

from egov.accounts.acting import Actor
from egov.accounts.models import Organization, User
from egov.accounts.roles import Role
from egov.notices.actions import Message, notify_organizations
from projects.actions.due import DueDays
from projects.actions.duties import Duty, address_of, duties
from projects.flow import Capacity, Stage
from projects.models import AnnualPlan, Project, Task, TaskKind

DERIVED = [TaskKind.STEP, TaskKind.SIGN, TaskKind.CONDITION, TaskKind.CORRECT, TaskKind.REPORT]


def refresh_tasks(project: Project, *, by: Actor | None) -> None:
    """Close the derived tasks that no longer hold, open those that now do, and move what is due otherwise.

    ``by`` is None where nobody acted: a day passed.
    """
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
        if not task.is_overdue:
            task.overdue_told_at = None
        task.save(update_fields=["due", "overdue_told_at"])


def _tasks_for(project: Project, wanted: list[Duty], days: DueDays) -> Iterator[Task]:
    since = _asked_since(project)
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
                url=address_of(duty.page, *_arguments(duty, project)),
                since=since,
                due=duty.due_day(project, days, since=timezone.localdate(since)),
            )


def _asked_since(project: Project) -> datetime:
    """Return since when a task that opens now is to be done.

    The answer to a return is one thing, from the correction to the signature: else each draft that is saved
    would move its due day.
    """
    return project.stage_since if project.stage == Stage.RETURNED else timezone.now()


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


def _open(tasks: list[Task], *, by: Actor | None) -> None:
    """Keep tasks and tell their holders: as many queries for ten as for one."""
    opener = by.organization if by else None
    for task in tasks:
        task.opened_by = opener
    Task.objects.bulk_create(tasks)
    notify_organizations([message_of(task) for task in tasks if task.organization != opener])


def message_of(task: Task) -> Message:
    """Return what its holders are told: what is to be done, and in which project or plan."""
    return Message(
        organization=task.organization,
        text=lazy(_words_of, str)(task),
        url=task.url,
        signatories_only=task.capacity == Capacity.SIGNATORY,
        user=task.user,
    )


def _words_of(task: Task) -> str:
    about = task.project.title if task.project else str(task.plan or "")
    return " · ".join(filter(None, [task.label, about]))


def pass_on_tasks(*, project: Project, role: Role, to: Organization) -> None:
    """Put what waits for a project's holder of a role on the list of its new holder, who is told."""
    waiting = list(project.tasks.open().filter(role=role).exclude(organization=to).select_related("project"))
    for task in waiting:
        task.organization, task.user = to, None
    Task.objects.bulk_update(waiting, ["organization", "user"])
    notify_organizations([message_of(task) for task in waiting])


def close_task(task: Task) -> None:
    """Take a line off the list."""
    task.closed_at = timezone.now()
    task.save(update_fields=["closed_at"])
