"""Two clerks of the finance bureau at the same moment: the payment is booked once."""

from collections.abc import Callable

import pytest

from projects.actions.ledger.applying import pay_application, refuse_payment
from projects.actions.ledger.limits import FundRefused
from projects.models import LedgerEntry, PaymentApplication
from tests.approvals import make_fund
from tests.factories import City
from tests.projects.ledger.payments import accepted, colleague
from tests.projects.ledger.scenes import bind, funded_project, give
from tests.projects.test_races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def waiting(city: City) -> PaymentApplication:
    city.organization("finance_bureau")
    project = funded_project(city, supervisor=city.supervisor)
    give(city, project, make_fund(city), "800000.00")
    return accepted(city, bind(city, project, "500000.00"))


def test_two_clerks_who_pay_at_once_pay_once() -> None:
    city = City()
    application = waiting(city)
    clerks = [city.actor("finance_bureau"), colleague(city, "finance_bureau")] * 4
    outcomes = at_once([lambda by=by: pay_application(application=application, by=by) for by in clerks])
    assert all(isinstance(entries, list) for entries in outcomes)
    assert LedgerEntry.objects.filter(kind="payment").count() == 1
    assert application.commitment.paid == application.amount


def test_one_who_pays_and_one_who_refuses_do_not_both_succeed() -> None:
    city = City()
    application = waiting(city)
    one, other = city.actor("finance_bureau"), colleague(city, "finance_bureau")

    def refused(deed: Callable[[], object]) -> bool:
        try:
            deed()
        except FundRefused:
            return True
        return False

    outcomes = at_once(
        [
            lambda: refused(lambda: pay_application(application=application, by=one)),
            lambda: refused(lambda: refuse_payment(application=application, reason="发票有误", by=other)),
        ]
    )
    assert sorted(map(bool, outcomes)) == [False, True]
    application.refresh_from_db()
    booked = LedgerEntry.objects.filter(kind="payment").count()
    assert booked == (1 if application.status == "paid" else 0)
