"""Operation and maintenance, and the end of it; clause 三(四)2."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from acceptance.actions.common import begin, needed
from acceptance.models import MaintenanceArrangement
from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.actions import record, withdraw_signatures
from projects.actions.documents import file_document
from projects.actions.ledger.committing import commit
from projects.flow import Stage
from projects.models import Commitment, DocumentKind, FundLine, Project

RUNNING = (Stage.IN_USE, Stage.EVALUATED)
ARRANGING = (Stage.ACCEPTED, *RUNNING)


@transaction.atomic
def arrange_maintenance(
    *,
    project: Project,
    operator: str,
    contact: str,
    phone: str,
    service_level: str,
    annual_cost: Decimal,
    starts_on: date,
    ends_on: date,
    plan: File[Any],
    by: Actor,
) -> MaintenanceArrangement:
    """Name who operates and maintains the system, as the user unit. ``annual_cost`` in yuan.

    A new arrangement replaces the one before. Raises ``ValidationError`` for a period that ends before it
    begins.
    """
    project = begin(project, Permission.ARRANGE_MAINTENANCE, ARRANGING, by=by)
    if ends_on <= starts_on:
        raise ValidationError({"ends_on": _("The period ends before it begins.")})
    paper = file_document(
        project=project,
        kind=DocumentKind.MAINTENANCE_PLAN,
        title=_("Operation and maintenance plan"),
        upload=plan,
        by=by,
    )
    arrangement = MaintenanceArrangement.objects.create(
        project=project,
        operator=operator,
        contact=contact,
        phone=phone,
        service_level=service_level,
        annual_cost=annual_cost,
        starts_on=starts_on,
        ends_on=ends_on,
        plan=paper,
        named_by=by.user,
    )
    record(
        verb="acceptance.arrange_maintenance",
        project=project,
        by=by,
        on=arrangement,
        after={"operator": operator, "annual_cost": f"{annual_cost:f}"},
    )
    return arrangement


@transaction.atomic
def commit_maintenance(*, arrangement: MaintenanceArrangement, number: str, by: Actor) -> Commitment:
    """Bind a year's cost to the maintenance contract, from what the project has on that line; yuan.

    A deed of its own: a system that is accepted goes into use whether money is allocated yet or not.
    Raises ``ValidationError`` where there is nothing to commit, and ``LimitExceeded``.
    """
    project = begin(arrangement.project, Permission.ARRANGE_MAINTENANCE, ARRANGING, by=by)
    arrangement = project.maintenance_arrangements.select_related("plan").get(pk=arrangement.pk)
    if why_not := why_no_commitment(arrangement):
        raise ValidationError(why_not)
    arrangement.commitment = commit(
        project=project,
        line=FundLine.MAINTENANCE,
        number=needed(number, field="number"),
        payee=arrangement.operator,
        amount=arrangement.annual_cost,
        reason=_("Operation and maintenance contract"),
        about=arrangement,
        document=arrangement.plan,
        by=by,
    )
    arrangement.save(update_fields=["commitment"])
    record(
        verb="acceptance.commit_maintenance",
        project=project,
        by=by,
        on=arrangement,
        after={"number": number.strip(), "amount": f"{arrangement.annual_cost:f}"},
    )
    return arrangement.commitment


def why_no_commitment(arrangement: MaintenanceArrangement) -> str:
    """Tell why the arrangement cannot be bound to a contract; limits of the fund aside."""
    if arrangement.commitment_id is not None:
        return _("This contract is committed already.")
    if arrangement.annual_cost <= 0:
        return _("The arrangement names no cost.")
    return ""


@transaction.atomic
def explain_retirement(
    *, project: Project, successor: Project | None = None, reason: str = "", by: Actor
) -> None:
    """Name the successor of a system that is to retire, or the reason; signatures given before fall.

    Raises ``ValidationError`` if neither is given, or if the successor is of another jurisdiction or
    the project itself.
    """
    project = begin(project, Permission.EXPLAIN_RETIREMENT, RUNNING, by=by)
    reason = reason.strip()
    if successor is None and not reason:
        raise ValidationError(_("Name the successor or give a reason."))
    if successor and (successor.pk == project.pk or successor.jurisdiction_id != project.jurisdiction_id):
        raise ValidationError({"successor": _("The successor is another project of the same jurisdiction.")})
    before = {"successor": project.successor_id, "reason": project.retirement_reason}
    project.successor, project.retirement_reason = successor, reason
    project.save(update_fields=["successor", "retirement_reason"])
    record(
        verb="acceptance.explain_retirement",
        project=project,
        by=by,
        before=before,
        after={"successor": project.successor_id, "reason": reason},
    )
    withdraw_signatures(project=project, step="retire", reason=_("The explanation was changed."), by=by)
