"""A year's budget from an Excel sheet: faults row by row, a preview, and an arrangement that both sign."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from egov.ui.xlsx import workbook
from projects.actions.ledger.arranging import sign_arrangement
from projects.flow import Stage
from projects.importing.budget import read_budget
from projects.models import FundArrangement, FundLine, Project, SpecialFund
from tests.approvals import make_fund
from tests.factories import City, make_project
from tests.projects.ledger.scenes import funded_project, give

pytestmark = pytest.mark.django_db

HEADINGS = ["资金用途", "项目编号", "项目名称", "金额"]
YEAR = 2027
TOLD = {"basis": "东财〔2027〕1号", "reason": "年度预算"}


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def project(city: City) -> Project:
    return funded_project(city, "500000.00")


def totals(construction: object = "90万") -> list[list[object]]:
    return [
        ["资金总额", None, None, 1_200_000],
        ["建设", None, None, construction],
        ["运行维护", None, None, 200_000.5],
    ]


def sheet(*rows: list[object], headings: list[str] = HEADINGS) -> SimpleUploadedFile:
    return SimpleUploadedFile("2027年预算.xlsx", workbook("预算", headings, rows))


def faults(city: City, *rows: list[object], year: int = YEAR) -> list[tuple[int, str, str]]:
    found = read_budget(sheet(*rows), jurisdiction=city.jurisdiction, year=year)
    return [(fault.row, fault.column, fault.message) for fault in found.faults]


def test_a_sheet_becomes_an_arrangement_that_both_sign(client: Client, city: City, project: Project) -> None:
    client.force_login(city.actor("finance_bureau").user)
    file = sheet(*totals(), ["建设", project.number, project.title, "30万"])
    page = client.post(reverse("projects:import_budget"), {"year": YEAR, "file": file})
    assert "300,000.00" in page.text
    assert not SpecialFund.objects.exists()
    kept = page.context["form"]["sheet"].value()
    confirm = reverse("projects:put_budget_forward")
    again = client.post(confirm, {"sheet": kept, "basis": "", "reason": TOLD["reason"]})
    assert again.context["form"].errors["basis"]
    assert TOLD["reason"] in again.text
    made = client.post(confirm, {"sheet": kept, **TOLD})
    arrangement = FundArrangement.objects.get()
    assert made.url == arrangement.get_absolute_url()
    assert (arrangement.appropriation, arrangement.maintenance) == (Decimal(1_200_000), Decimal("200000.50"))
    for role in ("finance_bureau", "informatization_office"):
        sign_arrangement(arrangement=arrangement, by=city.actor(role))
    assert project.fund_accounts.get().amount == Decimal(300_000)
    assert arrangement.fund.left_on(FundLine.CONSTRUCTION) == Decimal(600_000)
    client.force_login(city.actor("finance_bureau").user)
    change = sheet(["建设", None, None, "80万"])
    page = client.post(reverse("projects:import_budget"), {"year": YEAR, "file": change})
    assert [(row["now"], row["then"]) for row in page.context["rows"]] == [
        (Decimal(1_200_000), Decimal(1_200_000)),
        (Decimal(900_000), Decimal(800_000)),
        (Decimal(0), Decimal(0)),
        (Decimal("200000.50"), Decimal("200000.50")),
        (Decimal("99999.50"), Decimal("199999.50")),
    ]


def test_each_fault_is_named_with_its_row_and_nothing_is_kept(
    client: Client, city: City, project: Project
) -> None:
    ended = funded_project(city, stage=Stage.TERMINATED)
    unapproved = make_project(city, stage=Stage.PLANNED)
    elsewhere = funded_project(City())
    rows = [
        *totals(),
        ["建设", project.number, "别的项目", 1],
        ["建设", ended.number, None, 1],
        ["建设", unapproved.number, None, 1],
        ["建设", elsewhere.number, None, 1],
        ["资金总额", project.number, None, 1],
        ["建设", project.number, None, 500_000.01],
        ["建设", None, None, 1],
    ]
    client.force_login(city.actor("finance_bureau").user)
    page = client.post(reverse("projects:import_budget"), {"year": YEAR, "file": sheet(*rows)})
    assert [fault.row for fault in page.context["faults"]] == [5, 6, 7, 8, 9, 10, 10, 11]
    assert page.context["form"].errors["file"] == ["请修改表格后重新选择。"]
    assert f"“{project.title}”" in page.text
    assert not FundArrangement.objects.exists()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["基本建设", None, None, 1], "资金用途"),
        (["建设", None, None, "三百万"], "金额"),
        (["建设", None, None, None], "金额"),
        (["建设", None, None, 10**12], "金额"),
        (["建设", None, None, "9" * 30], "金额"),
        ([None, None, None, 5], "资金用途"),
    ],
)
def test_a_cell_that_makes_no_sense_is_named(city: City, row: list[object], column: str) -> None:
    assert [(place, where) for place, where, _why in faults(city, row)] == [(2, column)]


def test_what_exceeds_its_line_or_the_appropriation_is_named_at_the_total(
    city: City, project: Project
) -> None:
    too_much = ["建设", project.number, None, 400_000]
    [(row, column, message)] = faults(city, *totals("30万"), too_much)
    assert (row, column) == (3, "金额")
    assert "30.00 万元" in message
    assert "40.00 万元" in message
    assert [place for place, *_ in faults(city, *totals("110万"))] == [2]


def test_what_a_line_has_already_given_counts_and_what_is_not_named_stays(
    city: City, project: Project
) -> None:
    fund = make_fund(city)
    give(city, project, fund, "450000.00")
    [(row, _column, message)] = faults(city, ["建设", project.number, None, "6万"], year=fund.year)
    assert row == 2
    assert "5.00 万元" in message
    read = read_budget(
        sheet(["建设", project.number, None, "5万"]), jurisdiction=city.jurisdiction, year=fund.year
    )
    assert read.then.appropriation == fund.appropriation
    assert read.then.earmarks[FundLine.CONSTRUCTION] == fund.left_on(FundLine.CONSTRUCTION) + 450_000


def test_what_changed_since_the_preview_is_found_before_it_counts(
    client: Client, city: City, project: Project
) -> None:
    client.force_login(city.actor("finance_bureau").user)
    file = sheet(*totals(), ["建设", project.number, None, "30万"])
    page = client.post(reverse("projects:import_budget"), {"year": YEAR, "file": file})
    Project.objects.filter(pk=project.pk).update(approved_investment=Decimal(100_000))
    told = {"sheet": page.context["form"]["sheet"].value(), **TOLD}
    late = client.post(reverse("projects:put_budget_forward"), told)
    assert [fault.row for fault in late.context["faults"]] == [5]
    forged = client.post(reverse("projects:put_budget_forward"), {"sheet": "eyJ5ZWFyIjoyMDI3fQ", **TOLD})
    assert forged.url == reverse("projects:import_budget")
    assert not FundArrangement.objects.exists()


def test_a_sheet_that_is_none_and_unknown_headings_are_refused(client: Client, city: City) -> None:
    client.force_login(city.actor("informatization_office").user)
    url = reverse("projects:import_budget")
    nonsense = client.post(url, {"year": YEAR, "file": SimpleUploadedFile("预算.xlsx", b"no workbook")})
    assert nonsense.context["form"].errors["file"]
    wrong = client.post(url, {"year": YEAR, "file": sheet(["建设", 1], headings=["资金用途", "钱"])})
    assert [fault.column for fault in wrong.context["faults"]] == ["钱", "金额"]
    assert client.post(url, {"year": "next"}).context["form"].errors.keys() == {"year", "file"}


def test_the_template_reads_as_it_is_filled_in(client: Client, city: City, project: Project) -> None:
    client.force_login(city.actor("finance_bureau").user)
    content = b"".join(client.get(reverse("projects:budget_template")).streaming_content)
    book = load_workbook(BytesIO(content))
    assert [cell.value for cell in book.worksheets[0][1]] == HEADINGS
    assert project.number in [cell.value for cell in book.worksheets[1]["B"]]
    assert reverse("projects:import_budget") in client.get(reverse("projects:propose_arrangement")).text


@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_the_same_whatever_the_number(
    city: City, django_assert_num_queries, count: int
) -> None:
    projects = [funded_project(city, "500000.00") for _ in range(count)]
    file = sheet(*totals(), *(["建设", one.number, None, 1000] for one in projects))
    with django_assert_num_queries(3):
        read = read_budget(file, jurisdiction=city.jurisdiction, year=YEAR)
    assert len(read.items) == count
