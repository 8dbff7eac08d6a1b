from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from egov.audit.models import Event
from procurement import actions
from procurement.models import Bid, Tender
from projects.access import may_read
from projects.actions import NotReady
from projects.flow import Stage
from projects.models import IssuedPaper, PaperKind
from tests.factories import City
from tests.papers import is_sound, missing
from tests.procurement.scenes import (
    awarded,
    bid,
    decided,
    make_uscc,
    opened,
    pass_deadline,
    tendering,
    with_bids,
)
from tests.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def open_bids(city: City, project, **fields):
    defaults = {"opened_at": timezone.now(), "upload": upload("开标记录.pdf")}
    return actions.record_opening(
        project=project, by=city.actor("construction_entity"), **{**defaults, **fields}
    )


def test_bids_are_not_opened_before_the_deadline(city: City) -> None:
    project = tendering(city)
    for name in "甲乙丙":
        bid(city, project, name)
    with pytest.raises(ValidationError):
        open_bids(city, project)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tender.objects.update(opened_at=timezone.now(), opened_by=city.actor("construction_entity").user)


def test_the_recorded_time_of_opening_is_not_before_the_deadline_either(city: City) -> None:
    project = with_bids(city)
    for moment in (timezone.now() - timedelta(days=3), timezone.now() + timedelta(hours=1)):
        with pytest.raises(ValidationError) as error:
            open_bids(city, project, opened_at=moment)
        assert "opened_at" in error.value.message_dict
    open_bids(city, project)
    assert project.tenders.live().is_opened


@pytest.mark.parametrize(("bids", "method", "opens"), [(2, "open", False), (3, "open", True)])
def test_fewer_than_three_bids_stop_the_opening(city: City, bids: int, method: str, opens: bool) -> None:
    project = with_bids(city, bids, method=method)
    if opens:
        assert not project.tenders.has_failed()
        open_bids(city, project)
    else:
        with pytest.raises(ValidationError):
            open_bids(city, project)
        assert project.tenders.has_failed()


def test_a_single_source_needs_one_bid(city: City) -> None:
    project = with_bids(city, 1, method="single_source", method_reason="原系统接口唯一供应商")
    assert not project.tenders.has_failed()
    open_bids(city, project)


def test_late_and_withdrawn_bids_do_not_count(city: City) -> None:
    project, builder = tendering(city), city.actor("construction_entity")
    first, _second, _third = (bid(city, project, name) for name in "甲乙丙")
    actions.withdraw_bid(bid=first, reason="投标人书面撤回", by=builder)
    pass_deadline(project)
    late = bid(city, project, "丁")
    assert late.state == Bid.State.REFUSED
    assert project.tenders.live().bids.standing().count() == 2
    assert project.tenders.has_failed()
    with pytest.raises(ValidationError):
        open_bids(city, project)


def test_no_bid_is_withdrawn_after_the_deadline(city: City) -> None:
    project = with_bids(city)
    first = project.tenders.live().bids.first()
    with pytest.raises(ValidationError):
        actions.withdraw_bid(bid=first, reason="迟了", by=city.actor("construction_entity"))


def test_one_bid_per_bidder(city: City) -> None:
    project, code = tendering(city), make_uscc()
    bid(city, project, "甲公司", uscc=code)
    with pytest.raises(ValidationError):
        bid(city, project, "甲公司（分部）", uscc=code)


@pytest.mark.parametrize("by_code", [True, False])
def test_the_author_of_the_chosen_scheme_does_not_bid(city: City, by_code: bool) -> None:
    project = tendering(city)
    author = project.schemes.get()
    name, code = ("另一个名字公司", author.uscc) if by_code else (author.author, make_uscc())
    with pytest.raises(ValidationError) as error:
        bid(city, project, name, uscc=code)
    assert "政府采购法实施条例第十八条" in error.value.messages[0]
    assert not project.tenders.live().bids.exists()


def test_the_supervisor_does_not_bid(city: City) -> None:
    project = tendering(city)
    project.supervisor = city.supervisor
    project.save()
    with pytest.raises(ValidationError):
        bid(city, project, city.supervisor.name)


def test_single_source_is_aside_from_that_rule(city: City) -> None:
    project = tendering(city, method="single_source", method_reason="唯一供应商")
    author = project.schemes.get()
    assert bid(city, project, author.author, uscc=author.uscc).pk


def test_who_became_the_supervisor_after_bidding_does_not_win(city: City) -> None:
    project = decided(city)
    winner = project.tenders.live().bids.get(rank=1)
    city.supervisor.name = winner.supplier_name
    city.supervisor.save()
    project.supervisor = city.supervisor
    project.save()
    with pytest.raises(ValidationError):
        award(city, project, winner)


@pytest.mark.parametrize("role", ["informatization_office", "finance_bureau", "owner_unit"])
def test_others_do_not_run_the_tender(city: City, role: str) -> None:
    project, actor = with_bids(city), city.actor(role)
    first = project.tenders.live().bids.first()
    deeds = [
        lambda: open_bids_by(actor, project),
        lambda: actions.judge_bid(bid=first, valid=True, by=actor),
        lambda: actions.void_tender(project=project, reason="理由", by=actor),
        lambda: actions.fail_tender(project=project, reason="理由", by=actor),
        lambda: actions.withdraw_bid(bid=first, reason="理由", by=actor),
    ]
    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()


def open_bids_by(actor, project):
    return actions.record_opening(
        project=project, opened_at=timezone.now(), upload=upload("开标记录.pdf"), by=actor
    )


def test_a_bid_is_read_by_nobody_before_and_by_few_after_the_opening(city: City) -> None:
    project = with_bids(city)
    document = project.tenders.live().bids.first().file.document
    readers = ("construction_entity", "informatization_office", "finance_bureau", "owner_unit")

    def reading() -> list[str]:
        fresh = type(document).objects.select_related("project").get(pk=document.pk)
        return [role for role in readers if may_read(city.actor(role), fresh)]

    assert reading() == []
    open_bids(city, project)
    assert reading() == ["construction_entity", "informatization_office"]


def test_the_trail_and_the_paper_do_not_tell_who_bids(city: City) -> None:
    project = tendering(city)
    one = bid(city, project, "秘密科技有限公司", "987654.00", upload=upload("秘密科技投标书.pdf"))
    told = [f"{e.object_label}{e.after}" for e in Event.objects.filter(project_id=project.pk)]
    assert not any("秘密科技" in line or "987654" in line for line in told)
    assert "秘密科技" not in one.file.name
    assert one.file.name.endswith(".pdf")


def test_every_bid_is_judged_before_the_result(city: City) -> None:
    project, builder = opened(city), city.actor("construction_entity")
    bids = list(project.tenders.live().bids.order_by("pk"))
    with pytest.raises(ValidationError):
        actions.judge_bid(bid=bids[0], valid=False, by=builder)
    for one in bids[:2]:
        actions.judge_bid(bid=one, valid=True, by=builder)
    with pytest.raises(ValidationError):
        actions.record_result(project=project, ranking=bids[:2], upload=upload("报告.pdf"), by=builder)


def test_too_many_rejections_fail_the_tender(city: City) -> None:
    project, builder = opened(city), city.actor("construction_entity")
    bids = list(project.tenders.live().bids.order_by("pk"))
    actions.judge_bid(bid=bids[0], valid=False, fault="unqualified", by=builder)
    for one in bids[1:]:
        actions.judge_bid(bid=one, valid=True, by=builder)
    with pytest.raises(ValidationError):
        actions.record_result(project=project, ranking=bids[1:], upload=upload("报告.pdf"), by=builder)
    assert project.tenders.has_failed()
    assert actions.fail_tender(project=project, reason="有效投标不足", by=builder).stage == "scheme_confirmed"


def award(city: City, project, winner: Bid, amount: str = "980000.00", **fields):
    return actions.publish_award(
        project=project,
        winner=winner,
        amount=Decimal(amount),
        title="中标公告",
        text="结果",
        by=city.actor("construction_entity"),
        **fields,
    )


def test_the_award_follows_the_ranking(city: City) -> None:
    project = decided(city)
    first, second = project.tenders.live().bids.candidates()[:2]
    with pytest.raises(ValidationError):
        award(city, project, second)
    with pytest.raises(ValidationError):
        award(city, project, first, "980000.01")
    award(city, project, second, "990000.00", reason="第一候选人放弃中标")
    assert project.tenders.is_awarded()
    with pytest.raises(ValidationError):
        award(city, project, first)


def test_a_void_tender_is_not_awarded(city: City) -> None:
    project, builder = awarded(city), city.actor("construction_entity")
    actions.void_tender(project=project, reason="质疑成立", by=builder)
    assert not project.tenders.is_awarded()
    assert project.tenders.has_failed()


def test_a_tender_with_enough_bids_does_not_fail(city: City) -> None:
    project = with_bids(city)
    with pytest.raises(NotReady):
        actions.fail_tender(project=project, reason="理由", by=city.actor("construction_entity"))


def test_a_failed_tender_is_followed_by_another(city: City) -> None:
    project = with_bids(city, 2)
    project = actions.fail_tender(project=project, reason="不足三家", by=city.actor("construction_entity"))
    assert project.stage == Stage.SCHEME_CONFIRMED
    assert not project.tenders.is_published()
    project = tendering(city, project)
    assert [t.sequence for t in project.tenders.order_by("sequence")] == [1, 2]
    for name in "甲乙丙":
        bid(city, project, name)
    assert project.tenders.live().bids.count() == 3
    assert not project.tenders.has_failed()


def test_the_panel_learns_the_bidders_at_the_opening(city: City) -> None:
    project = with_bids(city)
    assert project.tenders.to_rank() == []
    open_bids(city, project)
    assert project.tenders.to_rank() == ["投标人甲有限公司", "投标人乙有限公司", "投标人丙有限公司"]


def test_with_the_award_go_the_notice_and_the_letter(city: City) -> None:
    project = decided(city)
    first = project.tenders.live().bids.candidates().first()
    award(city, project, first)
    letter, notice = IssuedPaper.objects.of_kind(PaperKind.AWARD_NOTICE, PaperKind.AWARD_LETTER)
    assert [paper.kind for paper in (notice, letter)] == ["award_notice", "award_letter"]
    amount = "980,000.00元（人民币玖拾捌万元整）"
    assert (
        missing(notice, "中标公告", first.supplier_name, first.uscc, amount, "公开招标", "（此件公开发布）")
        == []
    )
    assert missing(letter, "中标通知书", f"{first.supplier_name}：", amount, "订立书面合同") == []
    assert (is_sound(notice), is_sound(letter)) == (True, True)
    assert notice.data["facts"]["amount"] == "980000.00"
    assert {paper.issuer for paper in (notice, letter)} == {city.construction_entity}
