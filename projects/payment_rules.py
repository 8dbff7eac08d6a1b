"""Why a payment cannot be applied for: the pages show it, the actions refuse by it."""

from decimal import Decimal

from django.utils.translation import gettext as _

from egov.accounts.roles import Role
from egov.ui.formats import wan
from projects.models import PAYMENT_PARTIES, FundLine, Project
from projects.payment_lines import ContractLine, TermLine


class PaymentRules:
    """What holds for the payments of one project, read once for all its contracts."""

    def __init__(self, project: Project) -> None:
        self.project = project
        steps = project.transitions.filter(step__in=["pass_final_acceptance", "publish_evaluation"])
        taken = set(steps.values_list("step", flat=True))
        self.accepted = "pass_final_acceptance" in taken
        self.evaluated = "publish_evaluation" in taken

    def why_not(self, contract: ContractLine, line: TermLine) -> str:
        """Return why nothing can be applied for under a term now, or nothing."""
        if line.pending:
            return _("An application for it is under way.")
        if line.left <= 0 or contract.left <= 0:
            return _("Nothing of it is left to be paid.")
        return self._why_not_due(FundLine(contract.commitment.line), is_final=line.term.is_final)

    def _why_not_due(self, line: FundLine, *, is_final: bool) -> str:
        if line == FundLine.MAINTENANCE and not self.evaluated:
            return _("Operation and maintenance is paid once the evaluation is published (三(四)3).")
        if line != FundLine.MAINTENANCE and is_final and not self.accepted:
            return _("The final part is paid only after final acceptance.")
        if PAYMENT_PARTIES[line].checker == Role.SUPERVISOR and self.project.supervisor_id is None:
            return _("No supervisor is assigned yet who could accept the application.")
        return ""


def excess(contract: ContractLine, line: TermLine, amount: Decimal) -> str:
    """Return why an amount in yuan is more than can be applied for under a term, or nothing."""
    room = min(line.left, contract.left)
    if amount <= room:
        return ""
    return _(
        "%(contract)s: %(amount)s in all, %(paid)s paid, %(pending)s applied for."
        " For “%(term)s” %(left)s are left."
    ) % {
        "contract": contract.commitment.number,
        "amount": wan(contract.amount),
        "paid": wan(contract.paid),
        "pending": wan(contract.pending),
        "term": line.term.title,
        "left": wan(room),
    }
