"""Reversals and a year's end while others pay and allocate: nobody waits in a circle, nothing is booked twice."""

from decimal import Decimal
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connection

from projects.actions.ledger.closing import close_year
from projects.actions.ledger.limits import FundRefused
from projects.actions.ledger.paying import pay
from projects.actions.ledger.reversing import reverse
from projects.models import Commitment, LedgerEntry
from tests.approvals import make_fund
from tests.factories import City, make_actor
from tests.projects.ledger.scenes import bind, funded_project, give

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 15


def at_once(deeds) -> list[str]:
    """Run the deeds in threads that start together; return what each came to, in order of the words."""
    barrier, done = Barrier(len(deeds)), []

    def run(deed) -> None:
        barrier.wait()
        try:
            deed()
            done.append("done")
        except FundRefused:
            done.append("FundRefused")
        except Exception as fault:  # noqa: BLE001 - the test names it
            done.append(repr(fault))
        finally:
            connection.close()

    threads = [Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(done)


def paid(commitment: Commitment, by) -> None:
    pay(commitment=Commitment.objects.get(pk=commitment.pk), amount=Decimal(10), reason="进度款", by=by)


def test_payments_are_taken_back_while_others_pay_and_allocate() -> None:
    city = City()
    finance, colleague = city.actor("finance_bureau"), make_actor(city.organization("finance_bureau"))
    fund, project = make_fund(city), funded_project(city)
    give(city, project, fund, "800000.00")
    contract = bind(city, project, "500000.00")
    for _round in range(ROUNDS):
        [wrong] = pay(commitment=contract, amount=Decimal(1000), reason="错付", by=finance)
        done = at_once(
            [
                partial(reverse, entry=wrong, reason="错付", by=finance),
                partial(paid, contract, colleague),
                partial(paid, contract, colleague),
                partial(give, city, project, fund, "10.00", by=colleague),
            ]
        )
        assert done == ["done"] * 4
    assert Commitment.objects.get(pk=contract.pk).paid == 20 * ROUNDS


def test_of_two_reversals_at_once_one_is_told_that_it_comes_second() -> None:
    city = City()
    finance, colleague = city.actor("finance_bureau"), make_actor(city.organization("finance_bureau"))
    fund, project = make_fund(city), funded_project(city)
    for _round in range(ROUNDS):
        entry = give(city, project, fund, "1000.00")
        acts = [partial(reverse, entry=entry, reason="误操作", by=by) for by in (finance, colleague)]
        assert at_once(acts) == ["FundRefused", "done"]
    assert LedgerEntry.objects.filter(kind="reversal").count() == ROUNDS


def test_a_year_closes_while_its_money_is_given_and_paid() -> None:
    city = City()
    finance, colleague = city.actor("finance_bureau"), make_actor(city.organization("finance_bureau"))
    for year in range(2012, 2020):
        fund = make_fund(city, year=year)
        projects = [funded_project(city, "9000000.00") for _ in range(3)]
        for project in projects:
            give(city, project, fund, "1000.00")
        contracts = [bind(city, project, "500.00") for project in projects]
        done = at_once(
            [
                partial(close_year, fund=fund, reason="年终", by=finance),
                *(partial(give, city, project, fund, "10.00", by=colleague) for project in projects),
                *(partial(paid, contract, colleague) for contract in contracts),
            ]
        )
        assert set(done) <= {"done", "FundRefused"}, done
        fund.refresh_from_db()
        assert fund.is_closed
