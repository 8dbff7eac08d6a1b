"""The end of a year: in order, with nothing on its way, and what is owed goes on."""

from decimal import Decimal

import pytest

from projects.actions.ledger.applying import pay_application
from projects.actions.ledger.arranging import propose_arrangement, sign_arrangement, withdraw_arrangement
from projects.actions.ledger.closing import close_year
from projects.actions.ledger.limits import FundRefused
from projects.actions.ledger.paying import pay
from projects.flow import Stage
from projects.fund.figures import Totals
from projects.models import FundLine, SpecialFund
from tests.approvals import make_fund
from tests.factories import City, put_in_stage
from tests.projects.ledger.payments import accepted, pass_acceptance
from tests.projects.ledger.scenes import bind, funded_project, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = City()
    city.organization("finance_bureau")
    return city


def test_years_are_closed_in_their_order(city: City) -> None:
    """Otherwise the earlier one has nowhere to carry its money."""
    project, finance = funded_project(city), city.actor("finance_bureau")
    earlier, later = make_fund(city, year=2024), make_fund(city, year=2025)
    for fund in (earlier, later):
        give(city, project, fund, "100000.00")
    with pytest.raises(FundRefused, match="2024"):
        close_year(fund=later, reason="年终", by=finance)
    assert close_year(fund=earlier, reason="年终", by=finance) == 100_000
    assert close_year(fund=later, reason="年终", by=finance) == 200_000


def test_an_arrangement_of_the_next_year_is_settled_first(city: City) -> None:
    """It names totals: signed afterwards, it would take back what was carried over."""
    finance, office = city.actor("finance_bureau"), city.actor("informatization_office")
    project = funded_project(city)
    closing, following = make_fund(city, year=2025), make_fund(city, "1000000.00", year=2026)
    give(city, project, closing, "300000.00")
    now = Totals.now(following)
    more = propose_arrangement(
        year=2026,
        appropriation=now.appropriation + 100_000,
        earmarks=now.earmarks | {FundLine.CONSTRUCTION: now.earmarks[FundLine.CONSTRUCTION] + 100_000},
        basis="东财〔2026〕9号",
        reason="追加",
        by=finance,
    )
    sign_arrangement(arrangement=more, by=finance)
    with pytest.raises(FundRefused, match="2026"):
        close_year(fund=closing, reason="年终", by=finance)
    withdraw_arrangement(arrangement=more, reason="重报", by=office)
    close_year(fund=closing, reason="年终", by=finance)
    assert Totals.now(SpecialFund.objects.get(year=2026)).appropriation == now.appropriation + 300_000


def test_what_is_owed_on_a_retired_project_goes_on_and_its_rest_lapses(city: City) -> None:
    finance = city.actor("finance_bureau")
    project = funded_project(city, supervisor=city.supervisor)
    fund = make_fund(city, year=2025)
    give(city, project, fund, "800000.00")
    contract = bind(city, project, "500000.00")
    pay(commitment=contract, amount=Decimal(450_000), reason="进度款", by=finance)
    pass_acceptance(city, project)
    final = accepted(city, contract, position=4, amount=Decimal("50000.00"))
    put_in_stage(project, Stage.RETIRED, city)
    assert close_year(fund=fund, reason="年终", by=finance) == 50_000
    final.refresh_from_db()
    pay_application(application=final, by=finance)
    assert contract.paid == 500_000
    assert project.fund_accounts.get(fund__year=2026, figure="allocated").left == 0
