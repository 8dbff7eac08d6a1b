"""What the finance bureau gives, moves, takes back and puts right, and what it cannot."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from egov.audit.models import Event
from projects.actions.ledger.allocating import reallocate, release
from projects.actions.ledger.limits import FundRefused, LimitExceeded
from projects.actions.ledger.reversing import reverse
from projects.flow import Stage
from projects.models import EntryKind, Figure, FundLine, LedgerEntry
from tests.approvals import make_fund
from tests.factories import City, make_project
from tests.projects.ledger.scenes import bind, funded_project, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def project(city):
    """A project with an approved investment of 1,000,000 yuan."""
    return funded_project(city)


def test_an_allocation_counts_against_project_and_line(city, project):
    fund = make_fund(city)
    entry = give(city, project, fund, "600000.00")
    assert project.fund_accounts.allocated() == Decimal("600000.00")
    assert fund.left_on(FundLine.CONSTRUCTION) == Decimal("4400000.00")
    assert (entry.kind, entry.amount, entry.user) == (
        EntryKind.ALLOCATION,
        Decimal("600000.00"),
        city.actor("finance_bureau").user,
    )


def test_allocations_stay_within_the_approved_investment(city, project):
    fund = make_fund(city)
    give(city, project, fund, "600000.00")
    with pytest.raises(LimitExceeded, match=r"批准投资.*100\.00 万元.*40\.00 万元.*市政府"):
        give(city, project, fund, "400000.01")
    give(city, project, fund, "400000.00")


def test_allocations_stay_within_the_line_and_say_who_can_change_it(city, project):
    fund = make_fund(city, "500000.00")
    with pytest.raises(LimitExceeded, match=r"建设.*50\.00 万元.*信息办.*财政局"):
        give(city, project, fund, "500000.01")
    assert not LedgerEntry.objects.filter(figure=Figure.ALLOCATED).exists()


def test_other_lines_do_not_count_against_the_investment(city, project):
    fund = make_fund(city)
    give(city, project, fund, "1000000.00")
    give(city, project, fund, "300000.00", line=FundLine.MAINTENANCE)
    assert project.fund_accounts.allocated(FundLine.MAINTENANCE) == Decimal("300000.00")


def test_a_project_without_approval_or_after_its_end_gets_nothing(city):
    fund = make_fund(city)
    with pytest.raises(FundRefused, match="尚未批复"):
        give(city, make_project(city, stage=Stage.ARGUED), fund, "1.00")
    with pytest.raises(FundRefused, match="已结束"):
        give(city, funded_project(city, stage=Stage.TERMINATED), fund, "1.00")


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": "0.00"},
        {"amount": "-1.00"},
        {"amount": "0.001"},
        {"amount": "NaN"},
        {"amount": "sNaN"},
        {"amount": "Infinity"},
        {"amount": "-Infinity"},
        {"amount": "1E+999999"},
        {"amount": "1E-999999"},
        {"amount": "1000000000000.00"},
        {"reason": " "},
    ],
)
def test_nonsense_is_refused(city, project, fields):
    with pytest.raises(FundRefused):
        give(city, project, make_fund(city), **{"amount": "1.00", **fields})


@pytest.mark.parametrize("role", ["informatization_office", "owner_unit", "municipal_government"])
def test_only_finance_allocates(city, project, role):
    with pytest.raises(PermissionDenied):
        give(city, project, make_fund(city), "1.00", by=city.actor(role))


def test_another_places_fund_or_bureau_gives_nothing(city, project):
    other = City()
    with pytest.raises(PermissionDenied):
        give(city, project, make_fund(other), "1.00")
    with pytest.raises(PermissionDenied):
        give(city, project, make_fund(city), "1.00", by=other.actor("finance_bureau"))


def test_what_is_not_committed_can_be_taken_back_or_moved(city, project):
    fund, finance = make_fund(city), city.actor("finance_bureau")
    give(city, project, fund, "600000.00")
    bind(city, project, "500000.00")
    account = project.fund_accounts.get(figure=Figure.ALLOCATED)
    with pytest.raises(FundRefused, match=r"10\.00 万元"):
        release(account=account, amount=Decimal("100000.01"), reason="收回", by=finance)
    release(account=account, amount=Decimal("40000.00"), reason="收回", by=finance)
    neighbor = funded_project(city)
    reallocate(account=account, to=neighbor, amount=Decimal("60000.00"), reason="调剂", by=finance)
    assert project.fund_accounts.allocated() == Decimal("500000.00")
    assert neighbor.fund_accounts.allocated() == Decimal("60000.00")


def test_a_mistake_is_reversed_once_by_an_entry_of_its_own(city, project):
    fund, finance = make_fund(city), city.actor("finance_bureau")
    entry = give(city, project, fund, "600000.00")
    [reversal] = reverse(entry=entry, reason="录入有误", by=finance)
    assert (reversal.reverses, reversal.signed_amount) == (entry, Decimal("-600000.00"))
    assert project.fund_accounts.allocated() == 0
    with pytest.raises(FundRefused, match="冲销"):
        reverse(entry=entry, reason="再来", by=finance)
    with pytest.raises(FundRefused, match="冲销"):
        reverse(entry=reversal, reason="再来", by=finance)


def test_both_halves_of_a_reallocation_are_reversed_together(city, project):
    fund, finance = make_fund(city), city.actor("finance_bureau")
    give(city, project, fund, "600000.00")
    account, neighbor = project.fund_accounts.get(), funded_project(city)
    out, _into = reallocate(account=account, to=neighbor, amount=Decimal(50_000), reason="调剂", by=finance)
    assert len(reverse(entry=out, reason="错投", by=finance)) == 2
    assert project.fund_accounts.allocated() == Decimal("600000.00")
    assert neighbor.fund_accounts.allocated() == 0


def test_what_was_passed_on_or_signed_jointly_is_not_reversed(city, project):
    fund, finance = make_fund(city), city.actor("finance_bureau")
    entry = give(city, project, fund, "600000.00")
    bind(city, project, "500000.00")
    with pytest.raises(FundRefused, match=r"50\.00 万元"):
        reverse(entry=entry, reason="录入有误", by=finance)
    commitment = LedgerEntry.objects.get(kind=EntryKind.COMMITMENT)
    with pytest.raises(FundRefused, match="合同"):
        reverse(entry=commitment, reason="x", by=finance)
    with pytest.raises(FundRefused, match="共同"):
        reverse(entry=LedgerEntry.objects.get(kind=EntryKind.APPROPRIATION), reason="x", by=finance)
    with pytest.raises(PermissionDenied):
        reverse(entry=entry, reason="x", by=city.actor("informatization_office"))


def test_a_repeated_voucher_posts_nothing_again(city, project):
    fund, voucher = make_fund(city), "6f9619ff-8b86-4011-b42d-00c04fc964ff"
    first = give(city, project, fund, "600000.00", voucher=voucher)
    assert give(city, project, fund, "600000.00", voucher=voucher) == first
    assert project.fund_accounts.allocated() == Decimal("600000.00")
    with pytest.raises(FundRefused, match="重新打开"):
        give(city, project, fund, "1.00", voucher=voucher)
    assert Event.objects.filter(verb="fund.allocate").count() == 1
    give(city, project, fund, "1.00", voucher="6f9619ff-8b86-4011-b42d-00c04fc964f0")
    assert Event.objects.filter(verb="fund.allocate").count() == 2
