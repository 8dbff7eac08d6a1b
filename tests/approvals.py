"""Projects on their way through approval, made by the deeds themselves."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from projects.actions.approval import decide_approval, request_approval
from projects.actions.documents import file_document
from projects.actions.fund import open_fund
from projects.flow import Stage
from projects.models import AnnualPlan, DocumentKind, DocumentVersion, Project, SpecialFund
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
    return open_fund(year=year, amount=Decimal(amount), by=city.actor("finance_bureau"))
