"""What a project that ends early leaves unspent, in the transaction that ends it."""

from collections import defaultdict
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from projects.actions.ledger.posting import Move, post
from projects.models import EntryKind, Figure, PaymentApplication, Project

WAITING = (PaymentApplication.Status.FILED, PaymentApplication.Status.ACCEPTED)


@transaction.atomic
def release_all(*, project: Project, reason: str, by: Actor) -> Decimal:
    """Set free what a terminated project has not spent, and return it to its lines; return the yuan.

    Applications for payment that wait for somebody are returned or refused: nothing is left to pay them.
    """
    _end_applications(project, reason, by=by)
    accounts = project.fund_accounts.with_room().select_related("fund")
    moves = [
        Move(account, Figure.COMMITTED, account.left, EntryKind.RELEASE, sign=-1)
        for account in accounts.filter(figure=Figure.COMMITTED)
    ]
    freed: dict[int | None, Decimal] = defaultdict(Decimal)
    for move in moves:
        freed[move.account.parent_id] += move.amount
    purses = project.fund_accounts.filter(figure=Figure.ALLOCATED, fund__closed_at=None).order_by("pk")
    back = [(purse, purse.left + freed[purse.pk]) for purse in purses.select_related("fund")]
    moves += [
        Move(purse, Figure.ALLOCATED, amount, EntryKind.RELEASE, sign=-1) for purse, amount in back if amount
    ]
    if not moves:
        return Decimal(0)
    post(moves=moves, reason=reason, by=by, about=project)
    total = sum((amount for _purse, amount in back), Decimal(0))
    record_event(
        verb="fund.release_all",
        by=by,
        on=project,
        project_id=project.pk,
        jurisdiction_id=project.jurisdiction_id,
        after={"amount": f"{total:f}"},
        reason=reason,
    )
    return total


def _end_applications(project: Project, reason: str, *, by: Actor) -> None:
    waiting = PaymentApplication.objects.filter(commitment__project=project, status__in=WAITING)
    now = timezone.now()
    for one in waiting.select_for_update(of=("self",), no_key=True).order_by("pk"):
        if one.status == PaymentApplication.Status.FILED:
            one.status, one.check_remark = PaymentApplication.Status.RETURNED, reason
            one.checked_at, one.checked_by = now, by.user
        else:
            one.status, one.refusal_reason = PaymentApplication.Status.REFUSED, reason
            one.settled_at, one.settled_by = now, by.user
        one.save()
        record_event(
            verb="payment.end",
            by=by,
            on=one,
            project_id=project.pk,
            jurisdiction_id=project.jurisdiction_id,
            after={"status": one.status},
            reason=reason,
        )
