"""Request, decision, allocation and initiation approval, through their pages."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.flow import Stage
from projects.models import InitiationApproval
from tests.approvals import make_fund
from tests.factories import City, make_plan, make_project, make_proposal
from tests.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def at(project, name):
    return reverse(f"projects:{name}", args=[project.number])


def log_in(client: Client, city: City, role: str) -> Client:
    client.force_login(city.actor(role).user)
    return client


def standing(city: City, stage: str):
    project = make_project(city, stage=stage)
    make_proposal(project, make_plan(city))
    return project


def decision(city: City, **fields):
    return {
        "outcome": "approve", "construction_entity": city.construction_entity.pk, "approved_investment": "120万",
        "meeting": "市政府第五次常务会议", "meeting_on": str(timezone.localdate()), "upload": upload(),
        "reason": "", "confirmed": "on", **fields,
    }  # fmt: skip


def test_the_office_asks_with_words_prepared_from_the_proposal(client, city):
    project = standing(city, Stage.ARGUED)
    log_in(client, city, "informatization_office")
    form = client.get(at(project, "request_approval")).context["form"]
    assert project.title in form["text"].value()
    data = {"document_number": "东信办〔2027〕6号", "title": "关于立项的请示", "text": "请批示。"}
    assert client.post(at(project, "request_approval"), data).url == at(project, "approval")
    project.refresh_from_db()
    assert project.stage == Stage.AWAITING_APPROVAL


def test_the_government_decides_on_its_page(client, city):
    project = standing(city, Stage.AWAITING_APPROVAL)
    log_in(client, city, "municipal_government")
    assert client.post(at(project, "decide"), decision(city)).status_code == 302
    project.refresh_from_db()
    assert (project.stage, project.approved_investment) == (Stage.APPROVED, Decimal("1200000.00"))
    assert (
        client.get(at(project, "approval")).context["decisions"][0].construction_entity
        == city.construction_entity
    )


@pytest.mark.parametrize(
    "missing", ["construction_entity", "approved_investment", "meeting", "upload", "confirmed"]
)
def test_nothing_is_decided_while_something_is_missing(client, city, missing):
    project = standing(city, Stage.AWAITING_APPROVAL)
    log_in(client, city, "municipal_government")
    response = client.post(at(project, "decide"), decision(city) | {missing: ""})
    assert response.status_code == 200
    assert response.context["form"].errors
    project.refresh_from_db()
    assert (project.stage, project.decisions.count()) == (Stage.AWAITING_APPROVAL, 0)


@pytest.mark.parametrize("name", ["request_approval", "decide", "issue_initiation", "decide_termination"])
def test_the_owner_unit_does_none_of_it(client, city, name):
    project = standing(city, Stage.AWAITING_APPROVAL)
    log_in(client, city, "owner_unit")
    assert client.get(at(project, name)).status_code == 403


def approved(client, city):
    project = standing(city, Stage.ARGUED)
    log_in(client, city, "informatization_office")
    data = {"document_number": "东信办〔2027〕6号", "title": "关于立项的请示", "text": "请批示。"}
    client.post(at(project, "request_approval"), data)
    log_in(client, city, "municipal_government")
    client.post(at(project, "decide"), decision(city))
    return project


def test_finance_allocates_within_fund_and_investment(client, city):
    project = approved(client, city)
    log_in(client, city, "finance_bureau")
    fund = make_fund(city, "1000000.00")
    too_much = {"fund": fund.pk, "line": "construction", "amount": "1000000.01", "reason": "首期"}
    response = client.post(at(project, "money"), too_much)
    assert "100.00" in str(response.context["form"].errors)
    client.post(at(project, "money"), too_much | {"amount": "100万"})
    assert project.fund_accounts.allocated() == Decimal("1000000.00")
    page = client.get(reverse("projects:fund_year", args=[city.jurisdiction.code, 2027]))
    assert page.context["lines"][0]["left"] == 0


def test_an_amount_that_looks_like_a_forgotten_unit_is_asked_back(client, city):
    project = approved(client, city)
    log_in(client, city, "finance_bureau")
    fund = make_fund(city, "1000000.00")
    assert "confirmed" not in client.get(at(project, "money")).context["form"].fields
    little = {"fund": fund.pk, "line": "construction", "amount": "355", "reason": "首期"}
    asked = client.post(at(project, "money"), little)
    assert "355.00 元" in str(asked.context["form"].errors["amount"])
    assert "confirmed" in asked.context["form"].fields
    assert project.fund_accounts.allocated() == 0
    done = client.post(at(project, "money"), little | {"confirmed": "on"}, follow=True)
    assert "已安排 355.00 元" in done.text
    assert project.fund_accounts.allocated() == 355


def test_nobody_else_allocates(client, city):
    project = approved(client, city)
    log_in(client, city, "informatization_office")
    data = {"fund": "", "amount": "1", "reason": "x"}
    assert client.post(at(project, "money"), data).status_code == 403
    log_in(client, city, "owner_unit")
    assert client.get(reverse("projects:fund")).status_code == 404


def test_the_approval_is_previewed_numbered_and_issued(client, city):
    project = approved(client, city)
    log_in(client, city, "leading_group_office")
    assert [one["url"] for one in client.get(at(project, "issue_initiation")).context["missing"]] == [
        at(project, "money")
    ]
    fund = make_fund(city, "2000000.00")
    log_in(client, city, "finance_bureau")
    client.post(
        at(project, "money"),
        {"fund": fund.pk, "line": "construction", "amount": "120万", "reason": "列入年度计划"},
    )
    log_in(client, city, "leading_group_office")
    duties = {"duties": "严格控制投资。\n落实等级保护要求。"}
    preview = client.post(at(project, "issue_initiation"), duties | {"preview": "1"})
    assert preview.content.startswith(b"%PDF")
    assert not InitiationApproval.objects.exists()
    assert client.post(at(project, "issue_initiation"), duties).status_code == 302
    project.refresh_from_db()
    paper = InitiationApproval.objects.get()
    assert (project.stage, paper.serial) == (Stage.INITIATED, 1)
    shown = client.get(at(project, "approval"))
    assert shown.context["initiation"] == paper
    assert client.get(paper.paper.url).content.startswith(b"%PDF")
