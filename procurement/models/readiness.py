"""Why something cannot be done yet: asked by the pages, which show it, and by the actions, which refuse.

Each answers with sentences, none where nothing stands against it.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from procurement.models.notices import Notice, Solicitation
from procurement.models.schemes import Scheme
from procurement.models.suppliers import Supplier
from procurement.models.tenders import Bid, ProcurementMethod, Tender
from projects.models import Project


def _unless(holds: bool, reason: str) -> list[str]:  # noqa: FBT001 - reads as a sentence where it is used
    return [] if holds else [reason]


def why_not_publish(notice: Notice) -> list[str]:
    """Tell what a draft still lacks before it can be made public."""
    empty = [_("“%(field)s” is still empty.") % {"field": label} for label in notice.missing()]
    if isinstance(notice, Tender):
        return [*empty, *_deadline_ahead(notice), *_tender_faults(notice)]
    return [*empty, *_deadline_ahead(notice)] if isinstance(notice, Solicitation) else empty


def _deadline_ahead(notice: Solicitation | Tender) -> list[str]:
    ahead = notice.deadline is None or notice.deadline > timezone.now()
    return _unless(ahead, _("The deadline lies in the past."))


def _tender_faults(tender: Tender) -> list[str]:
    design = tender.project.designs.current()
    limit = design.estimate if design else Decimal(0)
    open_tender = tender.method == ProcurementMethod.OPEN
    opening, deadline = tender.opening_at, tender.deadline
    too_early = opening is not None and deadline is not None and opening < deadline
    has_document = bool(tender.pk) and tender.files.exists()
    return [
        *_unless(has_document, _("The tender document is still missing.")),
        *_unless(
            open_tender or bool(tender.method_reason.strip()),
            _("Give the reason for a method other than the open tender."),
        ),
        *_unless(
            tender.budget is None or tender.budget <= limit,
            _("The budget exceeds the confirmed budget estimate."),
        ),
        *_unless(
            tender.budget is None or tender.max_price is None or tender.max_price <= tender.budget,
            _("The maximum price exceeds the budget."),
        ),
        *_unless(
            not too_early,
            _("Bids cannot be opened before their deadline."),
        ),
    ]


def why_no_scheme(project: Project) -> list[str]:
    """Tell why no scheme can be recorded, or withdrawn, now."""
    formed = project.panels.standing("scheme").exists()
    return [
        *_unless(project.solicitations.is_published(), _("The solicitation notice is not published yet.")),
        *_unless(not formed, _("The scheme panel is formed; what it judges stays as it is.")),
    ]


def why_no_new_call(project: Project) -> list[str]:
    """Tell why schemes cannot be called for once more, in a stay that has led to no choice yet."""
    formed = project.panels.standing("scheme").exists()
    return [
        *_unless(
            project.solicitations.is_over(), _("The time for schemes of the present call is not over yet.")
        ),
        *_unless(not formed, _("The scheme panel is formed; what it judges stays as it is.")),
        *_unless(
            formed or not project.schemes.await_judgment(),
            _("There are schemes that no panel has judged yet; the office holds the scheme review first."),
        ),
    ]


def why_no_choice(project: Project) -> list[str]:
    """Tell why no scheme can be chosen now."""
    return _unless(
        project.panels.schemes_ranked(), _("The scheme panel has not concluded with a ranking yet.")
    )


def why_no_bid(tender: Tender) -> list[str]:
    """Tell why no bid can be recorded now. One that came too late is recorded, as refused."""
    return [
        *_unless(tender.is_published, _("The tender notice is not published yet.")),
        *_unless(not tender.is_void, _("The tender is void.")),
        *_unless(not tender.is_opened, _("The bids are opened.")),
    ]


def why_not_open(tender: Tender) -> list[str]:
    """Tell why the bids cannot be opened now (招标投标法 art. 28 and 34)."""
    standing, needed = tender.bids.standing().count(), tender.needed_bids
    return [
        *_unless(tender.is_over, _("The deadline for bids has not passed; nobody may read a bid before.")),
        *_unless(not tender.is_void, _("The tender is void.")),
        *_unless(not tender.is_opened, _("The bids are opened.")),
        *_unless(standing >= needed, _too_few(standing, needed)),
    ]


def _too_few(standing: int, needed: int) -> str:
    return _(
        "%(standing)d valid bids, and %(needed)d are needed; the tender can only be declared failed."
    ) % {
        "standing": standing,
        "needed": needed,
    }


def why_not_judge(tender: Tender) -> list[str]:
    """Tell why a bid's validity cannot be recorded now."""
    return [
        *_unless(tender.is_opened, _("The bids are not opened yet.")),
        *_unless(not tender.is_void, _("The tender is void.")),
        *_unless(not tender.is_decided, _("The result is recorded.")),
    ]


def why_no_result(tender: Tender) -> list[str]:
    """Tell why the result of the evaluation cannot be recorded now."""
    valid, needed = tender.bids.standing().count(), tender.needed_bids
    judged = not tender.bids.filter(state=Bid.State.RECEIVED).exists()
    return [
        *why_not_judge(tender),
        *_unless(judged, _("The validity of each bid must be recorded first.")),
        *_unless(
            not tender.project.panels.open().filter(kind="bid").exists(),
            _("The bid panel has not concluded yet."),
        ),
        *_unless(valid >= needed, _too_few(valid, needed)),
    ]


def why_no_award(tender: Tender) -> list[str]:
    """Tell why the award cannot be published now."""
    return [
        *_unless(tender.is_decided, _("The result of the evaluation is not recorded yet.")),
        *_unless(not tender.is_void, _("The tender is void.")),
        *_unless(not hasattr(tender, "award"), _("The award is published.")),
    ]


def why_not_void(tender: Tender) -> list[str]:
    """Tell why the tender cannot be declared void now."""
    return [
        *_unless(tender.is_published, _("The tender notice is not published yet.")),
        *_unless(not tender.is_void, _("The tender is void.")),
    ]


def why_no_contract(project: Project) -> list[str]:
    """Tell why no contract can be recorded now."""
    return _unless(project.tenders.is_awarded(), _("The award is not published yet."))


def barred_as(project: Project, supplier: Supplier) -> str:
    """Tell as what a supplier already serves the project, so that it cannot bid; empty if it may.

    政府采购法实施条例 art. 18: who provided the overall design or the supervision of a project does
    not take part in its other procurement.
    """
    chosen: Scheme | None = project.schemes.chosen()
    if chosen is not None and chosen.supplier.is_same_as(supplier):
        return _("author of the chosen scheme")
    if project.supervisor is not None and Supplier.of(project.supervisor).is_same_as(supplier):
        return _("supervisor")
    return ""
