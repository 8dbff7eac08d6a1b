"""The page of an arrangement: what it changes, changed, or would have changed."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from projects.actions.ledger.arranging import withdraw_arrangement
from projects.actions.ledger.closing import close_year
from tests.approvals import make_fund
from tests.factories import City
from tests.projects.ledger.scenes import funded_project, give
from tests.projects.ledger.test_arranging import propose, sign

pytestmark = pytest.mark.django_db
NOTHING, MILLION = Decimal("0.00"), Decimal("1000000.00")


@pytest.fixture
def city() -> City:
    return City()


def shown(client: Client, city: City, arrangement):
    client.force_login(city.actor("audit_bureau").user)
    return client.get(arrangement.get_absolute_url())


def rows(page) -> list[tuple[Decimal, Decimal]]:
    return [(row["now"], row["then"]) for row in page.context["rows"]]


def test_in_force_it_shows_what_stood_before_it_whatever_moved_since(client: Client, city: City) -> None:
    first = make_fund(city).arrangements.get()
    second = propose(city, "8000000.00", construction="6000000.00", review="500000.00")
    sign(city, second, "finance_bureau", "informatization_office")
    give(city, funded_project(city), first.fund, "800000.00")
    with time_machine.travel(date(2028, 1, 5)):
        close_year(fund=first.fund, reason="年终结转", by=city.actor("finance_bureau"))
    page = shown(client, city, first)
    assert rows(page) == [
        (NOTHING, 7 * MILLION),
        (NOTHING, 5 * MILLION),
        (NOTHING, MILLION),
        (NOTHING, MILLION),
        (NOTHING, NOTHING),
    ]
    assert "调整前" in page.text
    assert ">当前<" not in page.text
    assert rows(shown(client, city, second)) == [
        (7 * MILLION, 8 * MILLION),
        (5 * MILLION, 6 * MILLION),
        (MILLION, MILLION / 2),
        (MILLION, NOTHING),
        (NOTHING, MILLION * 3 / 2),
    ]


def test_what_was_carried_into_a_year_stood_before_its_arrangement(client: Client, city: City) -> None:
    fund = make_fund(city, year=2026)
    give(city, funded_project(city), fund, "800000.00")
    with time_machine.travel(date(2027, 1, 5)):
        close_year(fund=fund, reason="年终结转", by=city.actor("finance_bureau"))
    arrangement = propose(city, "1800000.00", construction="1000000.00")
    sign(city, arrangement, "finance_bureau", "informatization_office")
    carried = Decimal("800000.00")
    assert rows(shown(client, city, arrangement))[:2] == [
        (carried, Decimal("1800000.00")),
        (carried, MILLION),
    ]


def test_while_it_waits_it_shows_what_stands_now(client: Client, city: City) -> None:
    make_fund(city)
    page = shown(client, city, propose(city, "8000000.00"))
    assert rows(page)[0] == (7 * MILLION, 8 * MILLION)
    assert ">当前<" in page.text


def test_a_withdrawn_one_shows_only_what_was_proposed(client: Client, city: City) -> None:
    make_fund(city)
    arrangement = propose(city, "8000000.00")
    withdraw_arrangement(arrangement=arrangement, reason="金额有误", by=city.actor("finance_bureau"))
    page = shown(client, city, arrangement)
    assert "提出金额" in page.text
    assert "7,000,000.00" not in page.text
    assert ">当前<" not in page.text
