from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from procurement import actions
from procurement.models import Award, Bid, Tender
from projects.models import Proposal
from tests.factories import City, make_plan, make_project, make_proposal
from tests.procurement.scenes import (
    awarded,
    initiated,
    notice_fields,
    scheme_confirmed,
    soliciting,
    tender_fields,
    tendering,
    with_bids,
)
from tests.uploads import upload

pytestmark = pytest.mark.django_db

LISTS = ("home", "plans", "solicitations", "tenders", "awards")


@pytest.fixture
def city() -> City:
    return City()


def text(client: Client, page: str, *args) -> str:
    answer = client.get(reverse(f"opendata:{page}", args=args))
    assert answer.status_code == 200
    return answer.text


def test_everybody_reads_the_lists_even_when_they_are_empty(client: Client) -> None:
    for page in LISTS:
        assert "登录" in text(client, page)


def test_drafts_are_nowhere(client: Client, city: City) -> None:
    builder = city.actor("construction_entity")
    first, second = initiated(city), scheme_confirmed(city)
    draft = actions.save_solicitation(
        project=first,
        fields=notice_fields(title="内部征集草稿"),
        by=builder,
        files=[upload("未公开征集文件.pdf")],
    )
    other = actions.save_tender(
        project=second,
        fields=tender_fields(title="内部招标草稿"),
        by=builder,
        files=[upload("未公开招标文件.pdf")],
    )
    for page in LISTS:
        assert "草稿" not in text(client, page)
    files = [("solicitation", draft), ("tender", other)]
    for kind, notice in files:
        version = notice.files.get()
        address = reverse(f"opendata:{kind}_file", args=[notice.pk, version.pk, version.name])
        assert client.get(address).status_code == 404
        assert client.get(reverse(f"opendata:{kind}", args=[notice.pk])).status_code == 404


def test_a_published_call_is_public_with_its_documents_and_clarifications(client: Client, city: City) -> None:
    project = tendering(city)
    notice = project.tenders.live()
    actions.clarify(
        project=project, notice=notice, text="接口标准见附件二。", by=city.actor("construction_entity")
    )
    page = text(client, "tender", notice.pk)
    assert "接口标准见附件二。" in page
    version = notice.files.get()
    address = reverse("opendata:tender_file", args=[notice.pk, version.pk, version.name])
    assert address in page
    answer = client.get(address)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]
    assert project.title in text(client, "solicitation", project.solicitations.get().pk)


def test_other_papers_of_the_project_cannot_be_fetched_through_a_notice(client: Client, city: City) -> None:
    project = with_bids(city)
    notice = project.tenders.live()
    secrets = [Bid.objects.first().file, project.designs.get().design_file, project.schemes.get().file]
    for version in secrets:
        address = reverse("opendata:tender_file", args=[notice.pk, version.pk, version.name])
        assert client.get(address).status_code == 404


def test_no_public_page_tells_who_bids(client: Client, city: City) -> None:
    project = with_bids(city)
    for page in (text(client, "home"), text(client, "tender", project.tenders.live().pk)):
        assert "投标人甲" not in page


def test_the_award_is_public_with_winner_and_amount(client: Client, city: City) -> None:
    project = awarded(city)
    award = Award.objects.get()
    page = text(client, "award", award.pk)
    assert award.winner.supplier_name in page
    assert "98.00 万元" in page
    assert "评标报告" not in page
    assert reverse("opendata:award", args=[award.pk]) in text(client, "tender", award.tender_id)
    builder = city.actor("construction_entity")
    actions.void_tender(project=project, reason="质疑成立", by=builder)
    assert "质疑成立" in text(client, "award", award.pk)


def test_a_failed_tender_stays_at_its_address(client: Client, city: City) -> None:
    project = with_bids(city, 2)
    notice = project.tenders.live()
    actions.fail_tender(project=project, reason="有效投标不足三家", by=city.actor("construction_entity"))
    assert "有效投标不足三家" in text(client, "tender", notice.pk)
    assert "招标失败" in text(client, "tenders")


def test_a_published_plan_shows_what_it_includes_and_nothing_else(client: Client, city: City) -> None:
    plan = make_plan(city)
    included, deferred = make_project(city, title="视频会议平台"), make_project(city, title="车辆定位系统")
    reason = {"decision_reason": "统筹安排"}
    make_proposal(included, plan, decision=Proposal.Included.INCLUDED, **reason)
    make_proposal(deferred, plan, decision=Proposal.Included.DEFERRED, **reason)
    address = reverse("opendata:plan", args=[city.jurisdiction.code, plan.year])
    assert client.get(address).status_code == 404
    plan.is_open, plan.published_at = False, timezone.now()
    plan.published_by = city.actor("informatization_office").user
    plan.save()
    page = client.get(address).text
    assert "视频会议平台" in page
    assert "120.00 万元" in page
    assert "车辆定位系统" not in page
    assert "统筹安排" not in page
    assert city.jurisdiction.name in text(client, "plans")


def test_notices_are_found_by_one_or_two_characters(client: Client, city: City) -> None:
    project = soliciting(city)
    project.title = "智慧停车平台"
    project.save()
    address = reverse("opendata:solicitations")
    assert project.solicitations.get().title in client.get(address, {"q": "停车"}).text
    assert "没有找到" in client.get(address, {"q": "停车 医保"}).text


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("page", "cost"), [("tenders", 2), ("awards", 2), ("solicitations", 2), ("home", 4)])
def test_a_list_costs_the_same_whatever_its_length(
    client: Client, django_assert_num_queries, *, rows: int, page: str, cost: int
) -> None:
    city = City()
    for _row in range(rows):
        awarded(city)
    with django_assert_num_queries(cost):
        text(client, page)


def test_a_long_list_is_turned_page_by_page(client: Client, city: City) -> None:
    project = tendering(city)
    notice = project.tenders.live()
    for n in range(30):
        Tender.objects.create(
            project=project,
            sequence=n + 2,
            title=f"公告{n:02d}号",
            text="正文",
            deadline=timezone.now() + timedelta(days=9),
            budget=Decimal(1),
            published_at=notice.published_at + timedelta(minutes=n + 1),
            published_by=notice.published_by,
            failed_at=timezone.now(),
            failed_by=notice.published_by,
        )
    first = client.get(reverse("opendata:tenders"))
    assert "公告29号" in first.text
    assert "公告04号" not in first.text
    second = client.get(reverse("opendata:tenders") + first.context["page"].next_url).text
    assert "公告04号" in second
    assert notice.title in second
