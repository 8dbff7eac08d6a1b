"""The pages of payments: terms on the money tab, applying, deciding, and the finance bureau's list."""

from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from egov.jobs.models import Job
from projects.models import FundLine, PaymentApplication
from tests.approvals import make_fund
from tests.factories import City
from tests.projects.ledger.payments import accepted, applied, colleague, pass_acceptance
from tests.projects.ledger.scenes import bind, funded_project, give
from tests.uploads import upload

pytestmark = pytest.mark.django_db
Status = PaymentApplication.Status


@pytest.fixture
def city():
    return City()


@pytest.fixture
def project(city):
    city.organization("finance_bureau")
    project = funded_project(city, supervisor=city.supervisor)
    give(city, project, make_fund(city), "800000.00")
    return project


@pytest.fixture
def contract(city, project):
    return bind(city, project, "500000.00")


def page_of(client, city, role, url) -> str:
    client.force_login(city.actor(role).user)
    return client.get(url).text


def fields(**changed):
    return {
        "amount": "15万",
        "invoice_number": "24332000000012345678",
        "statement": "合同已签订。",
        "upload": upload("发票.pdf"),
        **changed,
    }


def test_the_money_tab_shows_the_terms_and_what_may_be_done(client, city, project, contract):
    url = reverse("projects:money", args=[project.number])
    mine = page_of(client, city, "construction_entity", url)
    apply_url = reverse("projects:apply_for_payment", args=[project.number, contract.terms.first().pk])
    assert apply_url in mine
    assert "尾款须在竣工验收通过后支付" in mine
    others = page_of(client, city, "owner_unit", url)
    assert apply_url not in others
    assert "由项目建设主体申请" in others
    application = applied(city, contract)
    assert application.get_absolute_url() in page_of(client, city, "construction_entity", url)


def test_one_applies_and_a_refusal_keeps_what_was_typed(client, city, project, contract):
    url = reverse("projects:apply_for_payment", args=[project.number, contract.terms.first().pk])
    client.force_login(city.actor("construction_entity").user)
    wrong = client.post(url, fields(amount="15.1万"))
    assert "首付款”还可申请 15.00 万元" in wrong.text
    assert "24332000000012345678" in wrong.text
    made = client.post(url, fields())
    application = PaymentApplication.objects.get()
    assert (made.url, application.amount) == (application.get_absolute_url(), Decimal("150000.00"))
    assert "正在办理" in client.get(url).text
    client.force_login(city.actor("owner_unit").user)
    assert client.get(url).status_code == 403


def test_the_final_part_says_what_it_waits_for(client, city, project, contract):
    url = reverse("projects:apply_for_payment", args=[project.number, contract.terms.last().pk])
    assert "尾款须在竣工验收通过后支付" in page_of(client, city, "construction_entity", url)


def test_it_is_accepted_and_paid_on_its_page(client, city, project, contract):
    application = applied(city, contract)
    url = application.get_absolute_url()
    assert "审核通过" not in page_of(client, city, "construction_entity", url)
    client.force_login(city.actor("supervisor").user)
    assert client.post(url, {"decision": "return", "reason": ""}).context["form"].errors["reason"]
    assert client.post(url, {"decision": "accept", "reason": "属实。"}).url == url
    client.force_login(city.actor("finance_bureau").user)
    assert client.post(url, {"decision": "pay", "reason": ""}).url == url
    application.refresh_from_db()
    assert application.status == Status.PAID
    page = client.get(url).text
    assert "属实。" in page
    assert reverse("projects:ledger_entry", args=_entry(application)) in page
    client.force_login(city.actor("owner_unit").user)
    assert client.post(url, {"decision": "pay", "reason": ""}).status_code == 403


def _entry(application):
    [entry] = application.entries.select_related("fund__jurisdiction")
    return [entry.fund.jurisdiction.code, entry.fund.year, entry.pk]


def test_finance_refuses_and_the_applicant_sees_why(client, city, project, contract):
    application = accepted(city, contract)
    client.force_login(city.actor("finance_bureau").user)
    page = client.post(application.get_absolute_url(), {"decision": "refuse", "reason": " "})
    assert page.context["form"].errors["reason"] == ["请填写理由。"]
    assert 'id="id_reason_error"' in page.text
    client.post(application.get_absolute_url(), {"decision": "refuse", "reason": "发票抬头有误。"})
    url = application.get_absolute_url()
    assert "发票抬头有误。" in page_of(client, city, "construction_entity", url)
    nonsense = client.post(url, {"decision": "steal", "reason": ""})
    assert nonsense.status_code == 403


def test_whoever_filed_it_learns_who_accepts(client, city, project):
    give(city, project, project.fund_accounts.first().fund, "100000.00", line=FundLine.MAINTENANCE)
    upkeep = bind(city, project, "100000.00", FundLine.MAINTENANCE)
    pass_acceptance(city, project, "publish_evaluation")
    application = applied(city, upkeep, amount=Decimal("1.00"), by=city.actor("user_unit"))
    url = application.get_absolute_url()
    assert "须由本单位另一人审核" in page_of(client, city, "user_unit", url)
    client.force_login(colleague(city, "user_unit").user)
    assert 'value="accept"' in client.get(url).text


def test_the_list_shows_what_waits_in_all_projects(client, city, contract):
    application = accepted(city, contract)
    url = reverse("projects:payments")
    assert application.get_absolute_url() in page_of(client, city, "finance_bureau", url)
    assert application.get_absolute_url() not in client.get(url, {"state": "paid"}).text
    assert application.get_absolute_url() in client.get(url, {"state": "nonsense"}).text
    elsewhere = City()
    assert application.get_absolute_url() not in page_of(client, elsewhere, "finance_bureau", url)


def test_the_bureau_lists_what_it_pays_itself_and_who_watches_lists_the_districts_too(client, city):
    district = City(parent=city.jurisdiction)
    fund = make_fund(district)
    project = funded_project(district, supervisor=district.supervisor)
    give(district, project, fund, "500000.00")
    theirs = accepted(district, bind(district, project, "500000.00")).get_absolute_url()
    url = reverse("projects:payments")
    assert theirs in page_of(client, district, "finance_bureau", url)
    assert theirs not in page_of(client, city, "finance_bureau", url)
    assert theirs in page_of(client, city, "audit_bureau", url)


def test_the_list_exports_as_it_is_shown(client, city, contract, django_capture_on_commit_callbacks):
    application = accepted(city, contract)
    applied(city, contract, position=2)
    url = reverse("projects:export_payments")
    client.force_login(city.actor("audit_bureau").user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{url}?state=accepted")
    job = Job.objects.get()
    assert (job.state, job.done) == ("done", 1)
    with job.result.open("rb") as file:
        _header, row = load_workbook(file).worksheets[0].iter_rows(values_only=True)
    assert (row[0], row[3], row[6]) == (
        application.commitment.project.number,
        application.commitment.number,
        application.amount,
    )
    client.force_login(city.actor("owner_unit").user)
    assert client.post(url).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_cost_the_same_with_one_and_with_three(
    client, city, project, django_assert_num_queries, many
):
    for _contract in range(many):
        contract = bind(city, project, "100000.00")
        accepted(city, contract, amount=Decimal("1000.00"))
        applied(city, contract, position=2, amount=Decimal("1000.00"))
    client.force_login(city.actor("finance_bureau").user)
    with django_assert_num_queries(9):
        client.get(reverse("projects:payments"))
    with django_assert_num_queries(22):
        client.get(reverse("projects:money", args=[project.number]))
