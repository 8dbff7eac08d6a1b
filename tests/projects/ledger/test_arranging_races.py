"""An arrangement comes into force while its projects are being given money: nobody waits in a circle."""

from decimal import Decimal
from functools import partial

import pytest

from projects.actions.ledger.arranging import Item, propose_arrangement, sign_arrangement
from projects.models import FundLine
from tests.approvals import make_fund
from tests.factories import City
from tests.projects.ledger.scenes import funded_project, give
from tests.projects.test_races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 8
LINE = FundLine.CONSTRUCTION


def test_a_signature_and_allocations_to_its_projects_all_succeed() -> None:
    city = City()
    fund = make_fund(city)
    projects = [funded_project(city, "5000000.00") for _ in range(4)]
    office = city.actor("informatization_office")
    for _round in range(ROUNDS):
        arrangement = propose_arrangement(
            year=fund.year,
            appropriation=fund.appropriation,
            earmarks={line: fund.accounts.get(figure="earmarked", line=line).amount for line in FundLine},
            basis="东财〔2027〕2号",
            reason="追加",
            items=[Item(project, LINE, Decimal("100.00")) for project in reversed(projects)],
            by=city.actor("finance_bureau"),
        )
        sign_arrangement(arrangement=arrangement, by=city.actor("finance_bureau"))
        at_once(
            [
                partial(sign_arrangement, arrangement=arrangement, by=office),
                *(partial(give, city, project, fund, "10.00") for project in projects),
            ]
        )
        arrangement.refresh_from_db()
        assert arrangement.posted_at is not None
    allocated = [project.fund_accounts.get(line=LINE).amount for project in projects]
    assert allocated == [Decimal(110 * ROUNDS)] * len(projects)
