"""The award notice and the letter of award, from the award; 三(三)2. In simplified Chinese: no gettext."""

from datetime import date

from egov.accounts.models import Organization
from egov.pdf.capitals import in_capitals
from egov.pdf.papers import Letter, NumberToCome, OfficialPaper, Section
from procurement.models import Award, ProcurementMethod
from projects.papers.wording import called, facts_table

METHODS = {
    ProcurementMethod.OPEN: "公开招标",
    ProcurementMethod.INVITED: "邀请招标",
    ProcurementMethod.NEGOTIATION: "竞争性谈判",
    ProcurementMethod.CONSULTATION: "竞争性磋商",
    ProcurementMethod.QUOTATION: "询价",
    ProcurementMethod.SINGLE_SOURCE: "单一来源采购",
    ProcurementMethod.FRAMEWORK: "框架协议采购",
}


def award_notice(award: Award, *, issuer: Organization, number: NumberToCome, on: date) -> OfficialPaper:
    """Return the notice that tells the public who won, and for how much."""
    tender, project = award.tender, award.tender.project
    facts = facts_table(
        [
            ("采购项目", tender.title),
            ("项目编号", project.number),
            ("采购人", issuer.name),
            ("采购方式", METHODS[ProcurementMethod(tender.method)]),
            ("中标供应商", award.winner.supplier_name),
            ("统一社会信用代码", award.winner.uscc),
            ("中标金额", _amount(award)),
            ("有效投标", f"{tender.bids.standing().count()}家"),
        ]
    )
    return OfficialPaper(
        issuer=issuer.name,
        number=number,
        title=f"{called(project)}中标公告",
        addressees=(),
        date=on,
        opening="经依法组织采购和评审，现将中标结果公告如下：",
        sections=(
            Section(heading="中标结果", table=facts),
            *_point("中标候选人顺序说明", award.reason),
            *_point("公告事项", award.text),
            *_point("联系方式", award.contact),
        ),
        closing="特此公告。",
        note="此件公开发布",
    )


def award_letter(award: Award, *, issuer: Organization, number: NumberToCome, on: date) -> Letter:
    """Return the letter that tells the winner of the award."""
    tender, project = award.tender, award.tender.project
    return Letter(
        issuer=issuer.name,
        number=number,
        title="中标通知书",
        addressees=(award.winner.supplier_name,),
        date=on,
        opening=f"你单位参加的“{tender.title}”采购（项目编号{project.number}），经依法评审，确定你单位为中标人。\n"
        f"中标金额：{_amount(award)}。\n"
        "请按照采购文件和你单位的投标文件，在规定期限内与我单位订立书面合同。",
        closing="特此通知。",
    )


def award_facts(award: Award) -> dict[str, object]:
    """Return what both papers state, by name; the amount in yuan."""
    return {
        "tender": award.tender.title,
        "method": award.tender.method,
        "winner": {"name": award.winner.supplier_name, "uscc": award.winner.uscc},
        "amount": f"{award.amount:.2f}",
    }


def _amount(award: Award) -> str:
    return f"{award.amount:,.2f}元（{in_capitals(award.amount)}）"


def _point(heading: str, text: str) -> tuple[Section, ...]:
    return (Section(heading=heading, text=text),) if text.strip() else ()
