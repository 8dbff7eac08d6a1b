"""The page of a year's end: what each project carries over, what lapses and why; the sums agree."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from projects.actions.ledger.closing import close_year
from projects.flow import Stage
from projects.models import SpecialFund
from tests.approvals import make_fund
from tests.factories import City, put_in_stage
from tests.projects.ledger.scenes import funded_project, give
from tests.projects.ledger.test_fund_pages import address, cells, read, spend

pytestmark = pytest.mark.django_db
FIGURES = ("allocated", "committed", "paid", "carried", "lapses")


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def fund(city: City) -> SpecialFund:
    """A year of seven million: a project under way, one that has ended, and a small one."""
    fund = make_fund(city)
    spend(city, fund)
    ended = funded_project(city, title="已终止的平台")
    give(city, ended, fund, "300000.00")
    put_in_stage(ended, Stage.TERMINATED, city)
    spend(city, fund, allocated="100000.00", bound="100000.00", paid="50000.00")
    return fund


def figures(rows) -> list[tuple[int, ...]]:
    return [tuple(int(row[name]) for name in FIGURES) for row in rows]


EXPECTED = [
    (800000, 600000, 200000, 600000, 0),
    (300000, 0, 0, 0, 300000),
    (100000, 100000, 50000, 50000, 0),
]


def test_each_row_says_what_goes_on_and_what_lapses(client: Client, city: City, fund: SpecialFund) -> None:
    with time_machine.travel(date(2028, 1, 5)):
        page = read(client, address(fund, "close_fund"), city)
    rows, sums = page.context["rows"], page.context["sums"]
    assert figures(rows) == EXPECTED
    assert [row["has_ended"] for row in rows] == [False, True, False]
    assert page.text.count("项目已结束") == 1
    assert sums["unallocated"] == Decimal("5800000.00")
    for name in ("allocated", "committed", "paid", "carried"):
        assert sums[name] == sum(row[name] for row in rows)
    assert sums["lapses"] == sum(row["lapses"] for row in rows) + sums["unallocated"]
    assert sums["has"] == sums["paid"] + sums["carried"] + sums["lapses"] == Decimal("7000000.00")
    assert ">700.00 万元<" in page.text
    assert "年度结账 2027 · " in page.text


def test_why_it_is_not_possible_yet_stands_above_the_table(
    client: Client, city: City, fund: SpecialFund
) -> None:
    with time_machine.travel(date(2027, 12, 1)):
        text = read(client, address(fund, "close_fund"), city).text
    assert 0 < text.index("尚未结束") < text.index("<table")


def test_closed_it_tells_the_same_to_the_auditor(client: Client, city: City, fund: SpecialFund) -> None:
    with time_machine.travel(date(2028, 1, 5)):
        carried = close_year(fund=fund, reason="年终结转", by=city.actor("finance_bureau"))
        page = read(client, address(fund, "close_fund"), city, "audit_bureau")
        overview = client.get(address(fund, "fund_year"))
    assert figures(page.context["rows"]) == EXPECTED
    assert page.context["sums"]["carried"] == carried
    assert page.context["sums"]["has"] == Decimal("7000000.00")
    assert address(fund, "close_fund") in overview.text


def test_the_sheet_has_every_row_and_the_sums(client: Client, city: City, fund: SpecialFund) -> None:
    response = read(client, address(fund, "export_fund", "carried"), city)
    rows = cells(b"".join(response.streaming_content))
    assert [row[5:10] for row in rows[1:4]] == EXPECTED
    assert [row[10] for row in rows[1:4]] == [None, "项目已结束。", None]
    assert rows[4][9] == 5800000
    assert rows[5][5:10] == (1200000, 700000, 250000, 650000, 6100000)


def test_what_an_ended_project_owes_goes_on_and_only_its_rest_lapses(client: Client, city: City) -> None:
    fund = make_fund(city)
    put_in_stage(spend(city, fund), Stage.RETIRED, city)
    with time_machine.travel(date(2028, 1, 5)):
        [row] = read(client, address(fund, "close_fund"), city).context["rows"]
        carried = close_year(fund=fund, reason="年终结转", by=city.actor("finance_bureau"))
        [closed] = client.get(address(fund, "close_fund")).context["rows"]
    assert figures([row]) == figures([closed]) == [(800000, 600000, 200000, 400000, 200000)]
    assert [row["has_ended"], closed["has_ended"]] == [True, True]
    assert carried == row["carried"]
