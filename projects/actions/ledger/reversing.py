"""How a mistake on the ledger is put right: never edited, reversed by an entry of its own; 二(一)."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.actions.ledger.allocating import ENDED
from projects.actions.ledger.limits import FundRefused
from projects.actions.ledger.locking import lock_projects
from projects.actions.ledger.noting import note
from projects.actions.ledger.posting import Move, post
from projects.flow import Stage
from projects.models import EntryKind, Figure, LedgerEntry, Project

JOINT = frozenset({Figure.APPROPRIATED, Figure.EARMARKED})
"""Figures that the office and the finance bureau change together, by an arrangement."""


@transaction.atomic
def reverse(*, entry: LedgerEntry, reason: str, by: Actor) -> list[LedgerEntry]:
    """Put a mistake right: take back an entry, whole, and every entry of the same deed with it.

    The finance bureau reverses what it posts itself: allocations, reallocations, releases and payments.
    What is signed jointly, or follows from a contract or a year's end, is changed where it came from.
    Raises ``FundRefused``, also where what was given has been passed on meanwhile.
    """
    if entry.fund.jurisdiction_id != (by.jurisdiction.pk if by.jurisdiction else None):
        raise PermissionDenied
    if not by.may(Permission.MANAGE_FUND):
        raise PermissionDenied
    named = Project.objects.filter(ledger_entries__voucher=entry.voucher)
    # What is judged is read under the lock: of two reversals at once, the second finds the first.
    projects = lock_projects(named)
    written_before = LedgerEntry.objects.filter(voucher=entry.voucher).order_by("position")
    deed = list(written_before.select_related("account__fund", "account__parent__fund", "project"))
    why_not = reversal_refusal(deed)
    if why_not:
        raise FundRefused(why_not)
    moves = [
        Move(e.account, Figure(e.figure), e.amount, EntryKind.REVERSAL, sign=-e.sign, reverses=e)
        for e in reversed(deed)
    ]
    moves += _back_from_the_terminated(deed)
    written = post(moves=moves, reason=reason, by=by, about=entry)
    # By project, so that no two deeds wait for each other's chains.
    for one in sorted(written, key=lambda entry: (entry.project_id is None, entry.project_id or 0)):
        note("fund.reverse", one, projects.get(one.project_id or 0), by=by)
    return written


def _back_from_the_terminated(deed: list[LedgerEntry]) -> Iterator[Move]:
    """Yield what returns a taken back payment to its line: a terminated project keeps no money."""
    for entry in deed:
        purse = entry.account.parent
        if entry.figure == Figure.PAID and purse and _stage_of(entry) == Stage.TERMINATED:
            yield Move(entry.account, Figure.COMMITTED, entry.amount, EntryKind.RELEASE, sign=-1)
            yield Move(purse, Figure.ALLOCATED, entry.amount, EntryKind.RELEASE, sign=-1)


def _stage_of(entry: LedgerEntry) -> str:
    return entry.project.stage if entry.project else ""


def reversal_refusal(deed: list[LedgerEntry]) -> str:
    """Return why a deed cannot be reversed, or nothing."""
    reasons = (
        (
            any(e.kind == EntryKind.REVERSAL for e in deed),
            _("A reversal is not reversed; post the right figure anew."),
        ),
        (LedgerEntry.objects.filter(reverses__in=deed).exists(), _("This was reversed before.")),
        (
            any(e.kind == EntryKind.CARRY_OVER for e in deed),
            _("This was carried over at a year's end and stays."),
        ),
        (
            any(e.figure in JOINT for e in deed),
            _("The informatization office and the finance bureau change this together."),
        ),
        (
            any(e.figure == Figure.COMMITTED for e in deed),
            _("This follows from a contract; change the contract."),
        ),
        (
            any(e.figure == Figure.ALLOCATED and e.sign < 0 and _stage_of(e) in ENDED for e in deed),
            _("The project has ended; nothing more can be allocated."),
        ),
    )
    return next((reason for applies, reason in reasons if applies), "")
