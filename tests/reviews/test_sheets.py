from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from egov.policy.models import Parameter
from projects.flow import Stage
from reviews.actions import PanelRefused, fix_sheet, save_sheet
from reviews.models import Criterion, MarkSheet, Panel
from reviews.models.opinions import DIMENSIONS_OF
from reviews.presets import PRESETS, Line
from tests.factories import City, make_project, make_tender

pytestmark = pytest.mark.django_db

SHEET = PRESETS["argumentation"]
GOODS = PRESETS["bid_goods"]


@pytest.fixture
def city():
    return City()


@pytest.fixture
def office(city):
    return city.actor("informatization_office")


@pytest.fixture
def project(city):
    return make_project(city, stage=Stage.UNDER_ARGUMENTATION)


@pytest.fixture
def tender(city):
    project = make_project(city, stage=Stage.TENDERING, construction_entity=city.construction_entity)
    return make_tender(project, city.actor("construction_entity"))


def fix(project, by, preset=SHEET, **fields):
    values = {"lines": preset.lines, "procured": preset.procured, "pass_mark": preset.pass_mark}
    return fix_sheet(project=project, kind=preset.kind, by=by, **{**values, **fields})


def faults(project, by, preset=SHEET, **fields):
    with pytest.raises(PanelRefused) as refusal:
        fix(project, by, preset, **fields)
    return " ".join(refusal.value.faults)


def with_line(preset, place, **fields):
    lines = list(preset.lines)
    lines[place] = replace(lines[place], **fields)
    return tuple(lines)


@pytest.mark.parametrize("code", [code for code in PRESETS if not code.startswith("bid")])
def test_every_sheet_of_the_platform_can_be_fixed_as_it_is(city, office, code):
    stages = {
        "argumentation": Stage.UNDER_ARGUMENTATION,
        "scheme": Stage.SOLICITING,
        "acceptance": Stage.PRELIMINARILY_ACCEPTED,
    }
    sheet = fix(make_project(city, stage=stages[PRESETS[code].kind]), office, PRESETS[code])
    assert sum(one.most for one in sheet.criteria.all()) == 100


@pytest.mark.parametrize("code", ["bid_services", "bid_goods"])
def test_the_sheets_for_bids_give_the_price_more_than_the_law_demands(tender, office, code):
    sheet = fix(tender.project, office, PRESETS[code])
    assert sheet.price.most > {"bid_services": 10, "bid_goods": 30}[code]
    assert sheet.markable == 100 - sheet.price.most


def test_only_the_office_makes_a_sheet(city, project):
    for role in ("owner_unit", "finance_bureau"):
        with pytest.raises(PermissionDenied):
            fix(project, city.actor(role))


def test_a_draft_may_be_faulty_and_is_kept_as_it_is(project, office):
    half = [Line("建设必要性", "necessity", Decimal(130))]
    save_sheet(project=project, kind=SHEET.kind, lines=half, by=office)
    kept = MarkSheet.objects.get()
    assert [Line.of(one) for one in kept.draft] == half
    assert not kept.is_fixed
    assert not kept.criteria.exists()
    fix(project, office)
    assert MarkSheet.objects.get().is_fixed


@pytest.mark.parametrize(
    ("place", "change", "fault"),
    [
        (1, {"most": Decimal(24)}, "应合计为 100"),
        (1, {"least": Decimal(30)}, "分值区间"),
        (1, {"name": "技术可行性"}, "各不相同"),
        (1, {"name": " "}, "各不相同"),
        (1, {"dimension": "technique"}, "选择评价维度"),
        (0, {"most": Decimal(1)}, "不设分值"),
        (1, {"kind": Criterion.Kind.PRICE}, "只有投标"),
    ],
)
def test_a_faulty_sheet_is_not_fixed(project, office, place, change, fault):
    assert fault in faults(project, office, lines=with_line(SHEET, place, **change))
    assert not Criterion.objects.exists()


def test_a_sheet_without_points_or_pass_mark_is_not_fixed(project, office):
    assert "至少" in faults(project, office, lines=SHEET.lines[:1])
    assert "合格分" in faults(project, office, pass_mark=None)


def test_the_price_has_its_legal_share(tender, office, city):
    lines = (*GOODS.lines[:-1], replace(GOODS.lines[-1], most=Decimal("29.99")))
    grown = (lines[0], replace(lines[1], most=Decimal("45.01")), *lines[2:])
    assert "至少应为 30" in faults(tender.project, office, GOODS, lines=grown)
    assert "货物还是服务" in faults(tender.project, office, GOODS, procured="")
    assert "价格" in faults(tender.project, office, GOODS, lines=GOODS.lines[:-1])
    Parameter.objects.create(
        jurisdiction=city.jurisdiction, code="price_weight_min_goods", value=25, source="本市规定",
        effective_from=timezone.localdate(), set_by=office.user,
    )  # fmt: skip
    assert fix(tender.project, office, GOODS, lines=grown).is_fixed


def test_bids_are_marked_by_a_sheet_that_was_fixed_before_they_were_opened(tender, office):
    tender.opened_at, tender.opened_by = timezone.now(), office.user
    tender.save()
    assert "已经开标" in faults(tender.project, office, GOODS)


def test_a_sheet_belongs_to_its_stage(project, office):
    assert "阶段" in faults(project, office, PRESETS["scheme"])


def test_what_is_fixed_changes_by_no_hand(project, office):
    sheet = fix(project, office)
    assert "不能再修改" in faults(project, office)
    for statement in (
        "UPDATE reviews_marksheet SET pass_mark = 10",
        "DELETE FROM reviews_marksheet",
        "UPDATE reviews_criterion SET most = 99",
        "DELETE FROM reviews_criterion",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        Criterion(
            sheet=sheet, position=9, name="另加", dimension="security", kind="gate", least=0, most=0
        ).save()


def address(project, kind=Panel.Kind.ARGUMENTATION):
    return reverse("reviews:sheet", args=[project.number, kind])


def sent(preset, **fields):
    """Return what a browser sends: the preset's lines, and the two empty ones with what their selects show."""
    known = len(preset.lines)
    data = {"line-TOTAL_FORMS": known + 2, "line-INITIAL_FORMS": known}
    for place in (known, known + 1):
        words = dict.fromkeys(("name", "least", "most", "hint"), "")
        choices = {"kind": "points", "dimension": DIMENSIONS_OF[preset.kind][0]}
        data |= {f"line-{place}-{name}": value for name, value in (words | choices).items()}
    for place, line in enumerate(preset.lines):
        data |= {f"line-{place}-{name}": value for name, value in line.as_json().items()}
    return data | {"pass_mark": preset.pass_mark or "", "procured": preset.procured} | fields


def test_the_office_begins_with_a_preset_and_fixes_it_on_one_page(client, project, office, city):
    client.force_login(office.user)
    page = client.get(address(project)).text
    assert "技术可行性" in page
    assert address(project) in client.get(reverse("reviews:project", args=[project.number])).text
    client.post(address(project), sent(SHEET, **{"line-1-name": "必要性和紧迫性"}))
    assert "必要性和紧迫性" in client.get(address(project)).text
    client.post(address(project), sent(SHEET, fix="1"))
    assert MarkSheet.objects.get().is_fixed
    client.force_login(city.actor("finance_bureau").user)
    shown = client.get(address(project)).text
    assert "0–25" in shown
    assert "<input" not in shown.split('id="sheet-title"')[1]


def test_what_is_wrong_with_a_sheet_is_said_and_what_was_typed_is_kept(client, project, office):
    client.force_login(office.user)
    page = client.post(address(project), sent(SHEET, fix="1", **{"line-1-most": "26"})).text
    assert "应合计为 100" in page
    assert 'value="26"' in page
    assert not MarkSheet.objects.exists()


def test_others_do_not_see_a_draft(client, project, city, office):
    save_sheet(project=project, kind=SHEET.kind, lines=SHEET.lines, by=office)
    client.force_login(city.actor("finance_bureau").user)
    assert client.get(address(project)).status_code == 404
