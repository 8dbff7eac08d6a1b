"""The list of fees with full bank numbers, for whoever transfers the money."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.actions import record, require
from reviews.actions.pool import unmask
from reviews.actions.pool.access import keeps
from reviews.models import Expert, FeeList


@transaction.atomic
def export_fees(*, fee_list: FeeList, reason: str, by: Actor) -> list[list[Any]]:
    """Return one row per expert: name, bank, account number, half days, rate, yuan.

    Each number that is read is an event of its own in the trail, as on the expert's page. Who does not
    keep the expert's pool gets the masked number. Raises ``PermissionDenied`` unless the office asks,
    ``ExpertRefused`` without a reason.
    """
    project = fee_list.panel.project
    require(project, Permission.FORM_PANEL, by=by)
    rows = []
    for fee in fee_list.fees.select_related("member__user__expert_profile__pool__jurisdiction"):
        expert = fee.member.user.expert_profile
        number = _number(expert, reason, by)
        rows.append([fee.member.user.name, expert.bank_name, number, fee.half_days, fee.rate, fee.amount])
    record(verb="review.export_fees", project=project, on=fee_list.panel, by=by, reason=reason.strip())
    return rows


def _number(expert: Expert, reason: str, by: Actor) -> str:
    if not expert.bank_number_sealed:
        return _("not recorded")
    if not keeps(expert.pool, by):
        return str(expert.bank_number_mask)
    return unmask(expert=expert, what="bank_number", reason=reason, by=by)
