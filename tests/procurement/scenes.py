"""Projects brought to where procurement begins, by the deeds themselves wherever time allows."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from stdnum.cn import uscc as code

from egov.accounts.acting import Actor
from procurement import actions
from procurement.models import Bid, Design, Scheme, Solicitation, Tender
from projects.flow import Stage
from projects.models import DocumentVersion, Project
from reviews.models import Panel
from tests.approvals import give
from tests.factories import City, make_plan, make_project, make_proposal, put_in_stage
from tests.serials import next_serial
from tests.uploads import upload

INVESTMENT = Decimal("1200000.00")


def make_uscc() -> str:
    body = f"91330100MA2H{next_serial():05d}"
    return body + code.calc_check_digit(body)


def later(**span: int):
    return timezone.now() + timedelta(**(span or {"days": 20}))


def initiated(city: City, allocated: Decimal = INVESTMENT) -> Project:
    project = make_project(
        city,
        stage=Stage.INITIATED,
        construction_entity=city.construction_entity,
        approved_investment=INVESTMENT,
    )
    make_proposal(project, project.jurisdiction.plans.first() or make_plan(city))
    give(city, project, allocated)
    return project


def notice_fields(**fields: Any) -> dict[str, Any]:
    return {
        "title": "关于公开征集设计方案的公告",
        "text": "欢迎应征。",
        "requirements": "提交完整方案。",
        "deadline": later(),
        "contact": "李工 0571-8800",
        **fields,
    }


def tender_fields(**fields: Any) -> dict[str, Any]:
    return {
        "title": "政务数据共享平台采购公告",
        "text": "欢迎投标。",
        "contact": "李工 0571-8800",
        "method": "open",
        "method_reason": "",
        "budget": Decimal("1100000.00"),
        "max_price": Decimal("1100000.00"),
        "deadline": later(),
        "opening_at": later(days=21),
        "opening_place": "市公共资源交易中心三楼",
        **fields,
    }


def soliciting(city: City, **money: Decimal) -> Project:
    project, builder = initiated(city, **money), city.actor("construction_entity")
    actions.save_solicitation(project=project, fields=notice_fields(), by=builder)
    return actions.publish_solicitation(project=project, by=builder)


def put_scheme(project: Project, author: str, paper: DocumentVersion, by: Actor) -> Scheme:
    """Let a scheme answer the project's call, of which there is one from now on, without the deed."""
    call = project.solicitations.current() or Solicitation.objects.create(
        project=project, published_at=timezone.now(), published_by=by.user, **notice_fields()
    )
    return Scheme.objects.create(
        project=project, solicitation=call, author=author, file=paper, recorded_by=by.user
    )


def end_call(project: Project) -> Solicitation:
    """Let the deadline of the project's call have passed, with what came in before it."""
    call = project.solicitations.current()
    now = timezone.now()
    call.published_at, call.deadline = now - timedelta(days=20), now - timedelta(minutes=1)
    call.save(update_fields=["published_at", "deadline"])
    return call


def hand_in(city: City, project: Project, author: str = "东海软件有限公司", **fields: Any) -> Scheme:
    defaults = {"uscc": make_uscc(), "received_at": timezone.now(), "upload": upload("方案.pdf")}
    return actions.record_scheme(
        project=project, author=author, by=city.actor("construction_entity"), **{**defaults, **fields}
    )


def scheme_selected(city: City, **money: Decimal) -> Project:
    """Stand where the winner's design is awaited, without the panel that led there."""
    project = soliciting(city, **money)
    scheme = hand_in(city, project)
    scheme.chosen_at, scheme.chosen_by = timezone.now(), city.actor("informatization_office").user
    scheme.save()
    put_in_stage(project, Stage.SCHEME_SELECTED, city)
    return project


def file(city: City, project: Project, estimate: str = "1200000.00", **fields: Any) -> Design:
    return actions.file_design(
        project=project,
        estimate=Decimal(estimate),
        design_upload=upload("优化设计.pdf"),
        estimate_upload=upload("概算书.pdf"),
        by=city.actor("construction_entity"),
        **fields,
    )


def scheme_confirmed(city: City, **money: Decimal) -> Project:
    project = scheme_selected(city, **money)
    file(city, project)
    put_in_stage(project, Stage.SCHEME_CONFIRMED, city)
    return project


def tendering(city: City, project: Project | None = None, **fields: Any) -> Project:
    project, builder = project or scheme_confirmed(city), city.actor("construction_entity")
    actions.save_tender(
        project=project, fields=tender_fields(**fields), by=builder, files=[upload("招标文件.pdf")]
    )
    return actions.publish_tender(project=project, by=builder)


def bid(city: City, project: Project, name: str, price: str = "1000000.00", **fields: Any) -> Bid:
    defaults = {"uscc": make_uscc(), "received_at": timezone.now(), "upload": upload("投标文件.pdf")}
    return actions.record_bid(
        project=project,
        supplier_name=name,
        price=Decimal(price),
        by=city.actor("construction_entity"),
        **{**defaults, **fields},
    )


def pass_deadline(project: Project) -> Tender:
    """Let the tender have been published a month ago, and its deadline be yesterday."""
    past = timezone.now() - timedelta(days=1)
    Tender.objects.filter(project=project, failed_at=None).update(
        published_at=past - timedelta(days=29), deadline=past, opening_at=past
    )
    return project.tenders.live()


def with_bids(city: City, bids: int = 3, **fields: Any) -> Project:
    """Stand after the deadline with ``bids`` bids, the cheapest last."""
    project = tendering(city, **fields)
    for n in range(bids):
        bid(city, project, f"投标人{'甲乙丙丁戊'[n]}有限公司", f"{1000000 - n * 10000}.00")
    pass_deadline(project)
    return project


def opened(city: City, bids: int = 3, **fields: Any) -> Project:
    project = with_bids(city, bids, **fields)
    actions.record_opening(
        project=project,
        opened_at=timezone.now(),
        upload=upload("开标记录.pdf"),
        by=city.actor("construction_entity"),
    )
    return project


def decided(city: City, bids: int = 3, **fields: Any) -> Project:
    """Stand with all bids valid and ranked by price."""
    project, builder = opened(city, bids, **fields), city.actor("construction_entity")
    ranking = list(project.tenders.live().bids.order_by("price"))
    for one in ranking:
        actions.judge_bid(bid=one, valid=True, by=builder)
    actions.record_result(project=project, ranking=ranking, upload=upload("评标报告.pdf"), by=builder)
    return project


def awarded(city: City, amount: str = "980000.00", **fields: Any) -> Project:
    project = decided(city, **fields)
    winner = project.tenders.live().bids.get(rank=1)
    actions.publish_award(
        project=project,
        winner=winner,
        amount=Decimal(amount),
        title="中标公告",
        text="中标人如下。",
        by=city.actor("construction_entity"),
    )
    return project


def contract_fields(amount: str = "980000.00", **fields: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "number": "DHXX-2027-018",
        "amount": Decimal(amount),
        "signed_on": today,
        "starts_on": today,
        "ends_on": today + timedelta(days=200),
        "upload": upload("合同.pdf"),
        **fields,
    }


def rank(city: City, project: Project, *authors: str) -> Panel:
    """Let a scheme panel of this stay have concluded with the authors in this order."""
    office = city.actor("informatization_office").user
    panel = Panel.objects.create(
        project=project,
        kind=Panel.Kind.SCHEME,
        visit=project.visit,
        formed_by=office,
        conclusion=Panel.Conclusion.RANKING,
        opinion="按此排序。",
        concluded_at=timezone.now(),
        concluded_by=office,
    )
    for place, author in enumerate(authors, start=1):
        panel.subjects.create(label=author, place=place)
    return panel
