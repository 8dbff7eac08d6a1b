from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from procurement.models import Bid
from projects.flow import CONDITIONS, Stage
from tests.factories import City, make_project
from tests.procurement.scenes import (
    awarded,
    bid,
    contract_fields,
    decided,
    file,
    hand_in,
    initiated,
    make_uscc,
    notice_fields,
    opened,
    pass_deadline,
    rank,
    scheme_confirmed,
    scheme_selected,
    soliciting,
    tender_fields,
    tendering,
    with_bids,
)
from tests.uploads import upload

pytestmark = pytest.mark.django_db

SECTIONS = ("solicitation", "schemes", "design", "tender", "contract", "supervision")
SCENES = (initiated, soliciting, scheme_selected, scheme_confirmed, tendering, with_bids, opened, awarded)


@pytest.fixture
def city() -> City:
    return City()


def address(project, page: str, *more) -> str:
    return reverse(f"procurement:{page}", args=[project.number, *more])


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def typed(fields: dict) -> dict:
    """Write fields as a browser sends them."""
    return {
        name: local(value) if hasattr(value, "hour") else str(value)
        for name, value in fields.items()
        if value is not None and name != "upload"
    }


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
@pytest.mark.parametrize("role", ["construction_entity", "informatization_office", "finance_bureau"])
def test_every_section_reads_in_every_scene(client: Client, city: City, scene, role: str) -> None:
    project = scene(city)
    client.force_login(city.actor(role).user)
    for section in SECTIONS:
        assert client.get(address(project, section)).status_code == 200


DEEDS = {
    "edit_solicitation": initiated,
    "publish_solicitation": soliciting,
    "clarify_solicitation": soliciting,
    "record_scheme": soliciting,
    "file_design": scheme_selected,
    "edit_tender": scheme_confirmed,
    "publish_tender": scheme_confirmed,
    "clarify_tender": tendering,
    "record_bid": tendering,
    "record_opening": with_bids,
    "record_result": opened,
    "publish_award": decided,
    "void_tender": tendering,
    "fail_tender": tendering,
    "record_contract": awarded,
    "sign_contract": awarded,
}


@pytest.mark.parametrize("page", DEEDS)
def test_a_deed_is_for_the_construction_entity(client: Client, city: City, page: str) -> None:
    project = DEEDS[page](city)
    client.force_login(city.actor("construction_entity").user)
    assert client.get(address(project, page)).status_code == 200
    client.force_login(city.actor("finance_bureau").user)
    assert client.post(address(project, page)).status_code == 403
    stranger = City()
    client.force_login(stranger.actor("informatization_office").user)
    assert client.get(address(project, page)).status_code == 404


@pytest.mark.parametrize("page", DEEDS)
def test_a_deed_says_why_not_in_another_stage(client: Client, city: City, page: str) -> None:
    project = make_project(city, stage=Stage.TRIAL_RUN, construction_entity=city.construction_entity)
    if page in {"record_bid", "record_opening", "record_result", "publish_award"}:
        pytest.skip("without a tender these are not there at all")
    client.force_login(city.actor("construction_entity").user)
    assert "目前不能办理" in client.get(address(project, page)).text


def test_the_call_is_drafted_published_and_clarified_on_pages(client: Client, city: City) -> None:
    project = initiated(city)
    client.force_login(city.actor("construction_entity").user)
    page = client.get(address(project, "edit_solicitation")).text
    assert project.title in page
    draft = {**typed(notice_fields()), "revision": 0, "uploads": [upload("征集文件.pdf"), upload("图.pdf")]}
    client.post(address(project, "edit_solicitation"), draft)
    notice = project.solicitations.get()
    assert notice.files.count() == 2
    first = notice.files.first()
    assert "图.pdf" in client.get(address(project, "edit_solicitation")).text
    client.post(address(project, "remove_solicitation_file", first.pk))
    assert "征集文件" not in client.get(address(project, "publish_solicitation")).text
    client.post(address(project, "publish_solicitation"))
    project.refresh_from_db()
    assert project.stage == Stage.SOLICITING
    client.post(address(project, "clarify_solicitation"), {"text": "补充说明"})
    assert "补充说明" in client.get(address(project, "solicitation")).text


def test_a_draft_that_somebody_else_saved_keeps_what_was_typed(client: Client, city: City) -> None:
    project = initiated(city)
    client.force_login(city.actor("construction_entity").user)
    client.post(address(project, "edit_solicitation"), {**typed(notice_fields()), "revision": 0})
    second = {**typed(notice_fields(title="我的标题")), "revision": 0}
    answer = client.post(address(project, "edit_solicitation"), second).text
    assert "其他人已保存了该草稿" in answer
    assert "我的标题" in answer


def test_schemes_are_recorded_withdrawn_and_chosen_on_pages(client: Client, city: City) -> None:
    project = soliciting(city)
    client.force_login(city.actor("construction_entity").user)
    scheme = {"author": "甲公司", "uscc": "91330100MA2H000000", "received_at": local(timezone.now())}
    answer = client.post(address(project, "record_scheme"), {**scheme, "upload": upload("方案.pdf")})
    assert "统一社会信用代码有误" in answer.text
    for author in ("甲公司", "乙公司", "丙公司"):
        given = {**scheme, "author": author, "uscc": make_uscc(), "upload": upload("方案.pdf")}
        client.post(address(project, "record_scheme"), given)
    last = project.schemes.get(author="丙公司")
    client.post(address(project, "withdraw_scheme", last.pk), {"reason": "录入有误"})
    assert "<s>丙公司</s>" in client.get(address(project, "schemes")).text
    rank(city, project, "甲公司", "乙公司")
    client.force_login(city.actor("informatization_office").user)
    second = project.schemes.get(author="乙公司")
    assert "请说明不选排名第一" in client.post(address(project, "choose_scheme", second.pk)).text
    client.post(address(project, "choose_scheme", project.schemes.get(author="甲公司").pk))
    assert project.schemes.chosen().author == "甲公司"
    assert "会签选定结果" in client.get(address(project, "schemes")).text


def test_a_design_over_the_investment_says_by_how_much(client: Client, city: City) -> None:
    project = scheme_selected(city)
    client.force_login(city.actor("construction_entity").user)
    given = {"estimate": "125万", "item_hardware": "25万", "item_software_development": "100万"}
    files = {"design_upload": upload("设计.pdf"), "estimate_upload": upload("概算.pdf")}
    client.post(address(project, "file_design"), {**given, **files})
    assert "5.00 万元" in client.get(address(project, "design")).text
    client.force_login(city.actor("municipal_government").user)
    assert "批准超概" in client.get(address(project, "design")).text
    meeting = {
        "version": 1,
        "meeting": "常务会议",
        "meeting_on": "2026-11-01",
        "reason": "等保",
        "upload": upload("纪要.pdf"),
    }
    client.post(address(project, "approve_overrun"), meeting)
    assert project.designs.current().is_overrun_approved


def test_a_tender_goes_from_draft_to_contract_on_pages(client: Client, city: City) -> None:
    project = scheme_confirmed(city)
    client.force_login(city.actor("construction_entity").user)
    draft = {**typed(tender_fields()), "revision": 0, "uploads": [upload("招标文件.pdf")]}
    client.post(address(project, "edit_tender"), draft)
    client.post(address(project, "publish_tender"))
    for name, price in (("甲公司", "100万"), ("乙公司", "98万"), ("丙公司", "99万"), ("丁公司", "97万")):
        given = {"supplier_name": name, "uscc": make_uscc(), "price": price}
        given |= {"received_at": local(timezone.now()), "upload": upload(f"{name}.pdf")}
        client.post(address(project, "record_bid"), given)
    last = Bid.objects.get(supplier_name="丁公司")
    client.post(address(project, "withdraw_bid", last.pk), {"reason": "书面撤回"})
    before = client.get(address(project, "tender")).text
    assert "970,000" not in before
    assert "97.00 万" not in before
    pass_deadline(project)
    opening = {"opened_at": local(timezone.now()), "upload": upload("开标记录.pdf")}
    client.post(address(project, "record_opening"), opening)
    bids = list(Bid.objects.filter(state="received").order_by("price"))
    for one in bids:
        client.post(address(project, "judge_bid", one.pk), {"valid": "1"})
    result = {f"place_{one.pk}": n for n, one in enumerate(bids, start=1)}
    wrong = {**result, f"place_{bids[0].pk}": 3, "upload": upload("报告.pdf")}
    assert "不重复、不间断" in client.post(address(project, "record_result"), wrong).text
    client.post(address(project, "record_result"), {**result, "upload": upload("报告.pdf")})
    award = {"winner": bids[0].pk, "amount": "98万", "title": "中标公告", "text": "结果", "contact": "李工"}
    client.post(address(project, "publish_award"), award)
    contract = {**typed(contract_fields("980000.01")), "upload": upload("合同.pdf")}
    assert "金额超过" in client.post(address(project, "record_contract"), contract).text
    client.post(
        address(project, "record_contract"), {**contract, "amount": "98万", "upload": upload("合同.pdf")}
    )
    client.post(address(project, "sign_contract"))
    project.refresh_from_db()
    assert project.stage == Stage.CONTRACTED
    client.force_login(city.actor("informatization_office").user)
    given = {
        "supervisor": city.supervisor.pk,
        "number": "JL-1",
        "amount": "6万",
        "upload": upload("监理.pdf"),
    }
    client.post(address(project, "assign_supervisor"), given)
    project.refresh_from_db()
    assert project.supervisor == city.supervisor
    assert project.supervision_contracts.get().amount == Decimal("60000.00")


def test_a_tender_is_voided_and_failed_on_pages(client: Client, city: City) -> None:
    project = with_bids(city)
    client.force_login(city.actor("construction_entity").user)
    assert "目前不能办理" in client.get(address(project, "fail_tender")).text
    client.post(address(project, "void_tender"), {"reason": "采购需求调整"})
    assert "采购需求调整" in client.get(address(project, "tender")).text
    client.post(address(project, "fail_tender"), {"reason": "作废"})
    project.refresh_from_db()
    assert project.stage == Stage.SCHEME_CONFIRMED
    assert "此前失败的招标" in client.get(address(project, "tender")).text


def test_a_direct_post_before_the_evidence_is_there_explains_itself(client: Client, city: City) -> None:
    project = with_bids(city)
    client.force_login(city.actor("construction_entity").user)
    answer = client.post(address(project, "fail_tender"), {"reason": "理由"})
    assert answer.status_code == 409
    assert str(CONDITIONS["tender_failed"].label) in answer.text


def test_bidders_are_not_shown_to_others_before_the_opening(client: Client, city: City) -> None:
    project = with_bids(city)
    client.force_login(city.actor("informatization_office").user)
    assert "投标人甲有限公司" not in client.get(address(project, "tender")).text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_whatever_their_length(
    client: Client, city: City, django_assert_max_num_queries, rows: int
) -> None:
    project = soliciting(city)
    for n in range(rows):
        hand_in(city, project, f"公司{n}")
    client.force_login(city.actor("construction_entity").user)
    client.get("/")
    with django_assert_max_num_queries(22):
        client.get(address(project, "schemes"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_tender_page_costs_the_same_whatever_its_length(
    client: Client, city: City, django_assert_num_queries, rows: int
) -> None:
    project = tendering(city, method="single_source", method_reason="唯一")
    for n in range(rows):
        bid(city, project, f"公司{n}")
    client.force_login(city.actor("construction_entity").user)
    client.get("/")
    with django_assert_num_queries(COST_OF_TENDER):
        client.get(address(project, "tender"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_design_page_costs_the_same_whatever_its_length(
    client: Client, city: City, django_assert_num_queries, rows: int
) -> None:
    project = scheme_selected(city)
    for n in range(rows):
        file(city, project, note=f"第{n}次")
    client.force_login(city.actor("finance_bureau").user)
    client.get("/")
    with django_assert_num_queries(COST_OF_DESIGN):
        client.get(address(project, "design"))


COST_OF_TENDER, COST_OF_DESIGN = 16, 12


def test_an_overrun_is_not_approved_of_a_version_that_was_not_looked_at(client: Client, city: City) -> None:
    project = scheme_selected(city)
    file(city, project, "1250000.00")
    file(city, project, "1300000.00", note="再次增加")
    client.force_login(city.actor("municipal_government").user)
    meeting = {
        "meeting": "常务会议",
        "meeting_on": "2026-11-01",
        "reason": "等保",
        "upload": upload("纪要.pdf"),
    }
    answer = client.post(address(project, "approve_overrun"), {"version": 1, **meeting})
    assert "请先查看新版本" in answer.text
    assert not project.designs.current().is_overrun_approved
