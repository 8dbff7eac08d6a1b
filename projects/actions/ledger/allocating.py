"""What the finance bureau gives to projects, moves between them and takes back; 二(一)."""

from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.actions.ledger.limits import FundRefused
from projects.actions.ledger.noting import note
from projects.actions.ledger.posting import Move, post, project_account
from projects.actions.recording import require
from projects.flow import Stage
from projects.models import EntryKind, Figure, FundAccount, FundLine, LedgerEntry, Project, SpecialFund
from projects.track_record import records_of_projects

ENDED = frozenset({Stage.REJECTED, Stage.TERMINATED, Stage.RETIRED})


@transaction.atomic
def allocate(
    *,
    project: Project,
    fund: SpecialFund,
    amount: Decimal,
    reason: str,
    line: FundLine = FundLine.CONSTRUCTION,
    voucher: UUID | None = None,
    by: Actor,
) -> LedgerEntry:
    """Allocate yuan of a year's fund to a project, within the line and the approved investment; 二(一).

    Raises ``PermissionDenied`` for anybody but the finance bureau, ``FundRefused`` where a limit would
    be exceeded; the message names it, what is left and who can change it.
    """
    locked = _locked(project, by=by)
    if fund.jurisdiction_id != locked.jurisdiction_id:
        raise PermissionDenied
    refuse_unfundable(locked)
    move = Move(project_account(fund, line, locked), Figure.ALLOCATED, amount, EntryKind.ALLOCATION)
    # Asked under the lock of the project: the same form, sent twice at once, is noted once too.
    is_repeated = voucher is not None and LedgerEntry.objects.filter(voucher=voucher).exists()
    [entry] = post(moves=[move], reason=reason, by=by, voucher=voucher, about=locked)
    if not is_repeated:
        note("fund.allocate", entry, locked, by=by, **_recommended(entry))
    return entry


def refuse_unfundable(project: Project) -> None:
    """Refuse to give money to a project that has ended, or whose investment nobody approved; 三(二)3."""
    if project.stage in ENDED:
        raise FundRefused(_("The project has ended; nothing more can be allocated."))
    if project.approved_investment is None:
        raise FundRefused(_("The municipal government has not approved an investment yet."))


def _recommended(entry: LedgerEntry) -> dict[str, str]:
    """Return what earlier results recommend for operation and maintenance, for the trail; 三(四)3."""
    if entry.line != FundLine.MAINTENANCE or entry.project_id is None:
        return {}
    fund = entry.fund
    ids = [entry.project_id]
    records = records_of_projects(ids, jurisdiction_id=fund.jurisdiction_id, before=fund.year + 1)
    return {"recommendation": records[entry.project_id].recommendation.value}


@transaction.atomic
def release(*, account: FundAccount, amount: Decimal, reason: str, by: Actor) -> LedgerEntry:
    """Take back yuan that were allocated to a project and not committed; they return to the line."""
    project = _locked(_project_of(account), by=by)
    move = Move(account, Figure.ALLOCATED, amount, EntryKind.RELEASE, sign=-1)
    [entry] = post(moves=[move], reason=reason, by=by, about=project)
    note("fund.release", entry, project, by=by)
    return entry


@transaction.atomic
def reallocate(
    *, account: FundAccount, to: Project, amount: Decimal, reason: str, by: Actor
) -> list[LedgerEntry]:
    """Move yuan that one project has not committed to another, in the same year and line."""
    source = _project_of(account)
    if source.pk == to.pk or source.jurisdiction_id != to.jurisdiction_id:
        raise FundRefused(_("Choose another project of the same jurisdiction."))
    locked = {pk: _locked(Project(pk=pk), by=by) for pk in sorted([source.pk, to.pk])}
    target = locked[to.pk]
    refuse_unfundable(target)
    goal = project_account(account.fund, account.line, target)
    out = Move(account, Figure.ALLOCATED, amount, EntryKind.REALLOCATION, sign=-1)
    into = Move(goal, Figure.ALLOCATED, amount, EntryKind.REALLOCATION)
    entries = post(moves=[out, into], reason=reason, by=by, about=target)
    for entry in entries:
        note("fund.reallocate", entry, locked[entry.project_id], by=by)  # type: ignore[index]
    return entries


def _project_of(account: FundAccount) -> Project:
    if account.project is None or account.figure != Figure.ALLOCATED:
        raise PermissionDenied
    return account.project


def _locked(project: Project, *, by: Actor) -> Project:
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    require(locked, Permission.MANAGE_FUND, by=by)
    return locked
