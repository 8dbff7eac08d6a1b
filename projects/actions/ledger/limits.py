"""Why the ledger refuses: the limit, what is left of it, and who can change it."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from egov.audit.refusals import Refusal
from egov.ui.amounts import LIMIT
from egov.ui.formats import wan
from projects.models import Figure, FundAccount, Project


class FundRefused(Refusal, ValidationError):
    """The deed breaks a rule of the fund; the message says which."""


class LimitExceeded(FundRefused):
    """The amount breaks a limit; the message names it, what is left, and who can change it."""

    is_slip = True

    def __init__(self, limit: str, amount: Decimal, left: Decimal, remedy: str) -> None:
        self.left = left
        super().__init__(
            _("%(limit)s: %(amount)s in all, %(left)s left. %(remedy)s")
            % {"limit": limit, "amount": wan(amount), "left": wan(left), "remedy": remedy}
        )


def refuse_unwritable(amount: Decimal) -> None:
    """Refuse what is no number, or more than the narrowest column that it may pass through can hold."""
    if not amount.is_finite() or abs(amount) >= LIMIT:
        raise FundRefused(_("The amount is too large."))


def name_of(account: FundAccount) -> str:
    """Return what an account is called in a message."""
    values = {
        "year": account.fund.year,
        "line": account.get_line_display(),
        "project": account.project.title if account.project else "",
        "contract": account.commitment.number if account.commitment else "",
    }
    names = {
        Figure.APPROPRIATED: _("Special fund of %(year)d"),
        Figure.EARMARKED: _("“%(line)s” in the fund of %(year)d"),
        Figure.ALLOCATED: _("Allocated to “%(project)s” from the fund of %(year)d (%(line)s)"),
        Figure.COMMITTED: _("Committed to contract %(contract)s from the fund of %(year)d"),
    }
    return names[Figure(account.figure)] % values


def remedy_for(account: FundAccount) -> str:
    """Return who can raise the limit that an account is."""
    together = _("The informatization office and the finance bureau can change it together.")
    remedies = {
        Figure.APPROPRIATED: together,
        Figure.EARMARKED: together,
        Figure.ALLOCATED: _("The finance bureau can allocate more."),
        Figure.COMMITTED: _("A change of the contract can add to it."),
    }
    return remedies[Figure(account.figure)]


def refuse_beyond(account: FundAccount, asked_fen: int) -> None:
    """Refuse to take more from an account than is left of it; ``asked_fen`` may be negative."""
    room = account.amount_fen - account.used_fen
    if asked_fen > room:
        raise LimitExceeded(name_of(account), account.amount, account.left, remedy_for(account))
    if account.used_fen + asked_fen < 0:
        raise FundRefused(
            _("%(limit)s: only %(used)s were used of it; no more can come back.")
            % {"limit": name_of(account), "used": wan(account.used)}
        )


def refuse_below(account: FundAccount, taken_fen: int) -> None:
    """Refuse to take back from an account what it has passed on already."""
    if account.amount_fen - taken_fen < account.used_fen:
        raise FundRefused(
            _("%(limit)s: %(used)s of it are used already, only %(left)s can be taken back.")
            % {"limit": name_of(account), "used": wan(account.used), "left": wan(account.left)}
        )


def refuse_beyond_investment(project: Project, given: Decimal, amount: Decimal) -> None:
    """Refuse to add yuan for construction to those given, beyond the approved investment."""
    if project.approved_investment is None:
        raise FundRefused(_("The municipal government has not approved an investment yet."))
    left = project.approved_investment - given
    if amount > left:
        raise LimitExceeded(
            _("Approved investment of “%(project)s”") % {"project": project.title},
            project.approved_investment,
            left,
            _("Only the municipal government can approve more."),
        )
