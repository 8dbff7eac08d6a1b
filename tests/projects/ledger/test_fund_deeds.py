"""Finance's deeds on the pages of a year's fund, the annual report, and the proof."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from egov.jobs.models import Job
from projects.actions.ledger.proving import prove_ledger
from projects.flow import Stage
from projects.fund.report import annual_report
from projects.models import Figure, FundAccount, FundLine, LedgerEntry, LedgerProof
from tests.approvals import make_fund
from tests.factories import City, make_actor, make_project
from tests.pdf.reading import read as read_pdf
from tests.projects.ledger.scenes import bind, funded_project, give
from tests.projects.ledger.test_fund_pages import address, read, spend

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def account_of(project) -> FundAccount:
    return FundAccount.objects.get(project=project, figure=Figure.ALLOCATED)


def send(client: Client, city: City, url: str, role: str = "finance_bureau", **fields):
    client.force_login(city.actor(role).user)
    return client.post(url, fields)


def test_finance_takes_back_what_is_not_bound(client, city):
    fund = make_fund(city)
    account = account_of(spend(city, fund))
    url = address(fund, "release", account.pk)
    fields = {"release-amount": "150000", "release-reason": "招标结余收回"}
    assert send(client, city, url, **fields).status_code == 302
    account.refresh_from_db()
    assert account.amount == Decimal("650000.00")
    too_much = send(client, city, url, **fields)
    assert "50,000.00" in too_much.text or "5.00 万元" in too_much.text
    assert "招标结余收回" in too_much.text


@pytest.mark.parametrize("amount", ["9" * 30, "1000000000000", "1e999999", "NaN", "٣"])
def test_an_amount_that_nobody_can_give_is_an_error_of_the_form(client, city, amount):
    fund, project = make_fund(city), funded_project(city)
    fields = {"fund": fund.pk, "line": FundLine.MAINTENANCE, "amount": amount, "reason": "首年资金"}
    page = send(client, city, reverse("projects:money", args=[project.number]), **fields)
    assert page.status_code == 200
    assert "首年资金" in page.text
    assert not project.ledger_entries.exists()


def test_finance_moves_money_to_another_project(client, city):
    fund = make_fund(city)
    account, other = account_of(spend(city, fund)), funded_project(city)
    url = address(fund, "reallocate", account.pk)
    fields = {"move-to": "没有这个", "move-amount": "150000", "move-reason": "项目调整"}
    assert "没有使用此编号的项目" in send(client, city, url, **fields).text
    assert send(client, city, url, **fields | {"move-to": other.number}).status_code == 302
    assert account_of(other).amount == Decimal("150000.00")


def test_money_moves_to_no_project_that_could_be_given_none(client, city):
    """Nor does the form tell whether there is a draft that one may not see."""
    finance, fund, project = city.actor("finance_bureau"), make_fund(city), funded_project(city)
    give(city, project, fund, "50000.00", line=FundLine.MAINTENANCE)
    account = project.fund_accounts.get(line=FundLine.MAINTENANCE)
    client.force_login(finance.user)
    url = reverse("projects:reallocate", args=[city.jurisdiction.code, fund.year, account.pk])
    for stage, field in ((Stage.DRAFT, "to"), (Stage.PLANNED, "amount")):
        other = make_project(city, stage=stage)
        told = {"move-to": other.number, "move-amount": "50000", "move-reason": "调剂"}
        page = client.post(url, told)
        assert page.context["move_form"].errors.keys() == {field}
    account.refresh_from_db()
    assert account.amount == 50_000


@pytest.mark.parametrize("name", ["release", "reallocate"])
@pytest.mark.parametrize(
    ("role", "status"), [("audit_bureau", 403), ("informatization_office", 403), ("owner_unit", 404)]
)
def test_only_finance_moves_money(client, city, name, role, status):
    fund = make_fund(city)
    account = account_of(spend(city, fund))
    assert send(client, city, address(fund, name, account.pk), role).status_code == status
    assert LedgerEntry.objects.filter(kind__in=["release", "reallocation"]).count() == 0


def test_an_allocation_says_what_can_be_done(client, city):
    fund = make_fund(city)
    free, bound = account_of(spend(city, fund)), funded_project(city)
    give(city, bound, fund, "100000.00")
    bind(city, bound, "100000.00")
    page = read(client, address(fund, "allocation", free.pk), city)
    assert "release-amount" in page.text
    assert "均已被合同占用" in client.get(address(fund, "allocation", account_of(bound).pk)).text
    assert (
        "release-amount" not in read(client, address(fund, "allocation", free.pk), city, "audit_bureau").text
    )


def test_the_signatory_sees_what_is_carried_over_and_closes(client, city):
    fund = make_fund(city, year=timezone.localdate().year - 1)
    spend(city, fund)
    url = address(fund, "close_fund")
    page = read(client, url, city)
    sums = page.context["sums"]
    assert (sums["carried"], sums["lapses"]) == (Decimal("600000.00"), Decimal("6200000.00"))
    client.force_login(make_actor(city.finance_bureau, is_signatory=False).user)
    assert "负责人" in client.get(url).text
    assert send(client, city, url, reason="年终结账").status_code == 302
    fund.refresh_from_db()
    assert fund.is_closed
    assert fund.jurisdiction.funds.get(year=fund.year + 1).appropriation == sums["carried"]


def test_a_running_year_is_not_closed(client, city):
    fund = make_fund(city, year=timezone.localdate().year)
    assert "尚未结束" in read(client, address(fund, "close_fund"), city).text
    assert read(client, address(fund, "close_fund"), city, "audit_bureau").status_code == 403
    assert send(client, city, address(fund, "close_fund"), reason="结账").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_costs_the_same(client, city, django_assert_num_queries, count):
    fund = make_fund(city, year=timezone.localdate().year - 1)
    for _each in range(count):
        spend(city, fund)
    client.force_login(city.actor("finance_bureau").user)
    client.get(address(fund, "close_fund"))
    with django_assert_num_queries(10):
        client.get(address(fund, "close_fund"))


def test_the_arrangement_begins_with_what_the_year_has(client, city):
    fund = make_fund(city)
    form = read(client, reverse("projects:propose_arrangement") + f"?year={fund.year}", city).context["form"]
    assert form.initial["appropriation"] == Decimal("7000000.00")
    assert form.initial[FundLine.REVIEW] == Decimal("1000000.00")
    for year in ("2099", "xyz", "²"):
        client.get(reverse("projects:propose_arrangement"), {"year": year})
    page = client.get(fund.arrangements.get().get_absolute_url())
    assert page.context["rows"][-1]["then"] == Decimal("0.00")


def test_the_annual_report_tells_the_year(city):
    fund = make_fund(city)
    project = spend(city, fund, project=funded_project(city, title="城市运行一网统管平台"))
    steps = []
    content = annual_report(fund, organ="东海市财政局", tell=lambda done, total: steps.append((done, total)))
    text = "".join(line.text for page in read_pdf(content) for line in page.lines).replace(" ", "")
    assert f"{fund.year}年度电子政务专项资金报告" in text
    assert "预算执行率（已支付÷已安排）25.0%" in text
    assert project.title in text
    assert project.owner_unit.name in text
    assert steps[-1] == (5, 5)


def test_an_empty_year_has_a_report_too(city):
    text = "".join(
        line.text for page in read_pdf(annual_report(make_fund(city), organ="财政局")) for line in page.lines
    )
    assert "本年度尚未向项目安排资金" in text


def test_one_command_writes_the_report(city, tmp_path):
    fund, out = make_fund(city), tmp_path / "report.pdf"
    call_command("fundreport", fund.jurisdiction.code, fund.year, out=str(out), stdout=StringIO())
    assert out.read_bytes().startswith(b"%PDF-")
    with pytest.raises(CommandError):
        call_command("fundreport", fund.jurisdiction.code, 1999)


def test_one_button_makes_the_report(client, city, django_capture_on_commit_callbacks):
    fund = make_fund(city)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, city, address(fund, "fund_report"), "audit_bureau")
    job = Job.objects.get()
    assert (job.state, job.done, job.total) == ("done", 5, 5)
    assert job.result_name.endswith("年度电子政务专项资金报告.pdf")


def test_the_proof_is_run_and_shown(client, city, django_capture_on_commit_callbacks):
    fund = make_fund(city)
    spend(city, fund)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, city, address(fund, "prove_fund"), "audit_bureau")
    assert Job.objects.get().state == "done"
    proof = LedgerProof.objects.get()
    assert (proof.faults, proof.entries) == ([], LedgerEntry.objects.count())
    assert "已核验" in client.get(address(fund, "fund_year")).text


def test_others_do_not_prove(client, city):
    fund = make_fund(city)
    assert send(client, city, address(fund, "prove_fund"), "informatization_office").status_code == 403
    assert send(client, city, address(fund, "prove_fund"), "owner_unit").status_code == 404


def test_a_proof_with_faults_names_them(client, city):
    fund = make_fund(city)
    proof = prove_ledger(fund=fund, by=city.actor("audit_bureau"))
    LedgerProof.objects.filter(pk=proof.pk).update(faults=["account 1: holds 5, its entries make 6"])
    page = read(client, address(fund, "fund_year"), city)
    assert "its entries make 6" in page.text
