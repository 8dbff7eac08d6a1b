import io
import re
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pdfplumber
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from egov.accounts.models import Organization
from projects.actions import IllegalStep, NotReady
from projects.actions.initiation import issue_initiation, preview_initiation
from projects.actions.ledger.allocating import allocate
from projects.actions.papers import NotPrintable
from projects.flow import Stage
from projects.initiation_paper import STANDARD_DUTIES
from projects.models import DocumentKind, InitiationApproval, NumberSequence, Project
from tests.approvals import make_approved_project, make_fund
from tests.factories import (
    City,
    conclude_panel,
    file_opinions,
    make_actor,
    make_panel,
    put_in_stage,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def fund(city):
    return make_fund(city)


@pytest.fixture
def funded(city, fund):
    return make_funded(city, fund)


def make_funded(city, fund, **fields):
    project = make_approved_project(city, **fields)
    allocate(
        project=project,
        fund=fund,
        amount=Decimal("400000.00"),
        reason="首年资金",
        by=city.actor("finance_bureau"),
    )
    return project


def issue(city, project, **fields):
    usual = {"duties": STANDARD_DUTIES, "by": city.actor("leading_group_office")}
    return issue_initiation(project=project, **{**usual, **fields})


def text_of(content):
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        text = "".join("".join((page.extract_text() or "").split()) for page in pdf.pages)
    return re.sub(r"—\d+—", "", text)


def test_it_is_numbered_kept_as_issued_and_takes_the_step(city, funded):
    approval = issue(city, funded)
    year = timezone.localdate().year
    assert approval.number == f"东〔{year}〕1号"
    assert Project.objects.get(pk=funded.pk).stage == Stage.INITIATED
    assert approval.paper.document.kind == DocumentKind.INITIATION_APPROVAL
    assert approval.paper.name.endswith("1号.pdf")


def test_the_paper_says_what_was_decided(city, funded):
    auditors = city.audit_bureau.name
    with issue(city, funded).paper.file.open() as stored:
        text = text_of(stored.read())
    year = timezone.localdate().year
    for part in (
        f"东〔{year}〕1号",
        f"{city.owner_unit.name}：",
        "东信办请〔2027〕3号",
        "第12次常务会议",
        f"由{city.construction_entity.name}作为项目建设主体",
        "核定项目总投资100.00万元",
        "2027年度安排电子政务专项资金40.00万元",
        "目录、交换、治理三个子系统",
        "（六）项目投入使用后接受绩效评价",
        "不得投入使用",
        f"抄送：{city.municipal_government.name}",
        auditors,
    ):
        assert part in text, part


def test_the_paper_tells_of_the_argumentation(city, fund):
    project = make_funded(city, fund)
    put_in_stage(project, Stage.UNDER_ARGUMENTATION, city)
    panel = make_panel(city, project)
    file_opinions(panel)
    office = city.actor("informatization_office")
    conclude_panel(panel=panel, conclusion="pass", opinion="同意。", by=office)
    put_in_stage(project, Stage.APPROVED, city)
    content = preview_initiation(
        project=project, duties=STANDARD_DUTIES, by=city.actor("leading_group_office")
    )
    assert "经专家组论证，结论为“通过”" in text_of(content)


def test_the_special_fund_bears_what_the_other_sources_leave(city, funded):
    lines = funded.proposals.get().funding_lines
    lines.all().delete()
    lines.create(source="own", amount=Decimal("200000.00"))
    with issue(city, funded).paper.file.open() as stored:
        text = text_of(stored.read())
    assert "电子政务专项资金80.00" in text
    assert "单位自筹资金20.00" in text


def test_the_meeting_is_named_once_and_numbered_duties_stay_as_written(city, funded):
    government = city.municipal_government.name
    again = make_funded(city, funded.fund_accounts.get().fund, meeting=f"{government}第13次常务会议")
    with issue(city, again, duties="（一）抓紧实施。").paper.file.open() as stored:
        text = text_of(stored.read())
    assert text.count(f"{government}第13次常务会议") == 1
    assert f"{government}{government}" not in text
    assert "（一）（一）" not in text


def test_a_preview_takes_no_number_and_says_that_it_is_one(city, funded):
    by = city.actor("leading_group_office")
    text = text_of(preview_initiation(project=funded, duties=STANDARD_DUTIES, by=by))
    assert "尚未编号签发" in text
    assert "〕1号" not in text
    assert not NumberSequence.objects.filter(series__startswith="initiation").exists()
    assert not funded.documents.filter(kind=DocumentKind.INITIATION_APPROVAL).exists()


def test_numbers_follow_each_other(city, fund):
    serials = [issue(city, make_funded(city, fund)).serial for _ in range(3)]
    assert serials == [1, 2, 3]


def test_a_failure_leaves_no_gap(city, fund):
    issue(city, make_funded(city, fund))
    unlucky = make_funded(city, fund, title="含无法印刷字符\U0001f600的项目")
    with pytest.raises(NotPrintable, match="\U0001f600"):
        issue(city, unlucky)
    assert issue(city, make_funded(city, fund)).serial == 2
    assert not unlucky.initiation_approvals.exists()


@pytest.mark.parametrize("role", ["informatization_office", "municipal_government", "owner_unit"])
def test_only_the_leading_group_office_issues(city, funded, role):
    with pytest.raises(PermissionDenied):
        issue(city, funded, by=city.actor(role))


def test_only_its_signatory_issues(city, funded):
    handler = make_actor(city.leading_group_office, is_signatory=False)
    with pytest.raises(PermissionDenied):
        issue(city, funded, by=handler)


def test_without_money_nothing_is_issued(city):
    project = make_approved_project(city)
    with pytest.raises(NotReady) as refusal:
        issue(city, project)
    assert [one.name for one in refusal.value.conditions] == ["fund_allocated"]
    assert not InitiationApproval.objects.exists()


def test_an_issuer_without_a_document_prefix_is_told(city, funded):
    Organization.objects.filter(pk=city.leading_group_office.pk).update(document_prefix="")
    actor = make_actor(Organization.objects.get(pk=city.leading_group_office.pk))
    with pytest.raises(NotPrintable, match="机关代字"):
        issue(city, funded, by=actor)


def test_it_is_issued_once(city, funded):
    issue(city, funded)
    with pytest.raises(IllegalStep):
        issue(city, funded)


def test_an_issued_approval_changes_by_no_hand(city, funded):
    issue(city, funded)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM projects_initiationapproval")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_issued_at_the_same_moment_the_numbers_have_neither_gap_nor_double():
    city = City()
    fund, by = make_fund(city), city.actor("leading_group_office")
    projects = [make_funded(city, fund) for _ in range(6)]

    def try_it(project):
        try:
            return issue_initiation(project=project, duties="（一）抓紧实施。", by=by).serial
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(try_it, projects)) == [1, 2, 3, 4, 5, 6]
