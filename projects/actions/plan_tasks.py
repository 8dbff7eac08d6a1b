"""Keeps the to-do lists true for annual plans, as ``tasks`` does for projects."""

from collections.abc import Iterator

from django.utils import timezone

from egov.accounts.acting import Actor
from egov.accounts.roles import Role
from projects.actions.tasks import open_task
from projects.flow import Capacity
from projects.models import AnnualPlan, TaskKind
from projects.models.plan import SIGNING_CONDITIONS

KINDS = [TaskKind.COMPILE_PLAN, TaskKind.SIGN_PLAN, TaskKind.PUBLISH_PLAN]
OFFICE = Role.INFORMATIZATION_OFFICE


def plan_duties(plan: AnnualPlan) -> Iterator[tuple[TaskKind, Role]]:
    """Yield what is to be done with a plan, by whom; while departments still propose, what they did."""
    if plan.is_published:
        return
    figures = plan.figures()
    if plan.is_open:
        if figures.pending:
            yield TaskKind.COMPILE_PLAN, OFFICE
        return
    if not all(condition.holds(plan, figures) for condition in SIGNING_CONDITIONS):
        yield TaskKind.COMPILE_PLAN, OFFICE
        return
    waiting = plan.unsigned_parties()
    for role in waiting:
        yield TaskKind.SIGN_PLAN, role
    if not waiting:
        yield TaskKind.PUBLISH_PLAN, OFFICE


def refresh_plan_tasks(plan: AnnualPlan, *, by: Actor) -> None:
    """Close the tasks of a plan that no longer hold and open those that now do."""
    wanted = {(kind.value, role.value): (kind, role) for kind, role in plan_duties(plan)}
    for task in plan.tasks.open().filter(kind__in=KINDS):
        if wanted.pop((task.kind, task.role), None) is None:
            task.closed_at = timezone.now()
            task.save(update_fields=["closed_at"])
    for kind, role in wanted.values():
        holder = plan.jurisdiction.organizations.active().filter(kind=role.value).first()
        if holder is not None:
            open_task(
                plan=plan,
                organization=holder,
                role=role,
                kind=kind,
                capacity=Capacity.SIGNATORY if kind == TaskKind.SIGN_PLAN else Capacity.MEMBER,
                url=plan.get_absolute_url(),
                by=by,
            )
