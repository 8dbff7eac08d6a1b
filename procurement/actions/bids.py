"""What happens to the bids of a tender, clause 三(三)2. Sealing them is a matter of its own."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from procurement.actions.beginning import begin, live_tender, refuse_if
from procurement.models import Bid, Supplier, Tender
from procurement.models.readiness import barred_as, why_no_bid, why_not_judge
from projects.actions import record
from projects.actions.documents import file_document
from projects.flow import Stage
from projects.models import DocumentKind, Project


def refuse_barred(project: Project, tender: Tender, supplier: Supplier) -> None:
    """Raise ``ValidationError`` for who designed or supervises the project (政府采购法实施条例 art. 18)."""
    service = "" if tender.is_single_source else barred_as(project, supplier)
    if service:
        raise ValidationError(
            _("%(supplier)s is the %(service)s of this project and cannot bid for it (%(source)s).")
            % {"supplier": supplier.name, "service": service, "source": "政府采购法实施条例第十八条"}
        )


@transaction.atomic
def record_bid(
    *,
    project: Project,
    supplier_name: str,
    uscc: str,
    price: Decimal,
    received_at: datetime,
    upload: File[Any],
    by: Actor,
) -> Bid:
    """Record a bid that came in, price in yuan; one that came after the deadline as refused.

    Raises ``ValidationError`` (a bidder who may not bid, a second bid, a wrong time) and
    ``PermissionDenied``.
    """
    project = begin(project, Permission.RUN_PROCUREMENT, [Stage.TENDERING], by=by)
    tender = live_tender(project)
    refuse_if(why_no_bid(tender))
    supplier = Supplier(supplier_name.strip(), uscc)
    refuse_barred(project, tender, supplier)
    late = _is_late(tender, received_at)
    if not late and any(bid.supplier.is_same_as(supplier) for bid in tender.bids.standing()):
        raise ValidationError({"supplier_name": _("A bid of this bidder is recorded already.")})
    # Neither title nor name of the paper tells before the opening who bids.
    title = _("Bid %(number)d") % {"number": tender.bids.count() + 1}
    upload.name = f"{title}{PurePath(upload.name or '').suffix.lower()}"
    bid = Bid.objects.create(
        tender=tender,
        supplier_name=supplier.name,
        uscc=supplier.uscc,
        price=price,
        received_at=received_at,
        file=file_document(project=project, kind=DocumentKind.BID, title=title, upload=upload, by=by),
        state=Bid.State.REFUSED if late else Bid.State.RECEIVED,
        recorded_by=by.user,
    )
    # The trail is read by others before the opening: it does not say who bids, nor how much.
    record(
        verb="procurement.record_bid",
        project=project,
        by=by,
        on=tender,
        after={"bid": bid.pk, "state": bid.state, "sha256": bid.file.sha256},
    )
    return bid


def _is_late(tender: Tender, received_at: datetime) -> bool:
    if received_at > timezone.now():
        raise ValidationError({"received_at": _("This time lies in the future.")})
    if not tender.was_public_at(received_at):
        raise ValidationError({"received_at": _("This is before the notice was published.")})
    return tender.was_over_at(received_at)


@transaction.atomic
def withdraw_bid(*, bid: Bid, reason: str, by: Actor) -> None:
    """Record that a bidder took the bid back before the deadline, or that the entry was wrong.

    Raises ``ValidationError`` after the deadline or without a reason, and ``PermissionDenied``.
    """
    project = begin(bid.tender.project, Permission.RUN_PROCUREMENT, [Stage.TENDERING], by=by)
    tender, bid = live_tender(project), Bid.objects.get(pk=bid.pk)
    refuse_if(why_no_bid(tender))
    if tender.pk != bid.tender_id or bid.state != Bid.State.RECEIVED:
        raise ValidationError(_("This bid cannot be withdrawn any more."))
    if tender.is_over:
        raise ValidationError(_("After the deadline a bid can no longer be withdrawn."))
    if not reason.strip():
        raise ValidationError({"reason": _("Please give a reason.")})
    bid.state, bid.remark = Bid.State.WITHDRAWN, reason.strip()
    bid.save(update_fields=["state", "remark"])
    record(
        verb="procurement.withdraw_bid",
        project=project,
        by=by,
        on=tender,
        after={"bid": bid.pk},
        reason=reason.strip(),
    )


@transaction.atomic
def judge_bid(*, bid: Bid, valid: bool, by: Actor, fault: str = "", remark: str = "") -> None:
    """Record after the opening that a bid is valid, or rejected for one of the legal reasons.

    Raises ``ValidationError`` and ``PermissionDenied``.
    """
    project = begin(bid.tender.project, Permission.RUN_PROCUREMENT, [Stage.TENDERING], by=by)
    tender, bid = live_tender(project), Bid.objects.get(pk=bid.pk)
    refuse_if(why_not_judge(tender))
    if tender.pk != bid.tender_id or bid.state in {Bid.State.REFUSED, Bid.State.WITHDRAWN}:
        raise ValidationError(_("This bid is not part of the evaluation."))
    if not valid and fault not in Bid.Fault.values:
        raise ValidationError({"fault": _("Choose the reason for rejection.")})
    before = bid.state
    bid.state = Bid.State.VALID if valid else Bid.State.REJECTED
    bid.fault = "" if valid else fault
    bid.remark = remark.strip()
    bid.save(update_fields=["state", "fault", "remark"])
    record(
        verb="procurement.judge_bid",
        project=project,
        by=by,
        on=bid,
        before={"state": before},
        after={"state": bid.state, "fault": bid.fault},
        reason=remark.strip(),
    )
