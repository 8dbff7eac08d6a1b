"""Projects on their way through approval, made by the deeds themselves."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from procurement.models import Contract
from projects.actions.approval import decide_approval, request_approval
from projects.actions.documents import file_document
from projects.actions.ledger.allocating import allocate
from projects.actions.ledger.arranging import propose_arrangement, sign_arrangement
from projects.actions.ledger.committing import commit
from projects.flow import Stage
from projects.models import (
    AnnualPlan,
    DocumentKind,
    DocumentVersion,
    FundLine,
    LedgerEntry,
    Project,
    SpecialFund,
)
from tests.factories import City, make_plan, make_project, make_proposal
from tests.uploads import upload


def make_meeting_record(city: City, project: Project, role: str = "municipal_government") -> DocumentVersion:
    return file_document(
        project=project,
        kind=DocumentKind.MEETING_RECORD,
        title="会议纪要",
        upload=upload("市政府常务会议纪要.pdf"),
        by=city.actor(role),
    )


def make_approved_project(city: City, **fields: Any) -> Project:
    """Let the office ask and the government approve a proposal of 1,200,000 yuan, as people do."""
    meeting = fields.pop("meeting", "第12次常务会议")
    project = make_project(city, stage=Stage.ARGUED, **fields)
    plan = AnnualPlan.objects.filter(jurisdiction=city.jurisdiction).first() or make_plan(city)
    make_proposal(project, plan)
    request_approval(
        project=project,
        document_number="东信办请〔2027〕3号",
        title=f"关于申请{project.title}立项的请示",
        text="现将该项目有关情况报请审批。",
        by=city.actor("informatization_office"),
    )
    return decide_approval(
        project=project,
        outcome="approve",
        meeting=meeting,
        meeting_on=timezone.localdate(),
        meeting_record=make_meeting_record(city, project),
        construction_entity=city.construction_entity,
        approved_investment=Decimal("1000000.00"),
        by=city.actor("municipal_government"),
    ).project


def make_fund(city: City, amount: str = "5000000.00", year: int = 2027) -> SpecialFund:
    """Let office and finance bureau arrange ``amount`` for construction, and a million for each other line."""
    more = Decimal(1_000_000)
    arrangement = propose_arrangement(
        year=year,
        appropriation=Decimal(amount) + 2 * more,
        earmarks={
            FundLine.CONSTRUCTION: Decimal(amount),
            FundLine.REVIEW: more,
            FundLine.MAINTENANCE: more,
        },
        basis=f"东财〔{year}〕1号",
        reason="年度预算",
        by=city.actor("finance_bureau"),
    )
    for role in ("informatization_office", "finance_bureau"):
        sign_arrangement(arrangement=arrangement, by=city.actor(role))
    return arrangement.fund


def give(city: City, project: Project, amount: Decimal, *, fund: SpecialFund | None = None) -> LedgerEntry:
    """Allocate yuan for construction, from a fund that bears it."""
    fund = fund or SpecialFund.objects.filter(jurisdiction=city.jurisdiction).first()
    fund = fund or make_fund(city, "90000000.00")
    return allocate(
        project=project, fund=fund, amount=amount, reason="年度安排", by=city.actor("finance_bureau")
    )


def bind_contract(city: City, contract: Contract) -> Contract:
    """Let a contract that a test made itself be committed, as its signing would have done."""
    contract.commitment = commit(
        project=contract.project,
        line=FundLine.CONSTRUCTION,
        number=contract.number,
        payee=contract.supplier_name,
        amount=contract.amount,
        reason="合同签订",
        about=contract,
        by=city.actor("construction_entity"),
    )
    contract.save(update_fields=["commitment"])
    return contract
