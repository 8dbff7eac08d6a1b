"""From the opening of the bids to the award, and the ways in which a tender ends without one."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from procurement.actions.award_papers import issue_award_papers
from procurement.actions.beginning import begin, live_tender, refuse_if
from procurement.actions.bids import refuse_barred
from procurement.models import Award, Bid, Tender
from procurement.models.readiness import why_no_award, why_no_result, why_not_open, why_not_void
from projects.actions import advance, record
from projects.actions.documents import file_document
from projects.actions.step_papers import issue_panel_paper
from projects.flow import Stage
from projects.models import DocumentKind, DocumentVersion, Project


@transaction.atomic
def record_opening(
    *, project: Project, opened_at: datetime, upload: File[Any], by: Actor, note: str = ""
) -> Tender:
    """Record that the bids were opened, with the opening record (招标投标法 art. 34–36).

    Refused before the deadline and with fewer valid bids than needed: then the tender can only be
    declared failed. Raises ``ValidationError`` and ``PermissionDenied``.
    """
    project = begin(project, Permission.RUN_PROCUREMENT, [Stage.TENDERING], by=by)
    tender = live_tender(project)
    refuse_if(why_not_open(tender))
    if tender.deadline is None or opened_at < tender.deadline:
        raise ValidationError({"opened_at": _("Bids cannot be opened before their deadline.")})
    if opened_at > timezone.now():
        raise ValidationError({"opened_at": _("This time lies in the future.")})
    tender.opened_at, tender.opened_by, tender.opening_note = opened_at, by.user, note.strip()
    tender.opening_record = file_document(
        project=project, kind=DocumentKind.OPENING_RECORD, title=_("Opening record"), upload=upload, by=by
    )
    tender.save(update_fields=["opened_at", "opened_by", "opening_note", "opening_record"])
    bids = tender.bids.standing().order_by("pk")
    record(
        verb="procurement.open_bids",
        project=project,
        by=by,
        on=tender,
        after={"bids": [{"bidder": bid.supplier_name, "price": str(bid.price)} for bid in bids]},
    )
    return tender


@transaction.atomic
def record_result(
    *, project: Project, ranking: list[Bid], by: Actor, upload: File[Any] | None = None
) -> Tender:
    """Record the evaluation report and the award candidates, the best first.

    Where a bid panel concluded on the platform, its report is issued with this, and none is uploaded.

    Raises ``ValidationError`` while a bid is not judged, with fewer valid bids than needed, where the
    candidates are not valid bids of this tender, or against the order that follows from the marks of the
    bid panel; and ``PermissionDenied``.
    """
    project = begin(project, Permission.RUN_PROCUREMENT, [Stage.TENDERING], by=by)
    tender = live_tender(project)
    refuse_if(why_no_result(tender))
    ids = [bid.pk for bid in ranking]
    bids = {bid.pk: bid for bid in tender.bids.filter(state=Bid.State.VALID, pk__in=ids)}
    if not ids or len(bids) != len(ids):
        raise ValidationError(_("Rank at least one valid bid, each of them once."))
    _refuse_another_order(project, [bids[pk].supplier_name for pk in ids])
    for place, pk in enumerate(ids, start=1):
        bids[pk].rank = place
        bids[pk].save(update_fields=["rank"])
    tender.result_at, tender.result_by = timezone.now(), by.user
    tender.evaluation_report = _evaluation_report(project, upload, by=by)
    tender.save(update_fields=["result_at", "result_by", "evaluation_report"])
    record(
        verb="procurement.record_result",
        project=project,
        by=by,
        on=tender,
        after={"candidates": [bids[pk].supplier_name for pk in ids]},
    )
    return tender


def _evaluation_report(project: Project, upload: File[Any] | None, *, by: Actor) -> DocumentVersion:
    panel = project.panels.concluded("bid").first()
    issued = issue_panel_paper(panel=panel, by=by) if panel else None
    if issued is not None and issued.version is not None:
        return issued.version
    if upload is None:
        raise ValidationError({"upload": _("Attach the bid evaluation report.")})
    kind, title = DocumentKind.EVALUATION_REPORT, _("Bid evaluation report")
    return file_document(project=project, kind=kind, title=title, upload=upload, by=by)


def _refuse_another_order(project: Project, names: list[str]) -> None:
    order = project.panels.bid_order()
    if order is not None and names != order[: len(names)]:
        raise ValidationError(
            _("The order follows from the marks of the bid panel; no other can be recorded.")
        )


@transaction.atomic
def publish_award(
    *,
    project: Project,
    winner: Bid,
    amount: Decimal,
    title: str,
    text: str,
    by: Actor,
    contact: str = "",
    reason: str = "",
) -> Award:
    """Publish who won, and for how many yuan; the first candidate, or another with a reason.

    The notice and the letter of award are issued with it.

    Raises ``ValidationError`` (no candidate, an amount above price or maximum, a barred bidder) and
    ``PermissionDenied``.
    """
    project = begin(project, Permission.RUN_PROCUREMENT, [Stage.TENDERING], by=by)
    tender = live_tender(project)
    refuse_if(why_no_award(tender))
    candidate = tender.bids.candidates().filter(pk=winner.pk).first()
    if candidate is None:
        raise ValidationError({"winner": _("Only an award candidate can win.")})
    if candidate.rank != 1 and not reason.strip():
        raise ValidationError({"reason": _("Say why the candidates ranked before do not get the award.")})
    if amount > min(candidate.price, tender.max_price or candidate.price):
        raise ValidationError({"amount": _("The amount exceeds the winner's price or the maximum price.")})
    # The supervisor may have been assigned since the bid was recorded.
    refuse_barred(project, tender, candidate.supplier)
    award = Award.objects.create(
        tender=tender,
        winner=candidate,
        amount=amount,
        reason=reason.strip(),
        title=title.strip(),
        text=text.strip(),
        contact=contact.strip() or tender.contact,
        published_at=timezone.now(),
        published_by=by.user,
    )
    issue_award_papers(award, by=by)
    record(
        verb="procurement.publish_award",
        project=project,
        by=by,
        on=award,
        after={"winner": candidate.supplier_name, "amount": str(amount), "place": candidate.rank},
        reason=reason.strip(),
    )
    return award


@transaction.atomic
def void_tender(*, project: Project, reason: str, by: Actor) -> Tender:
    """Declare the tender under way void; after that it can only be declared failed.

    Raises ``ValidationError`` without a reason, and ``PermissionDenied``.
    """
    project = begin(project, Permission.RUN_PROCUREMENT, [Stage.TENDERING], by=by)
    tender = live_tender(project)
    refuse_if(why_not_void(tender))
    if not reason.strip():
        raise ValidationError({"reason": _("Please give a reason.")})
    tender.voided_at, tender.voided_by, tender.void_reason = timezone.now(), by.user, reason.strip()
    tender.save(update_fields=["voided_at", "voided_by", "void_reason"])
    record(verb="procurement.void_tender", project=project, by=by, on=tender, reason=reason.strip())
    return tender


@transaction.atomic
def fail_tender(*, project: Project, reason: str, by: Actor) -> Project:
    """End a tender that is void or has too few valid bids; a new one can follow (招标投标法 art. 28).

    Raises ``StepRefused`` where the evidence is missing, and ``PermissionDenied``.
    """
    done = advance(project=project, step="fail_tender", by=by, reason=reason)
    project, tender = done.project, live_tender(done.project)
    tender.failed_at, tender.failed_by, tender.failure_reason = timezone.now(), by.user, reason.strip()
    tender.save(update_fields=["failed_at", "failed_by", "failure_reason"])
    record(verb="procurement.fail_tender", project=project, by=by, on=tender, reason=reason.strip())
    return project
