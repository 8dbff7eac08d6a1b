from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from egov.audit.models import Event
from egov.ui.xlsx import UnreadableSheet, workbook
from projects.actions.imports import AlreadyImported, confirm_import, keep_import
from projects.actions.plan import close_plan
from projects.actions.proposal import PlanClosed
from projects.importing import read_sheet, template
from projects.models import AnnualPlan, Project, Proposal, ProposalImport
from tests.factories import City, make_plan, make_project, make_proposal

pytestmark = pytest.mark.django_db

OFFICE = "informatization_office"
GOOD = {
    "项目名称": "数据共享平台",
    "项目类别": "软件应用系统",
    "建设类型": "新建",
    "建设背景": "数据分散。",
    "软件开发（2027）": 800000.5,
    "硬件设备（2028）": "20万",
    "专项资金": "1,000,000.50",
}


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def plan(city: City) -> AnnualPlan:
    return make_plan(city)


def book(*rows: dict[str, object], headings: list[str] | None = None) -> bytes:
    headings = headings or list(dict.fromkeys(heading for row in rows for heading in row))
    return workbook("建议", headings, [[row.get(heading) for heading in headings] for row in rows])


def upload(*rows: dict[str, object], **options: list[str]) -> SimpleUploadedFile:
    return SimpleUploadedFile("各单位申报汇总表.xlsx", book(*rows, **options))


def read(city: City, plan: AnnualPlan, *rows: dict[str, object], **options: list[str]):
    return read_sheet(upload(*rows, **options), plan, own_unit=city.owner_unit)


def test_a_good_row_is_understood(city: City, plan: AnnualPlan) -> None:
    sheet = read(city, plan, GOOD)
    assert sheet.faults == []
    (row,) = sheet.rows
    assert (row["row"], row["owner_unit"], row["user_unit"]) == (2, city.owner_unit.pk, city.owner_unit.pk)
    assert row["facts"]["category"] == "application"
    assert row["costs"] == [["software_development", "2027", "800000.50"], ["hardware", "2028", "200000.00"]]
    assert row["estimate"] == "1000000.50"


def test_the_template_can_be_filled_in_and_read(city: City, plan: AnnualPlan) -> None:
    content = load_workbook(BytesIO(template(plan, for_others=False)))
    sheet = content.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    assert "申报单位" not in headings
    assert len(sheet.data_validations.dataValidation) == 5
    for heading, value in GOOD.items():
        sheet.cell(2, headings.index(heading) + 1, value)
    out = BytesIO()
    content.save(out)
    read_back = read_sheet(SimpleUploadedFile("表.xlsx", out.getvalue()), plan, own_unit=city.owner_unit)
    assert (read_back.faults, len(read_back.rows)) == ([], 1)


def test_an_english_reader_can_upload_a_chinese_sheet(city: City, plan: AnnualPlan) -> None:
    with override("en"):
        assert read(city, plan, GOOD).faults == []


@pytest.mark.parametrize(
    ("heading", "typed"),
    [
        ("项目名称", ""),
        ("项目名称", "长" * 121),
        ("项目类别", "大数据"),
        ("建设类型", None),
        ("轻重缓急", "特急"),
        ("使用方", "火星办"),
        ("硬件设备（2028）", "约二十万"),
        ("硬件设备（2028）", -5),
        ("硬件设备（2028）", "0.001"),
        ("等级保护定级", "十级"),
    ],
)
def test_a_fault_names_row_column_and_what_was_typed(
    city: City, plan: AnnualPlan, heading: str, typed: object
) -> None:
    sheet = read(city, plan, GOOD, {**GOOD, "项目名称": "另一个", heading: typed})
    (fault,) = sheet.faults
    assert (fault.row, fault.column, fault.typed) == (3, heading, str(typed or ""))
    assert fault.message


def test_the_sources_make_up_the_estimate(city: City, plan: AnnualPlan) -> None:
    (fault,) = read(city, plan, {**GOOD, "专项资金": "1,000,000.49"}).faults
    assert (fault.row, fault.column) == (2, "资金来源")
    assert "1,000,000.49" in fault.message


def test_headings_are_checked(city: City, plan: AnnualPlan) -> None:
    faults = read(city, plan, {"项目名称": "一", "预算": 5}).faults
    assert {(fault.row, fault.column) for fault in faults} == {(1, "预算"), (1, "项目类别"), (1, "建设类型")}
    doubled = read(city, plan, GOOD, headings=[*GOOD, "专项资金"]).faults
    assert [fault.column for fault in doubled] == ["专项资金"]


def test_the_same_title_twice_is_a_fault(city: City, plan: AnnualPlan) -> None:
    assert [fault.row for fault in read(city, plan, GOOD, GOOD).faults] == [3]
    make_proposal(make_project(city, title="数据共享平台"), plan)
    assert [fault.row for fault in read(city, plan, GOOD).faults] == [2]


def test_what_is_no_sheet_or_too_long_is_refused(city: City, plan: AnnualPlan) -> None:
    with pytest.raises(UnreadableSheet):
        read_sheet(SimpleUploadedFile("a.xlsx", b"no zip"), plan, own_unit=city.owner_unit)
    with pytest.raises(UnreadableSheet):
        read(city, plan, headings=list(GOOD))
    many = [{**GOOD, "项目名称": f"项目{n}"} for n in range(201)]
    with pytest.raises(UnreadableSheet):
        read(city, plan, *many)
    assert len(read(city, plan, *many[:200]).rows) == 200


def test_confirming_begins_drafts_of_the_own_unit(city: City, plan: AnnualPlan) -> None:
    owner = city.actor("owner_unit")
    rows = read(city, plan, GOOD, {**GOOD, "项目名称": "另一个"}).rows
    kept = keep_import(plan=plan, name="表.xlsx", rows=rows, by=owner)
    assert not Project.objects.exists()
    begun = confirm_import(sheet=kept, by=owner)
    assert [p.estimate for p in begun] == [Decimal("1000000.50")] * 2
    assert {p.project.stage for p in begun} == {"draft"}
    assert begun[0].funding_lines.get().amount == Decimal("1000000.50")
    assert Event.objects.get(verb="proposal_import.confirm").after == {"file": "表.xlsx", "rows": 2}
    with pytest.raises(AlreadyImported):
        confirm_import(sheet=kept, by=owner)
    assert Project.objects.count() == 2


def test_the_office_types_up_for_others(city: City, plan: AnnualPlan) -> None:
    named = {"业主单位": city.other_department.short_name, **GOOD}
    sheet = read_sheet(upload(named), plan, own_unit=None)
    kept = keep_import(plan=plan, name="表.xlsx", rows=sheet.rows, by=city.actor(OFFICE))
    (begun,) = confirm_import(sheet=kept, by=city.actor(OFFICE))
    assert begun.project.owner_unit == city.other_department
    assert not Project.objects.visible_to(city.actor(OFFICE)).exists()
    assert Project.objects.visible_to(city.actor("other_department")).get() == begun.project


def test_a_department_cannot_import_for_another(city: City, plan: AnnualPlan) -> None:
    owner = city.actor("owner_unit")
    rows = read(city, plan, GOOD, {**GOOD, "项目名称": "另一个"}).rows
    rows[1]["owner_unit"] = city.other_department.pk
    kept = keep_import(plan=plan, name="表.xlsx", rows=rows, by=owner)
    with pytest.raises(PermissionDenied):
        confirm_import(sheet=kept, by=owner)
    # Nothing is half imported: the first row was good.
    assert not Project.objects.exists()
    kept.refresh_from_db()
    assert kept.confirmed_at is None
    with pytest.raises(PermissionDenied):
        confirm_import(sheet=kept, by=city.actor("other_department"))


def test_a_plan_that_closed_meanwhile_takes_nothing(city: City, plan: AnnualPlan) -> None:
    owner = city.actor("owner_unit")
    kept = keep_import(plan=plan, name="表.xlsx", rows=read(city, plan, GOOD).rows, by=owner)
    close_plan(plan=plan, by=city.actor(OFFICE))
    with pytest.raises(PlanClosed):
        confirm_import(sheet=kept, by=owner)
    assert not Project.objects.exists()


# --- Pages ---------------------------------------------------------------------------------


def address(plan: AnnualPlan, name: str) -> str:
    return reverse(f"projects:{name}", args=[plan.jurisdiction.code, plan.year])


def test_from_upload_to_drafts(client: Client, city: City, plan: AnnualPlan) -> None:
    client.force_login(city.actor("owner_unit").user)
    assert client.get(address(plan, "import_proposals")).status_code == 200
    response = client.post(address(plan, "import_proposals"), {"file": upload(GOOD)})
    assert "数据共享平台" in client.get(response.url).text
    client.post(response.url)
    assert Proposal.objects.get().project.owner_unit == city.owner_unit
    assert client.post(response.url).status_code == 302
    assert Project.objects.count() == 1
    assert client.get(response.url).status_code == 200


def test_faults_are_shown_and_nothing_is_kept(client: Client, city: City, plan: AnnualPlan) -> None:
    client.force_login(city.actor("owner_unit").user)
    response = client.post(
        address(plan, "import_proposals"), {"file": upload({**GOOD, "项目类别": "大数据"})}
    )
    assert "大数据" in response.text
    assert [fault.row for fault in response.context["faults"]] == [2]
    # A field at fault is not filled in again by the script: Chromium reads no file that has changed since.
    assert response.context["form"].errors["file"] == ["请修改表格后重新选择。"]
    assert not ProposalImport.objects.exists()
    assert client.post(address(plan, "import_proposals"), {}).context["form"].errors["file"]


def test_another_units_sheet_is_not_there(client: Client, city: City, plan: AnnualPlan) -> None:
    owner = city.actor("owner_unit")
    kept = keep_import(plan=plan, name="表.xlsx", rows=read(city, plan, GOOD).rows, by=owner)
    there = reverse("projects:confirm_import", args=[plan.jurisdiction.code, plan.year, kept.pk])
    client.force_login(city.actor("other_department").user)
    assert client.get(there).status_code == 404
    assert client.post(there).status_code == 404


def test_the_template_is_downloaded(client: Client, city: City, plan: AnnualPlan) -> None:
    client.force_login(city.actor(OFFICE).user)
    response = client.get(address(plan, "import_template"))
    headings = [
        cell.value for cell in load_workbook(BytesIO(b"".join(response.streaming_content))).worksheets[0][1]
    ]
    assert headings[:2] == ["业主单位", "项目名称"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_costs_the_same(
    client: Client, city: City, plan: AnnualPlan, django_assert_num_queries, count: int
) -> None:
    owner = city.actor("owner_unit")
    rows = read(city, plan, *({**GOOD, "项目名称": f"项目{n}"} for n in range(count))).rows
    kept = keep_import(plan=plan, name="表.xlsx", rows=rows, by=owner)
    there = reverse("projects:confirm_import", args=[plan.jurisdiction.code, plan.year, kept.pk])
    client.force_login(owner.user)
    client.get(there)
    with django_assert_num_queries(7):
        client.get(there)
