"""The pages of a year's fund: what they show, to whom, and at which cost."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from egov.jobs.models import Job
from projects.actions.ledger.paying import pay
from projects.flow import Stage
from projects.fund.warnings import rules_for, warned_accounts, warnings_of
from projects.models import FundLine, LedgerEntry
from tests.approvals import make_fund
from tests.factories import City, make_organization
from tests.projects.ledger.scenes import bind, funded_project, give

pytestmark = pytest.mark.django_db

PAGES = ("fund_year", "fund_units", "fund_projects", "fund_entries", "fund_warnings")


@pytest.fixture
def city() -> City:
    return City()


def address(fund, name: str, *more: object) -> str:
    return reverse(f"projects:{name}", args=[fund.jurisdiction.code, fund.year, *more])


def spend(city: City, fund, *, project=None, allocated="800000.00", bound="600000.00", paid="200000.00"):
    """Give a project money, of which a part is bound and a part is paid."""
    project = project or funded_project(city)
    give(city, project, fund, allocated)
    commitment = bind(city, project, bound)
    pay(commitment=commitment, amount=Decimal(paid), reason="首付款", by=city.actor("finance_bureau"))
    return project


def read(client: Client, url: str, city: City, role: str = "finance_bureau"):
    client.force_login(city.actor(role).user)
    return client.get(url)


def test_the_overview_tells_how_far_each_line_is(client, city):
    fund = make_fund(city)
    spend(city, fund)
    page = read(client, address(fund, "fund_year"), city)
    assert page.context["figures"]["allocated"] == Decimal("800000.00")
    assert page.context["figures"]["rate"] == Decimal(25)
    assert "25.0%" in page.text
    assert 'role="img"' in page.text
    assert "资金总额 700.00 万元" in page.text


@pytest.mark.parametrize("role", ["informatization_office", "audit_bureau", "supervision_bureau"])
@pytest.mark.parametrize("name", PAGES)
def test_who_reads_the_fund_reads_all_of_it(client, city, role, name):
    fund = make_fund(city)
    spend(city, fund)
    assert read(client, address(fund, name), city, role).status_code == 200


@pytest.mark.parametrize("name", [*PAGES, "export_fund", "export_entries"])
def test_for_units_the_fund_is_not_there(client, city, name):
    fund = make_fund(city)
    more = ["units"] if name == "export_fund" else []
    client.force_login(city.actor("owner_unit").user)
    ask = client.post if name == "export_entries" else client.get
    assert ask(address(fund, name, *more)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "page",
    [("fund_year", 15), ("fund_units", 6), ("fund_projects", 7), ("fund_entries", 8), ("fund_warnings", 9)],
)
def test_the_pages_cost_the_same(client, city, django_assert_num_queries, count, page):
    name, queries = page
    fund = make_fund(city, "9000000.00")
    for _each in range(count):
        unit = make_organization(jurisdiction=city.jurisdiction)
        spend(city, fund, project=funded_project(city, owner_unit=unit))
    client.force_login(city.actor("finance_bureau").user)
    client.get(address(fund, name))
    with django_assert_num_queries(queries):
        assert client.get(address(fund, name)).status_code == 200


@pytest.mark.parametrize("years", [1, 3])
def test_the_years_cost_the_same(client, city, django_assert_num_queries, years):
    for year in range(2025, 2025 + years):
        make_fund(city, year=year)
    client.force_login(city.actor("audit_bureau").user)
    client.get(reverse("projects:fund"))
    with django_assert_num_queries(7):
        page = client.get(reverse("projects:fund"))
    assert [line["fund"].year for line in page.context["lines"]] == sorted(
        range(2025, 2025 + years), reverse=True
    )


def test_units_and_projects_stand_with_the_most_money_first(client, city):
    fund = make_fund(city)
    small = spend(city, fund, allocated="500000.00", bound="100000.00", paid="50000.00")
    large = spend(city, fund, project=funded_project(city, owner_unit=city.other_department))
    (first, second) = read(client, address(fund, "fund_units"), city).context["rows"]
    assert [first["unit"], second["unit"]] == [city.other_department, city.owner_unit]
    assert (
        second["allocated"],
        second["committed"],
        second["paid"],
        second["left"],
        second["rate"],
    ) == tuple(map(Decimal, ("500000.00", "100000.00", "50000.00", "400000.00", "10")))
    items = client.get(address(fund, "fund_projects")).context["page"].items
    assert [account.project for account in items] == [large, small]
    one = client.get(address(fund, "fund_projects"), {"unit": city.owner_unit.pk}).context["page"].items
    assert [account.project for account in one] == [small]
    none = client.get(address(fund, "fund_projects"), {"line": "review"})
    assert none.context["page"].items == []
    assert "没有符合条件" in none.text


def test_units_are_paged(client, city):
    fund = make_fund(city, "9000000.00")
    for _each in range(26):
        unit = make_organization(jurisdiction=city.jurisdiction)
        give(city, funded_project(city, owner_unit=unit), fund, "10000.00")
    first = read(client, address(fund, "fund_units"), city).context
    second = client.get(address(fund, "fund_units") + first["page"].next_url).context
    assert (len(first["rows"]), len(second["rows"])) == (25, 1)
    assert second["rows"][0]["unit"] not in [row["unit"] for row in first["rows"]]


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ({"kind": "payment"}, {"payment"}),
        ({"line": "review"}, {"earmark"}),
        ({"project": "数据共享"}, {"allocation", "commitment", "payment"}),
        ({"project": "没有这个"}, set()),
        ({"month": "1999-01"}, {"appropriation", "earmark", "allocation", "commitment", "payment"}),
    ],
)
def test_entries_are_filtered(client, city, query, kinds):
    fund = make_fund(city)
    spend(city, fund)
    items = read(client, address(fund, "fund_entries") + "?", city).context["page"].items
    assert len(items) == LedgerEntry.objects.count()
    found = client.get(address(fund, "fund_entries"), query).context["page"].items
    assert {entry.kind for entry in found} == kinds


def test_entries_are_filtered_by_person_and_month(client, city):
    fund = make_fund(city)
    spend(city, fund)
    name = city.actor("construction_entity").user.name
    url, month = address(fund, "fund_entries"), f"{timezone.localdate():%Y-%m}"
    by_person = read(client, f"{url}?person={name}", city).context["page"].items
    assert [entry.kind for entry in by_person] == ["commitment"]
    assert len(client.get(url, {"month": month}).context["page"].items) == LedgerEntry.objects.count()


def cells(content: bytes) -> list[tuple]:
    return list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("table", "first"),
    [
        ("lines", ("建设", 5000000, 0, None, None, 5000000, 800000, 600000, 200000, 4200000, 25)),
        ("units", (800000, 600000, 200000, 200000, 25)),
        ("projects", (800000, 600000, 200000, 200000, 25)),
    ],
)
def test_tables_export_numbers_as_numbers(client, city, table, first):
    fund = make_fund(city)
    spend(city, fund)
    response = read(client, address(fund, "export_fund", table), city)
    rows = cells(b"".join(response.streaming_content))
    assert rows[1][-len(first) :] == first
    assert all(isinstance(value, int | float) for value in rows[1][-5:])


def test_the_maintenance_table_exports_what_the_page_shows(client, city):
    fund = make_fund(city)
    project = funded_project(city, "1000000.00", stage=Stage.IN_USE)
    idle = funded_project(city, "1000000.00", stage=Stage.EVALUATED)
    give(city, project, fund, "50000.00", line=FundLine.MAINTENANCE)
    response = read(client, address(fund, "export_fund", "maintenance"), city)
    rows = cells(b"".join(response.streaming_content))
    assert [row[:2] for row in rows[1:]] == [(idle.number, idle.title), (project.number, project.title)]
    assert [row[-2:] for row in rows[1:]] == [(None, None), (50000, 0)]


def test_a_projects_entries_export_for_whoever_sees_its_money(client, city):
    project = funded_project(city)
    spend(city, make_fund(city), project=project)
    url = reverse("projects:export_money", args=[project.number])
    client.force_login(city.actor("owner_unit").user)
    assert url in client.get(reverse("projects:money", args=[project.number])).text
    rows = cells(b"".join(client.get(url).streaming_content))
    assert [(row[2], row[8]) for row in rows[1:]] == [
        ("支付", 200000),
        ("合同占用", 600000),
        ("资金安排", 800000),
    ]
    client.force_login(city.actor("other_department").user)
    assert client.get(url).status_code == 404


def test_an_unknown_table_is_not_there(client, city):
    assert read(client, address(make_fund(city), "export_fund", "people"), city).status_code == 404


def test_years_export(client, city):
    make_fund(city)
    response = read(client, reverse("projects:export_years"), city)
    assert cells(b"".join(response.streaming_content))[1][2] == 7000000


def test_entries_export_as_the_page_shows_them(client, city, django_capture_on_commit_callbacks):
    fund = make_fund(city)
    spend(city, fund)
    client.force_login(city.actor("audit_bureau").user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(fund, "export_entries") + "?kind=payment")
    job = Job.objects.get()
    assert (job.state, job.done) == ("done", 1)
    with job.result.open("rb") as file:
        (_header, row) = cells(file.read())
    assert (row[2], row[8], row[10]) == ("支付", 200000, city.actor("finance_bureau").user.name)


def warned(city, fund, on):
    rules = rules_for(fund, on=on)
    return {
        a.project_id: [name for name, _text in warnings_of(a, rules)] for a in warned_accounts(fund, rules)
    }


def test_slow_execution_is_measured_against_the_year(city):
    fund = make_fund(city)
    project = spend(city, fund)
    assert warned(city, fund, date(2027, 8, 1)) == {}
    assert warned(city, fund, date(2027, 10, 1)) == {project.pk: ["执行偏慢"]}
    assert warned(city, fund, date(2028, 1, 5)) == {project.pk: ["执行偏慢"]}


def test_idle_money_is_noticed(city, monkeypatch):
    fund = make_fund(city)
    project = funded_project(city)
    give(city, project, fund, "300000.00")
    before = date(2027, 1, 10)
    assert warned(city, fund, before) == {}
    later = timezone.now() + timedelta(days=91)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert warned(city, fund, before) == {project.pk: ["资金闲置"]}


@pytest.mark.parametrize(
    ("stage", "names"), [(Stage.UNDER_CONSTRUCTION, ["可能超支"]), (Stage.TRIAL_RUN, None)]
)
def test_a_likely_overrun_is_noticed_while_it_is_built(city, stage, names):
    fund = make_fund(city)
    project = spend(city, fund, project=funded_project(city, stage=stage), bound="780000.00")
    assert warned(city, fund, date(2027, 1, 10)).get(project.pk) == names


def test_a_place_changes_its_rules(city):
    fund = make_fund(city)
    rules = rules_for(fund, on=date(2027, 7, 2))
    assert (rules.passed, rules.due, rules.idle_days) == (50, 10, 90)


def test_warnings_stand_on_the_overview_with_their_project(client, city):
    fund = make_fund(city)
    project = spend(city, fund, bound="790000.00")
    page = read(client, address(fund, "fund_year"), city)
    assert "可能超支" in page.text
    assert reverse("projects:money", args=[project.number]) in page.text
    sheet = client.get(address(fund, "export_fund", "warnings"))
    assert "可能超支" in cells(b"".join(sheet.streaming_content))[1][-1]


def test_the_review_line_has_no_overrun(city):
    fund = make_fund(city)
    project = funded_project(city)
    give(city, project, fund, "100000.00", line=FundLine.REVIEW)
    bind(city, project, "100000.00", FundLine.REVIEW)
    assert warned(city, fund, date(2027, 1, 10)) == {}


def test_an_arrangement_whose_lines_are_too_large_says_by_how_much(client: Client, city: City) -> None:
    client.force_login(city.actor("finance_bureau").user)
    sums = {"appropriation": "1亿", "construction": "９,０００万", "review": "800万", "maintenance": "1200万"}
    told = {"year": "2030", "basis": "东财预〔2029〕8号", "reason": "按年度预算"}
    page = client.post(reverse("projects:propose_arrangement"), sums | told)
    assert page.context["form"].errors["appropriation"] == [
        "各用途额度合计 11,000.00 万元，超出资金总额 1,000.00 万元。"
    ]
