"""How a mistake on the ledger is put right: never edited, reversed by an entry of its own; 二(一)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.actions.ledger.limits import FundRefused
from projects.actions.ledger.noting import note
from projects.actions.ledger.posting import Move, post
from projects.models import EntryKind, Figure, LedgerEntry

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
    deed = list(LedgerEntry.objects.filter(voucher=entry.voucher).select_related("account__fund", "project"))
    why_not = reversal_refusal(deed)
    if why_not:
        raise FundRefused(why_not)
    moves = [
        Move(e.account, Figure(e.figure), e.amount, EntryKind.REVERSAL, sign=-e.sign, reverses=e)
        for e in reversed(deed)
    ]
    written = post(moves=moves, reason=reason, by=by, about=entry)
    # By project, so that no two deeds wait for each other's chains.
    for one in sorted(written, key=lambda entry: (entry.project_id is None, entry.project_id or 0)):
        note("fund.reverse", one, one.project, by=by)
    return written


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
    )
    return next((reason for applies, reason in reasons if applies), "")
