"""From the call for schemes to the signed contract, clauses 三(三)1–2."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from egov.demo import papers
from egov.demo.arguing import sit
from egov.demo.cast import CITY, Firm
from egov.demo.clock import next_worked
from egov.demo.founding import credit_code
from egov.demo.journey import Journey
from egov.demo.planning import amounts_of
from procurement.actions import (
    approve_overrun,
    assign_supervisor,
    choose_scheme,
    clarify,
    fail_tender,
    file_design,
    judge_bid,
    publish_award,
    publish_solicitation,
    publish_tender,
    record_bid,
    record_contract,
    record_opening,
    record_result,
    record_scheme,
    save_solicitation,
    save_tender,
    sign_contract,
)
from procurement.models import Bid, Design, ProcurementMethod, Tender
from projects.actions import advance
from reviews.models import Panel

SCHEMES_OPEN, BIDS_OPEN = 16, 21
"""Days for which a call is open."""


def uscc_of(firm: Firm) -> str:
    return credit_code("91", CITY, firm.serial)


def _design(j: Journey) -> Design:
    return Design.objects.filter(project=j.pk).latest("pk")


def _tender_under_way(j: Journey) -> Tender:
    return Tender.objects.select_related("project").get(project=j.pk, failed_at=None)


def _contact(j: Journey) -> str:
    person = j.builder.handler.user
    return f"{person.name}，{person.phone}，{j.builder.name}"


def solicit(j: Journey) -> Iterator[datetime]:
    """Call for schemes, hear the panel, choose the best, and confirm its design."""
    yield j.wait(7)
    save_solicitation(project=j.project, fields=_call(j), files=[_requirements(j)], by=j.builder.handler)
    yield j.wait(2)
    publish_solicitation(project=j.project, by=j.builder.handler)
    closes = j.project.solicitations.published().latest("sequence").deadline or j.now
    authors = j.firms[:3]
    for firm in authors:
        yield j.wait(4, exact=True, before=closes)
        _receive_scheme(j, firm)
    j.now = max(j.now, closes + timedelta(minutes=30))
    names = [firm.name for firm in authors]
    yield from sit(j, Panel.Kind.SCHEME, subjects=names, best=names[0])
    yield j.wait(2)
    choose_scheme(scheme=j.project.schemes.get(author=names[0]), by=j.here("office").handler)
    for desk in (j.here("finance"), j.here("office")):
        yield j.wait(2.5)
        advance(project=j.project, step="select_scheme", by=desk.head)
    yield from _confirm(j)


def _call(j: Journey) -> dict[str, object]:
    return {
        "title": f"{j.topic.title}方案征集公告",
        "text": j.words.solicitation(j.builder.name),
        "requirements": j.words.scheme_requirements(),
        "deadline": next_worked(j.now + timedelta(days=SCHEMES_OPEN)).replace(hour=17, minute=0, second=0),
        "contact": _contact(j),
    }


def _requirements(j: Journey):
    points = (("征集范围", j.topic.content), ("应征方案要求", j.words.scheme_requirements()))
    return papers.word(f"{j.topic.title}方案征集文件", j.builder.name, j.today, points)


def _receive_scheme(j: Journey, firm: Firm) -> None:
    paper = papers.word(f"{j.topic.title}设计方案", firm.name, j.today, j.words.scheme())
    record_scheme(
        project=j.project,
        author=firm.name,
        uscc=uscc_of(firm),
        received_at=j.now - timedelta(minutes=20),
        summary=j.words.scheme_summary(),
        upload=paper,
        by=j.builder.handler,
    )


def _confirm(j: Journey) -> Iterator[datetime]:
    yield j.wait(12)
    over = Decimal("1.04") if j.tale.has("overrun") else Decimal("0.98")
    estimate = (j.investment * over / 1000).quantize(Decimal(1)) * 1000
    _file_design(j, estimate)
    if j.tale.has("overrun"):
        yield j.wait(9)
        _approve_overrun(j)
    # Where the office itself is the user unit, one signature stands for both.
    for desk in dict.fromkeys((j.tale.user or j.tale.owner, j.office_key)):
        yield j.wait(3)
        advance(project=j.project, step="confirm_scheme", by=j.desk(desk).head)


def _file_design(j: Journey, estimate: Decimal) -> None:
    title, author = j.topic.title, j.firms[0].name
    lines = amounts_of(j.topic, estimate)
    file_design(
        project=j.project,
        estimate=estimate,
        cost_lines={str(item): amount for item, amount in lines.items()},
        design_upload=papers.word(f"{title}优化设计", author, j.today, j.words.design()),
        estimate_upload=papers.word(
            f"{title}投资概算书",
            author,
            j.today,
            (("编制说明", j.words.estimate()),),
            概算总额=f"{estimate:,.2f}元",
        ),
        by=j.builder.handler,
    )


def _approve_overrun(j: Journey) -> None:
    meeting = f"{j.here('government').name}专题会议"
    approve_overrun(
        project=j.project,
        design=_design(j),
        meeting=meeting,
        meeting_on=j.today,
        upload=papers.word(
            f"{meeting}纪要", j.here("government").name, j.today, (("议定事项", j.words.overrun()),)
        ),
        reason=j.words.overrun(),
        by=j.here("government").head,
    )


def procure(j: Journey) -> Iterator[datetime]:
    """Tender, once or twice, award and sign; meanwhile the office finds the supervisor."""
    if j.tale.has("tender fails"):
        yield from _tender(j, bidders=j.firms[1:3])
        yield j.wait(2)
        fail_tender(project=j.project, reason=j.words.too_few(), by=j.builder.handler)
    yield from _tender(j, bidders=j.firms[1:5])
    # A working hour of that day may lie before the hour of the opening.
    opens = j.now
    j.now = max(j.wait(1), opens + timedelta(minutes=20))
    yield j.now
    _open_bids(j)
    yield j.wait(1)
    for bid in _bids(j):
        judge_bid(bid=bid, valid=True, remark="资格与符合性审查通过。", by=j.builder.handler)
    yield from _award(j)
    yield j.wait(5)
    advance(project=j.project, step="start_construction", by=j.builder.handler)


def _tender(j: Journey, bidders: list[Firm]) -> Iterator[datetime]:
    yield j.wait(6)
    _save_tender(j)
    yield j.wait(2)
    publish_tender(project=j.project, by=j.builder.handler)
    deadline = _tender_under_way(j).deadline or j.now
    yield j.wait(6, exact=True)
    clarify(
        project=j.project, notice=_tender_under_way(j), text=j.words.clarification(), by=j.builder.handler
    )
    for firm in bidders:
        yield j.wait(3, exact=True, before=deadline)
        _receive_bid(j, firm, bidders.index(firm))
    j.now = max(j.now, deadline)


def _save_tender(j: Journey) -> None:
    budget = _design(j).estimate
    deadline = next_worked(j.now + timedelta(days=BIDS_OPEN + 4)).replace(hour=9, minute=30, second=0)
    again = "（第二次）" if j.project.tenders.exists() else ""
    consults = j.tale.has("consultation")
    fields = {
        "title": f"{j.topic.title}{'竞争性磋商' if consults else '公开招标'}公告{again}",
        "method": ProcurementMethod.CONSULTATION if consults else ProcurementMethod.OPEN,
        "method_reason": "需求与现有系统衔接复杂，不能事先确定详细规格。" if consults else "",
        "text": j.words.tender(j.builder.name),
        "contact": _contact(j),
        "budget": budget,
        "max_price": budget,
        "deadline": deadline,
        "opening_at": deadline,
        "opening_place": f"{j.project.jurisdiction.name}公共资源交易中心第{j.chance.choice('二三四五')}开标室",
    }
    document = papers.word(
        f"{j.topic.title}招标文件{again}", j.builder.name, j.today, j.words.tender_document()
    )
    save_tender(project=j.project, fields=fields, files=[document], by=j.builder.handler)


def _receive_bid(j: Journey, firm: Firm, place: int) -> None:
    record_bid(
        project=j.project,
        supplier_name=firm.name,
        uscc=uscc_of(firm),
        price=j.contract_sum + place * 37_500,
        received_at=j.now - timedelta(minutes=10),
        upload=papers.word("投标文件", firm.name, j.today, j.words.bid(firm.name)),
        by=j.builder.handler,
    )


def _bids(j: Journey) -> list[Bid]:
    return list(_tender_under_way(j).bids.order_by("pk"))


def _open_bids(j: Journey) -> None:
    lines = "\n".join(f"{bid.supplier_name}：投标报价{bid.price:,.2f}元" for bid in _bids(j))
    record_opening(
        project=j.project,
        opened_at=_tender_under_way(j).opening_at or j.now,
        upload=papers.word("开标记录", j.builder.name, j.today, (("唱标情况", lines), ("异议", "无。"))),
        note="投标人代表到场，密封情况检查无异常。",
        by=j.builder.handler,
    )


def _award(j: Journey) -> Iterator[datetime]:
    yield j.wait(2)
    ranking = sorted(_bids(j), key=lambda bid: bid.price)
    report = papers.word(
        "评标报告", j.builder.name, j.today, j.words.evaluation([b.supplier_name for b in ranking])
    )
    record_result(project=j.project, ranking=ranking[:3], upload=report, by=j.builder.handler)
    yield j.wait(2)
    winner = ranking[0]
    publish_award(
        project=j.project,
        winner=winner,
        amount=winner.price,
        title=f"{j.topic.title}中标公告",
        text=j.words.award(winner.supplier_name, winner.price),
        by=j.builder.handler,
    )
    yield j.wait(11)
    _record_contract(j, winner)
    yield j.wait(3)
    sign_contract(project=j.project, by=j.builder.head)
    yield j.wait(6)
    _assign_supervisor(j)


def _record_contract(j: Journey, winner: Bid) -> None:
    number = f"{j.builder.organization.document_prefix}采〔{j.now.year}〕{j.chance.randrange(12, 180)}号"
    paper = papers.pdf(
        f"{j.topic.title}建设合同",
        j.builder.name,
        j.today,
        j.words.contract(winner.supplier_name),
        合同金额=f"{winner.price:,.2f}元",
    )
    record_contract(
        project=j.project,
        number=number,
        amount=winner.price,
        signed_on=j.today,
        starts_on=j.today,
        ends_on=j.today + timedelta(days=240),
        upload=paper,
        by=j.builder.handler,
    )


def _assign_supervisor(j: Journey) -> None:
    supervisor = j.desk(j.tale.supervisor)
    amount = Decimal(j.topic.wan * 300)
    paper = papers.word(
        f"{j.topic.title}监理合同",
        j.here("office").name,
        j.today,
        (("监理范围", j.words.supervision_scope()),),
        监理单位=supervisor.name,
    )
    assign_supervisor(
        project=j.project,
        supervisor=supervisor.organization,
        number=f"东信监〔{j.now.year}〕{j.chance.randrange(5, 60)}号",
        amount=amount,
        upload=paper,
        by=j.here("office").handler,
    )
