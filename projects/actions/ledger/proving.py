"""The proof of a year's ledger, run by whoever answers for the money and kept; 二(一)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from egov.accounts.acting import Actor
from egov.accounts.models import OrganizationKind
from egov.audit.actions import record_event
from projects.actions.ledger.verifying import verify_ledger
from projects.models import LedgerProof, SpecialFund

PROVERS = frozenset(
    {
        OrganizationKind.FINANCE_BUREAU,
        OrganizationKind.AUDIT_BUREAU,
        OrganizationKind.SUPERVISION_BUREAU,
    }
)


def may_prove(fund: SpecialFund, actor: Actor) -> bool:
    """Tell whether a person answers for the money of this fund, or audits it."""
    return actor.kind in PROVERS and SpecialFund.objects.visible_to(actor).filter(pk=fund.pk).exists()


@transaction.atomic
def prove_ledger(*, fund: SpecialFund, by: Actor) -> LedgerProof:
    """Recompute a year's balances from its entries, and keep what came of it."""
    if not may_prove(fund, by):
        raise PermissionDenied
    faults = [str(fault) for fault in verify_ledger(fund)]
    proof = LedgerProof.objects.create(fund=fund, user=by.user, entries=fund.entries.count(), faults=faults)
    record_event(
        verb="fund.prove",
        by=by,
        on=fund,
        jurisdiction_id=fund.jurisdiction_id,
        after={"entries": proof.entries, "faults": len(faults)},
    )
    return proof
