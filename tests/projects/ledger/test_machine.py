"""Random sequences of everything that moves money: no limit is ever exceeded, nothing is ever lost."""

from datetime import date
from decimal import Decimal

import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from projects.actions.ledger.allocating import allocate, reallocate, release
from projects.actions.ledger.arranging import propose_arrangement, sign_arrangement
from projects.actions.ledger.closing import close_year
from projects.actions.ledger.committing import change_commitment, commit
from projects.actions.ledger.limits import FundRefused
from projects.actions.ledger.paying import pay
from projects.actions.ledger.reversing import reverse
from projects.actions.ledger.verifying import verify_ledger
from projects.models import Commitment, EntryKind, Figure, FundAccount, FundLine, LedgerEntry, SpecialFund
from tests.factories import City
from tests.projects.ledger.scenes import funded_project

YEARS = (2027, 2028, 2029)
fen = st.integers(min_value=1, max_value=200_000_00)
line = st.sampled_from(list(FundLine))


def yuan(amount: int) -> Decimal:
    return Decimal(amount) / 100


class Money(RuleBasedStateMachine):
    """A city, three projects, three years; every deed may be refused, none may break a limit."""

    @initialize()
    def found(self) -> None:
        self.city = City()
        self.by = self.city.actor("finance_bureau")
        self.office = self.city.actor("informatization_office")
        self.projects = [funded_project(self.city, f"{100_000 * n}.00") for n in (1, 2, 3)]
        self.written = 0
        self.arrange_totals(2027, 500_000_00, 300_000_00, 100_000_00)

    def arrange_totals(self, year, total, construction, review):
        try:
            arrangement = propose_arrangement(
                year=year,
                appropriation=yuan(total),
                earmarks={FundLine.CONSTRUCTION: yuan(construction), FundLine.REVIEW: yuan(review)},
                basis="批复",
                reason="预算",
                by=self.by,
            )
        except FundRefused:
            return
        try:
            for actor in (self.office, self.by):
                sign_arrangement(arrangement=arrangement, by=actor)
        except FundRefused:
            arrangement.refresh_from_db()
            arrangement.withdrawn_at, arrangement.withdrawn_by = arrangement.proposed_at, self.by.user
            arrangement.withdrawal_reason = "不可行"
            arrangement.save()

    @rule(year=st.sampled_from(YEARS), total=fen, construction=fen, review=fen)
    def arrange(self, year, total, construction, review):
        self.arrange_totals(year, total + construction + review, construction, review)

    @rule(n=st.integers(0, 2), year=st.sampled_from(YEARS), amount=fen, line=line)
    def allocate(self, n, year, amount, line):
        fund = SpecialFund.objects.filter(year=year, jurisdiction=self.city.jurisdiction).first()
        if fund:
            self.attempt(
                allocate, project=self.projects[n], fund=fund, amount=yuan(amount), line=line, reason="安排"
            )

    @rule(pick=st.randoms(use_true_random=False), amount=fen, n=st.integers(0, 2))
    def take_back_or_move(self, pick, amount, n):
        accounts = list(self.accounts(Figure.ALLOCATED))
        if accounts:
            account = pick.choice(accounts)
            self.attempt(release, account=account, amount=yuan(amount), reason="收回")
            self.attempt(reallocate, account=account, to=self.projects[n], amount=yuan(amount), reason="调剂")

    @rule(n=st.integers(0, 2), amount=fen, line=line)
    def sign_contract(self, n, amount, line):
        fields = {"number": "HT-1", "payee": "公司", "reason": "合同"}
        self.attempt(commit, project=self.projects[n], line=line, amount=yuan(amount), **fields)

    @rule(
        pick=st.randoms(use_true_random=False), amount=fen, sign=st.sampled_from([1, -1]), over=st.booleans()
    )
    def change_contract(self, pick, amount, sign, over):
        contract = self.contract(pick)
        if contract:
            self.attempt(
                change_commitment,
                commitment=contract,
                delta=sign * yuan(amount),
                is_overrun=over,
                reason="变更",
            )

    @rule(pick=st.randoms(use_true_random=False), amount=fen)
    def pay(self, pick, amount):
        contract = self.contract(pick)
        if contract:
            self.attempt(pay, commitment=contract, amount=yuan(amount), reason="支付")

    @rule(pick=st.randoms(use_true_random=False))
    def reverse(self, pick):
        entries = list(LedgerEntry.objects.filter(fund__jurisdiction=self.city.jurisdiction))
        if entries:
            self.attempt(reverse, entry=pick.choice(entries), reason="冲销")

    @rule(year=st.sampled_from(YEARS))
    def end_year(self, year):
        fund = SpecialFund.objects.filter(year=year, jurisdiction=self.city.jurisdiction).first()
        if fund:
            with time_machine.travel(date(year + 1, 1, 5)):
                self.attempt(close_year, fund=fund, reason="结转")

    def attempt(self, deed, **fields):
        """Do it, or be refused and leave nothing behind."""
        before = LedgerEntry.objects.count()
        try:
            deed(by=self.by, **fields)
        except FundRefused:
            assert LedgerEntry.objects.count() == before

    def accounts(self, figure):
        return FundAccount.objects.filter(fund__jurisdiction=self.city.jurisdiction, figure=figure)

    def contract(self, pick):
        contracts = list(Commitment.objects.filter(project__in=self.projects))
        return pick.choice(contracts) if contracts else None

    @invariant()
    def nothing_exceeds_what_stands_above_it(self):
        assert verify_ledger() == []

    @invariant()
    def nothing_is_lost(self):
        count = LedgerEntry.objects.count()
        assert count >= self.written
        self.written = count

    @invariant()
    def a_carry_over_makes_no_money(self):
        carried = LedgerEntry.objects.filter(kind=EntryKind.CARRY_OVER)
        for figure in Figure:
            assert sum(e.signed_amount for e in carried.filter(figure=figure)) == 0


class TestMoney(Money.TestCase, TestCase):
    """Every run founds a city of its own; all of them end with the transaction of the test."""

    settings = settings(
        max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
