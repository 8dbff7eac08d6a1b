"""From the request to the initiation approval, clause 三(二)3; and how a project is terminated."""

from collections.abc import Iterator
from datetime import datetime

from egov.demo import papers
from egov.demo.journey import Journey
from projects.actions import advance
from projects.actions.approval import decide_approval, decide_termination, request_approval
from projects.actions.documents import file_document
from projects.actions.initiation import issue_initiation
from projects.actions.ledger.allocating import allocate
from projects.models import Decision, DocumentKind, DocumentVersion, SpecialFund


def approve(j: Journey) -> Iterator[datetime]:
    """Ask the government, hear its decision, get money and the paper."""
    yield j.soon() if j.tale.has("haste") else j.wait(5)
    _request(j)
    yield j.wait(11)
    record = _record(j, _meeting(j), j.words.decision(rejected=j.tale.has("rejected")))
    yield j.wait(2)
    rejected = j.tale.has("rejected")
    decide_approval(
        project=j.project,
        outcome=Decision.Outcome.REJECT if rejected else Decision.Outcome.APPROVE,
        meeting=_meeting(j),
        meeting_on=record.uploaded_at.date(),
        meeting_record=record,
        construction_entity=None if rejected else j.builder.organization,
        approved_investment=None if rejected else j.investment,
        reason=j.words.decision(rejected=True) if rejected else "",
        by=j.here("government").head,
    )
    yield j.wait(4)
    _allocate(j)
    yield j.wait(4)
    issue_initiation(project=j.project, duties=j.words.duties(), by=j.here("leading").head)


def terminate(j: Journey) -> Iterator[datetime]:
    """End a project whose ground is gone, on the government's decision."""
    yield j.wait(9)
    record = _record(j, _meeting(j), j.words.termination())
    yield j.wait(2)
    decide_termination(
        project=j.project,
        meeting=_meeting(j),
        meeting_on=record.uploaded_at.date(),
        meeting_record=record,
        reason=j.words.termination(),
        by=j.here("government").head,
    )
    yield j.wait(3)
    advance(project=j.project, step="terminate", by=j.here("office").head, reason=j.words.termination())


def _request(j: Journey) -> None:
    office = j.here("office")
    year, serial = j.now.year, j.chance.randrange(6, 90)
    request_approval(
        project=j.project,
        document_number=f"{office.organization.document_prefix}〔{year}〕{serial}号",
        title=f"关于审批{j.topic.title}项目的请示",
        text=j.words.request(
            government=j.here("government").name, owner=j.owner.name, builder=j.builder.name
        ),
        by=office.handler,
    )


def _meeting(j: Journey) -> str:
    return f"{j.here('government').name}第{j.meeting_number}次常务会议"


def _record(j: Journey, meeting: str, text: str) -> DocumentVersion:
    government = j.here("government")
    paper = papers.word(
        f"{meeting}纪要（摘录）",
        government.name,
        j.now.date(),
        (
            ("议题", f"审议{j.topic.title}项目。"),
            ("议定事项", text),
        ),
    )
    return file_document(
        project=j.project,
        kind=DocumentKind.MEETING_RECORD,
        title=f"{meeting}纪要（摘录）",
        upload=paper,
        by=government.handler,
    )


def _allocate(j: Journey) -> None:
    project = j.project
    fund = SpecialFund.objects.get(jurisdiction=project.jurisdiction, year=j.plan_year)
    allocate(
        project=project,
        fund=fund,
        amount=j.investment,
        reason=j.words.say(
            "按批准投资安排专项资金，用于{parts}，按合同进度拨付。",
            "列入本年度电子政务专项资金，专款专用，结余收回。",
        ),
        by=j.here("finance").handler,
    )
