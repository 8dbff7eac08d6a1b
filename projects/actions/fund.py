"""The special fund, until the ledger comes: what a year has, and what each project gets of it; 二(一)."""

from collections.abc import Iterator
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.audit.actions import record_event
from egov.ui.formats import wan
from projects.actions.recording import record, require
from projects.flow import Stage
from projects.models import Allocation, Project, SpecialFund

ENDED = frozenset({Stage.REJECTED, Stage.TERMINATED, Stage.RETIRED})


class FundRefused(ValidationError):
    """The amount breaks a limit; the message names the limit and what is left."""


@transaction.atomic
def open_fund(*, year: int, amount: Decimal, by: Actor) -> SpecialFund:
    """Set what the special fund has in a year, in yuan. Once a year; ``adjust_fund`` changes it.

    Raises ``PermissionDenied`` for anybody but the finance bureau, ``FundRefused`` where it exists.
    """
    if by.jurisdiction is None or not by.may(Permission.MANAGE_FUND):
        raise PermissionDenied
    if amount <= 0:
        raise FundRefused(_("The amount must be more than zero."))
    if SpecialFund.objects.filter(jurisdiction=by.jurisdiction, year=year).exists():
        raise FundRefused(_("The special fund of %(year)d has already been set.") % {"year": year})
    fund = SpecialFund.objects.create(jurisdiction=by.jurisdiction, year=year, amount=amount)
    record_event(verb="fund.open", by=by, on=fund, after={"year": year, "amount": str(amount)})
    return fund


@transaction.atomic
def adjust_fund(*, fund: SpecialFund, amount: Decimal, reason: str, by: Actor) -> SpecialFund:
    """Change what the fund has in its year, never below what is allocated, for a reason.

    Raises ``PermissionDenied`` for anybody but that jurisdiction's finance bureau, or ``FundRefused``.
    """
    locked = SpecialFund.objects.select_for_update(of=("self",)).get(pk=fund.pk)
    if locked.jurisdiction != by.jurisdiction or not by.may(Permission.MANAGE_FUND):
        raise PermissionDenied
    allocated = locked.allocations.total()
    if amount <= 0 or amount < allocated:
        raise FundRefused(
            _("%(allocated)s are allocated already; the fund cannot have less.")
            % {"allocated": wan(allocated)}
        )
    if not reason.strip():
        raise FundRefused(_("Please give a reason."))
    before, locked.amount = locked.amount, amount
    locked.save(update_fields=["amount"])
    record_event(
        verb="fund.adjust",
        by=by,
        on=locked,
        before={"amount": str(before)},
        after={"amount": str(amount)},
        reason=reason.strip(),
    )
    return locked


@transaction.atomic
def allocate(*, project: Project, fund: SpecialFund, amount: Decimal, reason: str, by: Actor) -> Allocation:
    """Allocate yuan of a year's fund to a project, within the fund and the approved investment; 二(一).

    Project and fund are locked, in this order, so that two allocations at the same moment cannot
    together exceed a limit. Raises ``PermissionDenied`` for anybody but the finance bureau,
    ``FundRefused`` where a limit would be exceeded; the message names it and what is left.
    """
    require(project, Permission.MANAGE_FUND, by=by)
    locked = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    purse = SpecialFund.objects.select_for_update(of=("self",)).get(pk=fund.pk)
    if purse.jurisdiction_id != locked.jurisdiction_id:
        raise PermissionDenied
    faults = list(_faults(locked, purse, amount, reason))
    if faults:
        raise FundRefused(faults)
    allocation = Allocation(
        project=locked, fund=purse, amount=amount, reason=reason.strip(), allocated_by=by.user
    )
    allocation.save()
    record(
        verb="fund.allocate",
        project=locked,
        on=allocation,
        by=by,
        after={"year": purse.year, "amount": str(amount)},
        reason=reason.strip(),
    )
    return allocation


def _faults(project: Project, fund: SpecialFund, amount: Decimal, reason: str) -> Iterator[str]:
    if amount <= 0:
        yield _("The amount must be more than zero.")
    if not reason.strip():
        yield _("Please give a reason.")
    if project.approved_investment is None:
        yield _("The municipal government has not approved an investment yet.")
    elif project.stage in ENDED:
        yield _("The project has ended; nothing more can be allocated.")
    elif amount > (room := project.approved_investment - project.allocations.total()):
        yield _("The approved investment is %(limit)s; of it %(room)s can still be allocated.") % {
            "limit": wan(project.approved_investment),
            "room": wan(room),
        }
    if amount > (left := fund.left()):
        yield _("The special fund of %(year)d has %(limit)s; of it %(left)s is left.") % {
            "year": fund.year,
            "limit": wan(fund.amount),
            "left": wan(left),
        }
