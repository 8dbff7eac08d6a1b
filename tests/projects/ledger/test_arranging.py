"""Appropriation and earmarks: signed by both bureaus, in force with the second signature."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from egov.accounts.acting import Actor
from egov.accounts.models import Membership
from projects.actions.advance import AlreadySigned, SignedForAnother
from projects.actions.ledger.arranging import (
    Item,
    propose_arrangement,
    sign_arrangement,
    withdraw_arrangement,
)
from projects.actions.ledger.limits import FundRefused
from projects.actions.ledger.verifying import verify_ledger
from projects.flow import Stage
from projects.models import Figure, FundArrangement, FundLine, LedgerEntry, Task, TaskKind
from tests.approvals import make_fund
from tests.factories import City, make_project, put_in_stage
from tests.projects.ledger.scenes import funded_project, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


def propose(city, appropriation="1000000.00", *, by="finance_bureau", items=(), **lines):
    return propose_arrangement(
        year=2027,
        appropriation=Decimal(appropriation),
        earmarks={FundLine(name): Decimal(amount) for name, amount in lines.items()},
        basis="东财〔2027〕1号",
        reason="年度预算",
        items=items,
        by=city.actor(by),
    )


def sign(city, arrangement, *roles):
    return [sign_arrangement(arrangement=arrangement, by=city.actor(role)) for role in roles]


def test_it_counts_only_when_both_have_signed(city):
    office = city.actor("informatization_office").organization
    arrangement = propose(city, construction="700000.00", review="100000.00")
    sign(city, arrangement, "finance_bureau")
    assert not LedgerEntry.objects.exists()
    waiting = Task.objects.open().get(kind=TaskKind.SIGN_FUND)
    assert waiting.organization == office
    sign(city, arrangement, "informatization_office")
    fund = arrangement.fund
    assert fund.appropriation == Decimal("1000000.00")
    assert fund.left_on(FundLine.CONSTRUCTION) == Decimal("700000.00")
    assert not Task.objects.open().filter(kind=TaskKind.SIGN_FUND).exists()


def test_a_later_one_changes_the_totals_both_ways(city):
    sign(
        city,
        propose(city, construction="700000.00", review="300000.00"),
        "finance_bureau",
        "informatization_office",
    )
    second = propose(
        city, "800000.00", construction="200000.00", maintenance="600000.00", by="informatization_office"
    )
    sign(city, second, "finance_bureau", "informatization_office")
    accounts = second.fund.accounts
    assert accounts.total(Figure.APPROPRIATED) == accounts.total(Figure.EARMARKED) == Decimal("800000.00")
    assert second.fund.left_on(FundLine.MAINTENANCE) == Decimal("600000.00")
    assert second.fund.left_on(FundLine.REVIEW) == 0


def test_lines_never_fall_below_what_is_allocated(city):
    fund = make_fund(city)
    give(city, funded_project(city), fund, "600000.00")
    arrangement = propose(city, "2000000.00", construction="599999.99")
    sign(city, arrangement, "finance_bureau")
    with pytest.raises(FundRefused, match=r"60\.00 万元"):
        sign(city, arrangement, "informatization_office")
    assert fund.accounts.total(Figure.APPROPRIATED) == Decimal("7000000.00")


def test_items_are_allocated_with_it_all_or_none(city):
    small, large = funded_project(city), funded_project(city, "500000.00")
    items = [
        Item(small, FundLine.CONSTRUCTION, Decimal("300000.00")),
        Item(large, FundLine.CONSTRUCTION, Decimal("500000.01")),
    ]
    arrangement = propose(city, construction="900000.00", items=items)
    sign(city, arrangement, "finance_bureau")
    with pytest.raises(FundRefused, match="批准投资"):
        sign(city, arrangement, "informatization_office")
    assert not LedgerEntry.objects.exists()
    withdraw_arrangement(arrangement=arrangement, reason="金额有误", by=city.actor("finance_bureau"))
    again = propose(city, construction="900000.00", items=items[:1])
    sign(city, again, "finance_bureau", "informatization_office")
    assert small.fund_accounts.allocated() == Decimal("300000.00")


def test_a_project_that_ended_meanwhile_gets_nothing(city):
    project = funded_project(city)
    items = [Item(project, FundLine.MAINTENANCE, Decimal("1000.00"))]
    arrangement = propose(city, maintenance="900000.00", items=items)
    sign(city, arrangement, "finance_bureau")
    put_in_stage(project, Stage.TERMINATED, city)
    project.refresh_from_db()
    with pytest.raises(FundRefused, match="已结束"):
        sign(city, arrangement, "informatization_office")
    assert not LedgerEntry.objects.exists()
    withdraw_arrangement(arrangement=arrangement, reason="项目已终止", by=city.actor("finance_bureau"))
    with pytest.raises(FundRefused, match="已结束"):
        propose(city, maintenance="900000.00", items=[Item(project, FundLine.MAINTENANCE, Decimal(1))])
    nobody_approved = make_project(city, stage=Stage.PLANNED)
    with pytest.raises(FundRefused, match="尚未批复"):
        propose(city, items=[Item(nobody_approved, FundLine.MAINTENANCE, Decimal(1))])
    assert FundArrangement.objects.count() == 1


def test_the_lines_fit_the_appropriation_and_one_waits_at_a_time(city):
    with pytest.raises(FundRefused, match="超过"):
        propose(city, construction="1000000.01")
    propose(city, construction="1.00")
    with pytest.raises(FundRefused, match="待签"):
        propose(city, construction="2.00")


def test_the_largest_amount_is_kept_to_the_fen(city):
    most = "999999999999.99"
    items = [Item(funded_project(city, most), FundLine.CONSTRUCTION, Decimal(most))]
    arrangement = propose(city, most, construction=most, items=items)
    sign(city, arrangement, "finance_bureau", "informatization_office")
    assert arrangement.items.get().amount == Decimal(most)
    assert {entry.amount for entry in LedgerEntry.objects.all()} == {Decimal(most)}
    assert arrangement.fund.left_on(FundLine.CONSTRUCTION) == 0
    assert verify_ledger() == []


@pytest.mark.parametrize("beyond", ["1000000000000.00", "99999999999999.99", "1E+999", "NaN", "Infinity"])
def test_what_cannot_be_kept_is_not_put_forward(city, beyond):
    large = Item(funded_project(city), FundLine.MAINTENANCE, Decimal(beyond))
    for refused in ({"appropriation": beyond}, {"construction": beyond}, {"items": [large]}):
        with pytest.raises(FundRefused, match="金额过大"):
            propose(city, **refused)
    assert not FundArrangement.objects.exists()


@pytest.mark.parametrize("role", ["owner_unit", "municipal_government", "audit_bureau"])
def test_nobody_else_proposes_signs_or_withdraws(city, role):
    with pytest.raises(PermissionDenied):
        propose(city, by=role)
    arrangement = propose(city)
    with pytest.raises(PermissionDenied):
        sign(city, arrangement, role)
    with pytest.raises(PermissionDenied):
        withdraw_arrangement(arrangement=arrangement, reason="x", by=city.actor(role))


def test_a_bureau_signs_once_and_by_its_signatory(city):
    arrangement = propose(city)
    sign(city, arrangement, "finance_bureau")
    with pytest.raises(AlreadySigned):
        sign(city, arrangement, "finance_bureau")
    with pytest.raises(PermissionDenied):
        sign_arrangement(arrangement=arrangement, by=City().actor("informatization_office"))


def test_one_person_does_not_sign_for_both_bureaus(city):
    """A person of both bureaus is one person: what is joint is signed by two."""
    finance = city.actor("finance_bureau")
    office = city.organization("informatization_office")
    second_hat = Membership.objects.create(user=finance.user, organization=office, is_signatory=True)
    arrangement = propose(city)
    sign_arrangement(arrangement=arrangement, by=finance)
    with pytest.raises(SignedForAnother):
        sign_arrangement(arrangement=arrangement, by=Actor(finance.user, second_hat, ip="127.0.0.1"))
    assert not LedgerEntry.objects.exists()
