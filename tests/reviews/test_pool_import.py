"""Experts from an Excel sheet: each row that is wrong is told, and nobody is taken in before all is right."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from egov.audit.models import Event
from egov.ui.xlsx import UnreadableSheet, workbook
from reviews.actions.pool import import_experts
from reviews.importing import columns, read_experts, template
from reviews.models import Expert
from tests.factories import City, make_specialty

pytestmark = pytest.mark.django_db

PAGE = reverse("reviews:import_experts")
SPECIALTIES = ("0201", "0301")


def known():
    """Return a person as a sheet in Chinese tells of them, by column."""
    with override("zh-hans"):
        grade = str(Expert.Grade.FULL.label)
    return {
        "name": "欧阳文博",
        "phone": "0571-88001",
        "employer": "东海大学",
        "title": "教授",
        "grade": grade,
        "field_since": 2001,
        "focus": "数据治理",
        "specialties": "、".join(make_specialty(code).name for code in SPECIALTIES),
    }


@pytest.fixture
def city():
    return City()


@pytest.fixture
def pool(city):
    return city.organization("expert")


@pytest.fixture
def office(city):
    return city.actor("informatization_office")


def headings():
    with override("zh-hans"):
        return {column.name: column.header for column in columns()}


def row(**changes):
    names = headings()
    values = known() | changes
    return {names[name]: value for name, value in values.items()}


def sheet(*rows):
    header = list(rows[0])
    content = workbook("专家", header, [[one.get(name) for name in header] for one in rows])
    return SimpleUploadedFile("专家名单.xlsx", content)


def faults_of(pool, *rows):
    return [(one.row, one.column, one.typed) for one in read_experts(sheet(*rows), pool=pool).faults]


def test_good_rows_are_taken_in_to_be_verified(pool, office):
    people = read_experts(sheet(row(), row(name="林涛", phone="2")), pool=pool)
    assert people.faults == []
    made = import_experts(pool=pool, rows=people.rows, by=office)
    assert [one.user.name for one in made] == ["欧阳文博", "林涛"]
    expert = made[0]
    assert (expert.state, expert.grade, expert.field_since) == (Expert.State.UNVERIFIED, "full", 2001)
    assert set(expert.specialties.values_list("code", flat=True)) == set(SPECIALTIES)
    assert Event.objects.filter(verb="review.open_profile").count() == 2


def test_each_row_that_is_wrong_is_told_with_its_column_and_what_was_typed(pool):
    names = headings()
    found = faults_of(
        pool,
        row(),
        row(name="", phone="2"),
        row(name="甲", field_since="去年"),
        row(name="乙", grade="院士"),
        row(name="丙", specialties=f"{make_specialty().name}、炼丹"),
        row(name="丁", specialties=None),
    )
    assert found == [
        (3, names["name"], ""),
        (4, names["field_since"], "去年"),
        (5, names["grade"], "院士"),
        (6, names["specialties"], f"{make_specialty().name}、炼丹"),
        (7, names["specialties"], ""),
    ]


def test_nobody_is_taken_in_twice(pool, office):
    name = headings()["name"]
    assert faults_of(pool, row(), row()) == [(2, name, "欧阳文博"), (3, name, "欧阳文博")]
    import_experts(pool=pool, rows=read_experts(sheet(row()), pool=pool).rows, by=office)
    assert faults_of(pool, row()) == [(2, name, "欧阳文博")]
    assert faults_of(pool, row(phone="3")) == []


def test_headings_of_any_language_are_understood_and_unknown_ones_told(pool):
    with override("en"):
        english = {c.header: value for c, value in zip(columns(), row_values(), strict=True)}
    assert read_experts(sheet(english), pool=pool).faults == []
    assert [one.typed for one in read_experts(sheet(row() | {"籍贯": "东海"}), pool=pool).faults] == ["籍贯"]
    with pytest.raises(UnreadableSheet):
        read_experts(SimpleUploadedFile("专家.xlsx", b"not a workbook"), pool=pool)


def row_values():
    return [known().get(column.name) for column in columns()]


def test_the_template_has_the_headings_and_lists_what_is_allowed(city):
    with override("zh-hans"):
        book = load_workbook(BytesIO(template()))
    first, allowed = book.worksheets[0], book.worksheets[1]
    assert [cell.value for cell in first[1]] == list(headings().values())
    listed = {value for line in allowed.iter_rows(values_only=True) for value in line}
    assert {known()["grade"], *(make_specialty(code).name for code in SPECIALTIES)} <= listed


def test_only_who_keeps_the_pool_imports(city, pool):
    people = read_experts(sheet(row()), pool=pool)
    for role in ("owner_unit", "audit_bureau"):
        with pytest.raises(PermissionDenied):
            import_experts(pool=pool, rows=people.rows, by=city.actor(role))
    assert not Expert.objects.exists()


def test_the_office_imports_on_the_page_and_sees_what_is_wrong_there(client, pool, office):
    client.force_login(office.user)
    assert PAGE in client.get(reverse("reviews:experts")).text
    assert client.get(reverse("reviews:experts_template")).getvalue()[:2] == b"PK"
    wrong = client.post(PAGE, {"file": sheet(row(), row(name="甲", specialties="炼丹"))}).text
    assert "专业列表中没有：炼丹" in wrong
    assert not Expert.objects.exists()
    assert "只有表头" in client.post(PAGE, {"file": sheet({"姓名": None})}).text
    done = client.post(PAGE, {"file": sheet(row())}, follow=True).text
    assert "已录入 1 名专家" in done
    assert "欧阳文博" in done


@pytest.mark.parametrize("count", [1, 3])
def test_reading_asks_the_same_questions_for_each_row(pool, count, django_assert_max_num_queries):
    rows = sheet(*(row(phone=str(n)) for n in range(count)))
    with django_assert_max_num_queries(2):
        assert read_experts(rows, pool=pool).faults == []
