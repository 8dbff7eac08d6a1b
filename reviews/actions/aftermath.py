"""What remains to be done when a panel has concluded: rate its experts, list their fees, pay them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from egov.accounts.acting import Actor
from egov.accounts.roles import Role
from egov.policy.calendar import add_working_days
from egov.policy.rules import value_of
from projects.actions import open_task
from projects.models import TaskKind
from reviews.models import FeeList, Panel, Rating

PAGES = {
    TaskKind.RATE_EXPERTS: ("reviews:ratings", Role.INFORMATIZATION_OFFICE),
    TaskKind.LIST_FEES: ("reviews:fees", Role.INFORMATIZATION_OFFICE),
    TaskKind.PAY_FEES: ("reviews:fees", Role.FINANCE_BUREAU),
}


def settle_aftermath(panel: Panel, *, by: Actor) -> None:
    """Make the lines of a concluded panel on the to-do lists true."""
    wanted = set(_wanted(panel))
    name = f"panel-{panel.pk}"
    for task in panel.project.tasks.open().filter(kind__in=list(PAGES), name=name):
        if task.kind in wanted:
            wanted.remove(task.kind)
        else:
            task.closed_at = timezone.now()
            task.save(update_fields=["closed_at"])
    for kind in wanted:
        _open(panel, TaskKind(kind), name, by)


def _wanted(panel: Panel) -> Iterator[str]:
    fee_list = FeeList.objects.filter(panel=panel).first()
    experts = panel.members.sitting().filter(is_expert=True)
    if Rating.objects.filter(member__in=experts).count() < experts.count():
        yield TaskKind.RATE_EXPERTS
    if fee_list is None:
        yield TaskKind.LIST_FEES
    elif fee_list.paid_at is None:
        yield TaskKind.PAY_FEES


def _open(panel: Panel, kind: TaskKind, name: str, by: Actor) -> None:
    project, (page, role) = panel.project, PAGES[kind]
    holder = project.organization_of(role)
    if holder is None:
        return
    days = int(value_of("rating_working_days", jurisdiction_id=project.jurisdiction_id))
    due = add_working_days(timezone.localdate(), days) if kind == TaskKind.RATE_EXPERTS else None
    url = reverse(page, args=[project.number, panel.pk])
    open_task(project=project, organization=holder, role=role, kind=kind, name=name, url=url, by=by, due=due)
