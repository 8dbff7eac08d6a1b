"""Proposals that came on a sheet: kept until somebody confirms, then begun as drafts, all or none."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from egov.accounts.acting import Actor
from egov.accounts.models import Organization
from egov.audit.actions import record_event
from projects.actions.proposal import Costs, PlanClosed, ProposalRefused, start_proposal
from projects.models import AnnualPlan, Proposal, ProposalImport


class AlreadyImported(ProposalRefused):
    """The sheet was confirmed before."""


@transaction.atomic
def keep_import(*, plan: AnnualPlan, name: str, rows: list[dict[str, Any]], by: Actor) -> ProposalImport:
    """Keep what was read of a sheet without a fault, so that it can be looked at before it counts.

    Raises ``PlanClosed``.
    """
    if by.organization is None or by.organization.jurisdiction_id != plan.jurisdiction_id:
        raise PermissionDenied
    if not plan.is_open:
        raise PlanClosed
    kept = ProposalImport.objects.create(
        plan=plan, organization=by.organization, name=name[-255:], rows=rows, uploaded_by=by.user
    )
    _record("proposal_import.upload", kept, by)
    return kept


@transaction.atomic
def confirm_import(*, sheet: ProposalImport, by: Actor) -> list[Proposal]:
    """Begin a draft for each row of the sheet, all of them or none; the units propose them themselves.

    Raises ``AlreadyImported``, ``PermissionDenied`` (another organization's sheet, or a unit for which
    this person may not begin proposals) and ``PlanClosed``.
    """
    related = ProposalImport.objects.select_for_update(of=("self",), no_key=True).select_related(
        "plan__jurisdiction"
    )
    locked = related.get(pk=sheet.pk)
    if locked.organization != by.organization:
        raise PermissionDenied
    if locked.confirmed_at is not None:
        raise AlreadyImported
    ids = {row[key] for row in locked.rows for key in ("owner_unit", "user_unit")}
    units = Organization.objects.in_bulk(ids)
    begun = [_begin(locked.plan, row, units, by) for row in locked.rows]
    locked.confirmed_at = timezone.now()
    locked.save(update_fields=["confirmed_at"])
    _record("proposal_import.confirm", locked, by)
    return begun


def _begin(plan: AnnualPlan, row: dict[str, Any], units: dict[int, Organization], by: Actor) -> Proposal:
    facts = row["facts"]
    return start_proposal(
        plan=plan,
        title=facts["title"],
        category=facts["category"],
        construction_type=facts["construction_type"],
        user_unit=units[row["user_unit"]],
        owner_unit=units[row["owner_unit"]],
        facts=facts,
        costs=costs_of(row),
        by=by,
    )


def costs_of(row: dict[str, Any]) -> Costs:
    """Return the money (yuan) of a kept row."""
    return Costs(
        {(item, int(year)): Decimal(amount) for item, year, amount in row["costs"]},
        {source: Decimal(amount) for source, amount in row["funding"].items()},
    )


def _record(verb: str, sheet: ProposalImport, by: Actor) -> None:
    after = {"file": sheet.name, "rows": len(sheet.rows)}
    record_event(verb=verb, by=by, on=sheet, jurisdiction_id=sheet.plan.jurisdiction_id, after=after)
