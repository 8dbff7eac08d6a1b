"""A project's money in one line, from estimate to payment, each against what stands above it (yuan)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from egov.ui.formats import wan
from projects.brief import brief_of
from projects.models import Project


@dataclass(frozen=True)
class Amount:
    """One amount of the line under its name; None while there is none yet."""

    label: str
    yuan: Decimal | None


def money_line(project: Project) -> list[dict[str, Any]]:
    """Return estimate, approval, budget estimate, award, contract, contract after changes, payment."""
    estimate = Amount(_("Investment estimate"), brief_of(project).estimate)
    approved = Amount(_("Approved investment"), project.approved_investment)
    design = project.designs.order_by("-pk").first()
    budget = Amount(_("Budget estimate"), design.estimate if design else None)
    tender = project.tenders.live()
    award = getattr(tender, "award", None) if tender else None
    contract = project.contracts.current()
    signed = Amount(_("Contract"), contract.amount if contract else None)
    bound = contract.commitment if contract else None
    changed = Amount(_("After changes"), bound.amount if bound else None)
    paid = Amount(_("Paid"), bound.paid if bound else None)
    return [
        _item(estimate),
        _item(approved, limit=estimate),
        _item(budget, limit=approved),
        _item(Amount(_("Award"), award.amount if award else None), limit=budget),
        _item(signed, limit=budget),
        _item(changed, limit=budget),
        _item(paid) | {"note": _left_to_pay(changed, paid)},
    ]


def _item(amount: Amount, *, limit: Amount | None = None) -> dict[str, Any]:
    """Return one amount with its difference to its limit."""
    note, over = "", False
    if amount.yuan is not None and limit and limit.yuan is not None and amount.yuan != limit.yuan:
        over = amount.yuan > limit.yuan
        above, below = _("%(amount)s above the %(limit)s"), _("%(amount)s below the %(limit)s")
        difference = {"amount": _unbroken(amount.yuan - limit.yuan), "limit": limit.label.lower()}
        note = (above if over else below) % difference
    return {"label": amount.label, "amount": amount.yuan, "note": note, "over": over}


def _left_to_pay(bound: Amount, paid: Amount) -> str:
    if bound.yuan is None or paid.yuan is None or bound.yuan == paid.yuan:
        return ""
    return _("%(amount)s left to pay") % {"amount": _unbroken(bound.yuan - paid.yuan)}


def _unbroken(amount: Decimal) -> str:
    """Write an amount so that no line ends between the number and its unit."""
    return wan(abs(amount), 2).replace(" ", "\N{NO-BREAK SPACE}")
