"""A project's money in one line, from estimate to contract, each against its limit (yuan)."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from egov.ui.formats import wan
from projects.brief import brief_of
from projects.models import Project


def money_line(project: Project) -> list[dict[str, Any]]:
    """Return estimate, approved investment, allocation, budget estimate, award and contract."""
    estimate, approved = brief_of(project).estimate, project.approved_investment
    allocated = project.fund_accounts.allocated() or None
    design = project.designs.order_by("-pk").first()
    tender = project.tenders.live()
    award = getattr(tender, "award", None) if tender else None
    contract = project.contracts.current()
    budget = design.estimate if design else None
    signed = contract.amount if contract else None
    return [
        _item(_("Investment estimate"), estimate),
        _item(_("Approved investment"), approved, limit=estimate),
        _item(_("Allocated"), allocated, limit=approved),
        _item(_("Budget estimate"), budget, limit=approved),
        _item(_("Award"), award.amount if award else None, limit=budget),
        _item(_("Contract"), signed, limit=budget),
    ]


def _item(label: str, amount: Decimal | None, *, limit: Decimal | None = None) -> dict[str, Any]:
    """Return one amount with its difference to what stands above it."""
    if amount is None or limit is None or amount == limit:
        return {"label": label, "amount": amount, "note": "", "over": False}
    difference, over = wan(abs(amount - limit)), amount > limit
    note = _("%(amount)s above") if over else _("%(amount)s below")
    return {"label": label, "amount": amount, "note": note % {"amount": difference}, "over": over}
