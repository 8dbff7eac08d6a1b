"""Money bound to contracts and paid on them, and the end of a year and of a project."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from projects.actions import advance
from projects.actions.approval import decide_termination
from projects.actions.fund_papers import issue_fund_report
from projects.actions.ledger.closing import close_year
from projects.actions.ledger.committing import change_commitment
from projects.actions.ledger.limits import FundRefused, LimitExceeded
from projects.actions.ledger.paying import pay
from projects.actions.ledger.reversing import reverse
from projects.flow import Stage
from projects.models import EntryKind, Figure, FundLine, LedgerEntry, SpecialFund
from tests.approvals import make_fund, make_meeting_record
from tests.factories import City, make_actor, put_in_stage
from tests.papers import is_sound, missing
from tests.projects.ledger.scenes import bind, funded_project, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def fund(city):
    return make_fund(city)


@pytest.fixture
def project(city, fund):
    """A project with 1,000,000 yuan approved and 800,000 allocated."""
    project = funded_project(city)
    give(city, project, fund, "800000.00")
    return project


def paid(city, commitment, amount, **fields):
    return pay(
        commitment=commitment,
        amount=Decimal(amount),
        reason="按合同支付",
        by=city.actor(fields.pop("role", "finance_bureau")),
        **fields,
    )


def test_a_contract_stays_within_what_is_allocated(city, project):
    with pytest.raises(LimitExceeded, match=r"80\.00 万元.*财政局"):
        bind(city, project, "800000.01")
    commitment = bind(city, project, "800000.00")
    assert (commitment.amount, commitment.paid) == (Decimal("800000.00"), 0)


def test_a_contract_draws_on_several_years_the_oldest_first(city, project):
    give(city, project, make_fund(city, year=2028), "200000.00")
    commitment = bind(city, project, "900000.00")
    shares = commitment.accounts.order_by("fund__year").values_list("fund__year", "amount_fen")
    assert list(shares) == [(2027, 80_000_000), (2028, 10_000_000)]


def test_payments_stay_within_the_contract_and_its_last_part_waits_for_acceptance(city, project):
    commitment = bind(city, project, "500000.00")
    paid(city, commitment, "450000.00")
    with pytest.raises(FundRefused, match=r"竣工验收.*45\.00 万元"):
        paid(city, commitment, "0.01")
    put_in_stage(project, Stage.ACCEPTED, city)
    project.transitions.model(
        project=project,
        sequence=project.visit + 1000,
        step="pass_final_acceptance",
        source="preliminarily_accepted",
        target="accepted",
        user=city.actor("informatization_office").user,
        organization=city.actor("informatization_office").organization,
    ).save()
    with pytest.raises(LimitExceeded, match=r"50\.00 万元.*5\.00 万元"):
        paid(city, commitment, "50000.01")
    paid(city, commitment, "50000.00")
    assert commitment.paid == Decimal("500000.00")


def test_only_finance_pays_and_a_repeated_request_pays_once(city, project):
    commitment, voucher = bind(city, project, "500000.00"), "6f9619ff-8b86-4011-b42d-00c04fc964ff"
    with pytest.raises(PermissionDenied):
        paid(city, commitment, "1.00", role="construction_entity")
    first = paid(city, commitment, "1000.00", voucher=voucher)
    assert paid(city, commitment, "1000.00", voucher=voucher) == first
    assert commitment.paid == Decimal("1000.00")


def test_maintenance_is_paid_only_with_an_evaluation(city, project, fund):
    give(city, project, fund, "100000.00", line=FundLine.MAINTENANCE)
    commitment = bind(city, project, "100000.00", FundLine.MAINTENANCE)
    with pytest.raises(FundRefused, match="绩效评价"):
        paid(city, commitment, "1.00")


def test_changes_follow_the_contract_within_the_policy_limit(city, project):
    commitment = bind(city, project, "500000.00")
    by = city.actor("construction_entity")
    change = {"commitment": commitment, "reason": "变更", "by": by}
    change_commitment(delta=Decimal("30000.00"), is_overrun=False, **change)
    with pytest.raises(LimitExceeded, match=r"5\.00 万元.*2\.00 万元"):
        change_commitment(delta=Decimal("20000.01"), is_overrun=False, **change)
    change_commitment(delta=Decimal("90000.00"), is_overrun=True, **change)
    change_commitment(delta=Decimal("-70000.00"), is_overrun=False, **change)
    assert commitment.amount == Decimal("550000.00")
    assert LedgerEntry.objects.filter(is_overrun=True).count() == 1
    paid(city, commitment, "450000.00")
    with pytest.raises(LimitExceeded, match=r"55\.00 万元.*10\.00 万元"):
        change_commitment(delta=Decimal("-100000.01"), is_overrun=False, **change)


def test_a_terminated_project_returns_what_it_did_not_spend(city, project, fund):
    commitment = bind(city, project, "500000.00")
    paid(city, commitment, "200000.00")
    give_decision(city, project)
    advance(project=project, step="terminate", reason="政策调整", by=city.actor("informatization_office"))
    assert project.fund_accounts.allocated() == commitment.amount == Decimal("200000.00")
    assert fund.left_on(FundLine.CONSTRUCTION) == Decimal("4800000.00")


def give_decision(city, project):
    decide_termination(
        project=project,
        meeting="第20次常务会议",
        meeting_on=timezone.localdate(),
        meeting_record=make_meeting_record(city, project),
        reason="政策调整",
        by=city.actor("municipal_government"),
    )


def test_a_year_ends_by_carrying_over_what_is_not_spent(city, project, fund):
    commitment = bind(city, project, "500000.00")
    paid(city, commitment, "200000.00")
    with pytest.raises(FundRefused, match="尚未结束"):
        close_year(fund=fund, reason="年终结转", by=city.actor("finance_bureau"))
    with time_machine.travel(date(2028, 1, 5)):
        carried = close_year(fund=fund, reason="年终结转", by=city.actor("finance_bureau"))
    assert carried == Decimal("600000.00")
    successor = SpecialFund.objects.get(year=2028)
    old, new = fund.accounts, successor.accounts
    assert old.total(Figure.ALLOCATED) == old.total(Figure.PAID) == Decimal("200000.00")
    assert new.total(Figure.APPROPRIATED) == new.total(Figure.ALLOCATED) == Decimal("600000.00")
    assert (commitment.amount, new.total(Figure.COMMITTED)) == (Decimal("500000.00"), Decimal("300000.00"))
    assert project.fund_accounts.allocated() == Decimal("800000.00")
    paid(city, commitment, "250000.00")
    with pytest.raises(FundRefused, match=r"2027.*结账"):
        give(city, project, SpecialFund.objects.get(year=2027), "1.00")
    with pytest.raises(FundRefused, match=r"2027.*结账"):
        close_year(fund=fund, reason="再来", by=city.actor("finance_bureau"))


def test_what_was_carried_over_is_not_reversed(city, project, fund):
    with time_machine.travel(date(2028, 1, 5)):
        close_year(fund=fund, reason="年终结转", by=city.actor("finance_bureau"))
    entry = LedgerEntry.objects.filter(kind=EntryKind.CARRY_OVER, fund__year=2028).first()
    with pytest.raises(FundRefused, match="结转"):
        reverse(entry=entry, reason="x", by=city.actor("finance_bureau"))


def test_the_report_of_a_closed_year_is_issued_once(city, project, fund):
    finance = city.actor("finance_bureau")
    commitment = bind(city, project, "500000.00")
    paid(city, commitment, "200000.00")
    with pytest.raises(PermissionDenied):
        issue_fund_report(fund=fund, by=finance)
    with time_machine.travel(date(2028, 1, 5)):
        close_year(fund=fund, reason="年终结转", by=finance)
        for stranger in (
            city.actor("informatization_office"),
            make_actor(city.finance_bureau, is_signatory=False),
        ):
            with pytest.raises(PermissionDenied):
                issue_fund_report(fund=fund, by=stranger)
        paper = issue_fund_report(fund=fund, by=finance)
        assert issue_fund_report(fund=fund, by=finance) == paper
        assert is_sound(paper)
    assert paper.kind == "fund_report"
    said = (paper.number, "2027年度电子政务专项资金报告", "已于2028年1月5日结账", project.title[:6])
    assert missing(paper, *said) == []
    assert paper.data["facts"]["paid"] == "200000.00"


def test_whoever_sees_the_fund_of_a_year_reads_its_issued_report(client, city, project, fund):
    finance = city.actor("finance_bureau")
    with time_machine.travel(date(2028, 1, 5)):
        close_year(fund=fund, reason="年终结转", by=finance)
        paper = issue_fund_report(fund=fund, by=finance)
    year = f"/fund/{city.jurisdiction.code}/{fund.year}/"
    for role in ("municipal_government", "leading_group_office", "audit_bureau"):
        client.force_login(city.actor(role).user)
        assert paper.number in client.get(year).text
        assert [client.get(there).status_code for there in (paper.get_absolute_url(), paper.url)] == [
            200,
            200,
        ]
    client.force_login(city.actor("owner_unit").user)
    assert client.get(paper.get_absolute_url()).status_code == 404
