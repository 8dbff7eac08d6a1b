"""A year's budget, what was carried into it and out of it, and what lapsed: on pages, in Excel, in the report."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from projects.actions.ledger.arranging import propose_arrangement
from projects.actions.ledger.closing import close_year
from projects.fund.figures import year_figures
from projects.fund.report import annual_report, report_facts
from projects.models import FundLine, SpecialFund
from tests.approvals import make_fund
from tests.factories import City
from tests.pdf.reading import read as read_pdf
from tests.projects.ledger.test_arranging import sign
from tests.projects.ledger.test_fund_pages import address, cells, read, spend

pytestmark = pytest.mark.django_db
NAMES = ("budget", "carried_in", "carried_over", "has", "lapsed")
CLOSED, NEXT = (7000000, 0, 600000, 6400000, 6200000), (2000000, 600000, None, 2600000, None)


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def years(city: City) -> tuple[SpecialFund, SpecialFund]:
    """Seven million in 2027, of which 800,000 are allocated and 200,000 paid; two million more in 2028."""
    closed = make_fund(city)
    spend(city, closed)
    with time_machine.travel(date(2028, 1, 5)):
        close_year(fund=closed, reason="年终结转", by=city.actor("finance_bureau"))
    arrangement = propose_arrangement(
        year=2028,
        appropriation=Decimal(2_600_000),
        earmarks={FundLine.CONSTRUCTION: Decimal(1_600_000)},
        basis="东财〔2028〕1号",
        reason="年度预算",
        by=city.actor("finance_bureau"),
    )
    sign(city, arrangement, "finance_bureau", "informatization_office")
    return closed, arrangement.fund


def of(row) -> tuple[int | None, ...]:
    return tuple(None if row[name] is None else int(row[name]) for name in NAMES)


def test_a_year_tells_its_budget_and_what_was_carried(years) -> None:
    closed, following = years
    closed.refresh_from_db()
    (total, lines), (new_total, new_lines) = map(year_figures, (closed, following))
    assert (of(total), of(new_total)) == (CLOSED, NEXT)
    assert of(lines[0]) == (5000000, 0, 600000, 4400000, 4200000)
    assert of(new_lines[0]) == (1000000, 600000, None, 1600000, None)
    assert total["has"] == total["paid"] + total["lapsed"]


def test_the_pages_show_it(client: Client, city: City, years) -> None:
    closed, following = years
    page = read(client, address(closed, "fund_year"), city, "audit_bureau")
    assert "60.00 万元</span>结转到 2028 年度" in page.text
    for amount in ("700.00", "60.00", "640.00", "620.00"):
        assert f">{amount} 万元<" in page.text
    page = client.get(address(following, "fund_year"))
    assert of(page.context["figures"]) == NEXT
    assert "上年结转" in page.text
    assert "结转到 2029" not in page.text
    page = client.get(reverse("projects:fund"))
    assert [of(line) for line in page.context["lines"]] == [NEXT, CLOSED]
    assert "本年预算" in page.text
    assert page.text.count("另结转") == 1


def test_the_sheets_have_it(client: Client, city: City, years) -> None:
    closed, following = years
    response = read(client, reverse("projects:export_years"), city)
    header, new, old = cells(b"".join(response.streaming_content))
    assert header[2:7] == (
        "本年预算（元）",
        "上年结转（元）",
        "结转下年（元）",
        "不再结转（元）",
        "资金总额（元）",
    )
    assert new[2:7] == (2000000, 600000, None, None, 2600000)
    assert old[2:7] == (7000000, 0, 600000, 6200000, 6400000)
    response = client.get(address(following, "export_fund", "lines"))
    rows = {row[0]: row[1:] for row in cells(b"".join(response.streaming_content))}
    assert rows["建设"][:5] == (1000000, 600000, None, None, 1600000)
    assert rows["尚未划入用途"][:4] == (1000000, 0, None, None)
    assert rows["合计"][:4] == (2000000, 600000, None, None)
    response = client.get(address(closed, "export_fund", "lines"))
    rows = {row[0]: row[1:] for row in cells(b"".join(response.streaming_content))}
    assert rows["合计"][:4] == (7000000, 0, 600000, 6200000)


def text_of(fund: SpecialFund) -> str:
    pages = read_pdf(annual_report(fund, organ="东海市财政局"))
    return "".join(line.text for page in pages for line in page.lines).replace(" ", "")


def test_the_annual_report_tells_it(years) -> None:
    closed, following = years
    closed.refresh_from_db()
    text = text_of(closed)
    assert "2027年度预算700.00万元，上年结转0.00万元" in text
    assert "结转下年60.00万元，不再结转620.00万元" in text
    assert "100.0%（另有60.00万元结转下年，不计入）" in text
    text = text_of(following)
    assert "2028年度预算200.00万元，上年结转60.00万元，专项资金总额260.00万元" in text
    assert "结转下年" not in text
    assert report_facts(closed)["carried_over"] == "600000.00"
    assert "carried_over" not in report_facts(following)
