"""What the experts of a panel are paid: listed by the office, bound and paid on the fund's review line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.policy.rules import value_of
from projects.actions import record, require
from projects.actions.ledger.committing import commit_to_review
from projects.actions.ledger.paying import pay
from projects.actions.ledger.terms import Term
from reviews.actions.aftermath import settle_aftermath
from reviews.actions.refusal import refuse_if
from reviews.models import Expert, Fee, FeeList, Panel, PanelMember

LONGEST = 20
"""Half days for which one review can be paid."""


@dataclass(frozen=True)
class Due:
    """What an expert is owed per half day."""

    member: PanelMember
    grade: str
    rate: Decimal


def dues_of(panel: Panel) -> list[Due]:
    """Return the experts who sat to the end, with their rates; who left early gets none, nor do officials."""
    members = panel.members.sitting().filter(is_expert=True).with_people()
    place = panel.project.jurisdiction_id
    rates = {g: value_of(f"review_fee_{g}", jurisdiction_id=place) for g in Expert.Grade.values}
    known = [(member, member.user.expert_profile.grade) for member in members]
    return [Due(member, grade, rates[grade].quantize(Decimal("0.01"))) for member, grade in known]


@transaction.atomic
def list_fees(*, panel: Panel, half_days: Mapping[int, int], by: Actor) -> FeeList:
    """List what each expert is owed, by half days per member, and bind it on the fund's review line.

    Raises ``PermissionDenied`` unless the office asks, ``PanelRefused`` before the conclusion, a second
    time, or for half days out of range, and ``LimitExceeded`` where the review line has too little left.
    """
    locked = Panel.objects.select_for_update(of=("self",), no_key=True).get(pk=panel.pk)
    project = locked.project
    require(project, Permission.FORM_PANEL, by=by)
    dues = dues_of(locked)
    refuse_if([*_faults_of_time(locked), *_faults_of_days(dues, half_days)])
    total = sum((due.rate * half_days[due.member.pk] for due in dues), Decimal(0))
    commitment = commit_to_review(
        project=project,
        number=f"PSF-{project.number}-{locked.pk}",
        payee=_("Experts of the panel (%(count)d)") % {"count": len(dues)},
        amount=total,
        reason=_("Fees of the panel: %(panel)s") % {"panel": locked.get_kind_display()},
        by=by,
        about=locked,
        terms=[Term(_("Upon the review"), Decimal(100))],
    )
    fee_list = FeeList.objects.create(panel=locked, commitment=commitment, made_by=by.user)
    for due in dues:
        days = half_days[due.member.pk]
        fee = Fee(fee_list=fee_list, member=due.member, half_days=days, grade=due.grade, rate=due.rate)
        fee.amount = due.rate * days
        fee.save()
    settle_aftermath(locked, by=by)
    record(verb="review.list_fees", project=project, on=locked, by=by, after={"total": f"{total:f}"})
    return fee_list


@transaction.atomic
def pay_fees(*, fee_list: FeeList, by: Actor) -> FeeList:
    """Pay the whole list at once; the finance bureau's deed.

    Raises ``PermissionDenied``, ``PanelRefused`` where it is paid, and ``FundRefused`` as the ledger says.
    """
    locked = FeeList.objects.select_for_update(of=("self",), no_key=True).get(pk=fee_list.pk)
    panel = locked.panel
    require(panel.project, Permission.MANAGE_FUND, by=by)
    refuse_if(_faults_of_payment(locked))
    reason = _("Fees of the panel: %(panel)s") % {"panel": panel.get_kind_display()}
    pay(commitment=locked.commitment, amount=locked.total, reason=reason, by=by, about=panel)
    locked.paid_at, locked.paid_by = timezone.now(), by.user
    locked.save(update_fields=["paid_at", "paid_by"])
    settle_aftermath(panel, by=by)
    record(
        verb="review.pay_fees", project=panel.project, on=panel, by=by, after={"total": f"{locked.total:f}"}
    )
    return locked


def _faults_of_time(panel: Panel) -> Iterator[str]:
    if panel.concluded_at is None:
        yield _("Fees are listed once the panel has concluded.")
    elif FeeList.objects.filter(panel=panel).exists():
        yield _("The fees of this panel are listed already.")


def _faults_of_days(dues: list[Due], half_days: Mapping[int, int]) -> Iterator[str]:
    for due in dues:
        if not 0 < half_days.get(due.member.pk, 0) <= LONGEST:
            yield _("%(name)s: please give 1 to %(most)d half days.") % {
                "name": due.member.user.name,
                "most": LONGEST,
            }


def _faults_of_payment(fee_list: FeeList) -> Iterator[str]:
    if fee_list.paid_at is not None:
        yield _("This list is paid already.")
