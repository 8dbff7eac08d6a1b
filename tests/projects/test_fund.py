from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from projects.actions.fund import FundRefused, adjust_fund, allocate, open_fund
from projects.flow import Stage
from projects.models import Allocation, SpecialFund
from tests.approvals import make_approved_project, make_fund
from tests.factories import City, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def project(city):
    """A project with an approved investment of 1,000,000 yuan."""
    return make_approved_project(city)


def give(city, project, fund, amount, **fields):
    by = fields.pop("by", None) or city.actor("finance_bureau")
    return allocate(
        project=project, fund=fund, amount=Decimal(amount), by=by, **{"reason": "首年资金", **fields}
    )


def test_a_year_has_one_fund(city):
    fund = make_fund(city)
    assert fund.jurisdiction == city.jurisdiction
    with pytest.raises(FundRefused, match="2027"):
        make_fund(city)
    with pytest.raises(FundRefused):
        make_fund(city, "0.00", year=2028)


@pytest.mark.parametrize("role", ["informatization_office", "owner_unit", "municipal_government"])
def test_only_finance_sets_and_allocates(city, project, role):
    with pytest.raises(PermissionDenied):
        open_fund(year=2027, amount=Decimal(1), by=city.actor(role))
    fund = make_fund(city)
    with pytest.raises(PermissionDenied):
        give(city, project, fund, "1.00", by=city.actor(role))
    with pytest.raises(PermissionDenied):
        adjust_fund(fund=fund, amount=Decimal(9), reason="调整", by=city.actor(role))


def test_an_allocation_counts_against_project_and_fund(city, project):
    fund = make_fund(city)
    give(city, project, fund, "600000.00")
    assert project.allocations.total() == Decimal("600000.00")
    assert fund.left() == Decimal("4400000.00")
    assert SpecialFund.objects.with_allocated().get().allocated == Decimal("600000.00")


def test_allocations_stay_within_the_approved_investment(city, project):
    fund = make_fund(city)
    give(city, project, fund, "600000.00")
    with pytest.raises(FundRefused, match=r"100\.00 万元.*40\.00 万元"):
        give(city, project, fund, "400000.01")
    give(city, project, fund, "400000.00")


def test_allocations_stay_within_the_fund(city, project):
    fund = make_fund(city, "500000.00")
    with pytest.raises(FundRefused, match=r"50\.00 万元"):
        give(city, project, fund, "500000.01")
    assert not Allocation.objects.exists()


def test_a_project_without_approval_or_after_its_end_gets_nothing(city):
    fund = make_fund(city)
    with pytest.raises(FundRefused, match="尚未批复"):
        give(city, make_project(city, stage=Stage.ARGUED), fund, "1.00")
    ended = make_project(city, stage=Stage.TERMINATED, approved_investment=Decimal(100))
    with pytest.raises(FundRefused, match="已结束"):
        give(city, ended, fund, "1.00")


@pytest.mark.parametrize("fields", [{"amount": "0.00"}, {"amount": "-1.00"}, {"reason": " "}])
def test_nonsense_is_refused(city, project, fields):
    with pytest.raises(FundRefused):
        give(city, project, make_fund(city), **{"amount": "1.00", **fields})


def test_another_places_fund_or_bureau_gives_nothing(city, project):
    other = City()
    with pytest.raises(PermissionDenied):
        give(city, project, make_fund(other), "1.00")
    with pytest.raises(PermissionDenied):
        give(city, project, make_fund(city), "1.00", by=other.actor("finance_bureau"))


def test_a_fund_is_adjusted_for_a_reason_but_never_below_what_is_given(city, project):
    fund, finance = make_fund(city), city.actor("finance_bureau")
    give(city, project, fund, "600000.00")
    with pytest.raises(FundRefused, match=r"60\.00 万元"):
        adjust_fund(fund=fund, amount=Decimal("599999.99"), reason="压减", by=finance)
    with pytest.raises(FundRefused, match="理由"):
        adjust_fund(fund=fund, amount=Decimal("700000.00"), reason=" ", by=finance)
    adjusted = adjust_fund(fund=fund, amount=Decimal("600000.00"), reason="压减", by=finance)
    assert adjusted.left() == 0


def test_an_allocation_changes_by_no_hand(city, project):
    give(city, project, make_fund(city), "1.00")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE projects_allocation SET amount = 2")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_allocations_at_the_same_moment_never_exceed_the_fund():
    city = City()
    projects = [make_approved_project(city) for _ in range(8)]
    fund = make_fund(city, "500000.00")

    def try_it(project):
        try:
            give(city, project, fund, "100000.00")
        except FundRefused:
            return 0
        else:
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_it, projects)) == 5
    assert fund.left() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_allocations_at_the_same_moment_never_exceed_the_approved_investment():
    city = City()
    project = make_approved_project(city)
    funds = [make_fund(city, year=2027 + n) for n in range(8)]

    def try_it(fund):
        try:
            give(city, project, fund, "300000.00")
        except FundRefused:
            return 0
        else:
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_it, funds)) == 3
    assert project.allocations.total() == Decimal("900000.00")
