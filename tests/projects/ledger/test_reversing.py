"""What is taken back: with the project it belonged to as it is now."""

from decimal import Decimal

import pytest

from projects.actions.ledger.allocating import reallocate
from projects.actions.ledger.applying import pay_application
from projects.actions.ledger.limits import FundRefused
from projects.actions.ledger.releasing import release_all
from projects.actions.ledger.reversing import reverse
from projects.flow import Stage
from projects.models import Commitment, LedgerEntry, PaymentApplication, Project
from tests.approvals import make_fund
from tests.factories import City, put_in_stage
from tests.projects.ledger.payments import accepted, applied
from tests.projects.ledger.scenes import bind, funded_project, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def project(city: City) -> Project:
    project = funded_project(city, supervisor=city.supervisor)
    give(city, project, make_fund(city), "800000.00")
    return project


def terminate(city: City, project: Project) -> None:
    put_in_stage(project, Stage.TERMINATED, city)
    release_all(project=project, reason="终止", by=city.actor("informatization_office"))


def test_a_project_that_ended_gets_nothing_back(city: City, project: Project) -> None:
    finance = city.actor("finance_bureau")
    other = funded_project(city)
    account = project.fund_accounts.get(figure="allocated")
    moved, _into = reallocate(account=account, to=other, amount=Decimal(300_000), reason="调剂", by=finance)
    terminate(city, project)
    released = LedgerEntry.objects.get(project=project, kind="release")
    for entry in (moved, released):
        with pytest.raises(FundRefused, match="项目已结束"):
            reverse(entry=entry, reason="误操作", by=finance)
    account.refresh_from_db()
    assert account.amount == 0


def test_a_payment_taken_back_from_a_terminated_project_returns_to_its_line(
    city: City, project: Project
) -> None:
    finance = city.actor("finance_bureau")
    contract = bind(city, project, "500000.00")
    pay_application(application=accepted(city, contract), by=finance)
    terminate(city, project)
    line = project.fund_accounts.get(figure="allocated").parent
    before = line.left
    reverse(entry=LedgerEntry.objects.get(kind="payment"), reason="错付", by=finance)
    contract = Commitment.objects.get(pk=contract.pk)
    assert (contract.amount, contract.paid) == (0, 0)
    line.refresh_from_db()
    assert line.left == before + Decimal(150_000)


def test_what_is_asked_for_ends_with_the_project(city: City, project: Project) -> None:
    contract = bind(city, project, "500000.00")
    agreed = accepted(city, contract)
    filed = applied(city, contract, position=2, amount=Decimal("1000.00"))
    terminate(city, project)
    for one, status in ((agreed, "refused"), (filed, "returned")):
        one.refresh_from_db()
        assert one.status == status
    assert (agreed.refusal_reason, filed.check_remark) == ("终止", "终止")
    assert not PaymentApplication.objects.filter(status__in=["filed", "accepted"]).exists()
    with pytest.raises(FundRefused):
        applied(city, contract, position=3)


def test_a_second_reversal_is_told_that_it_is_the_second(city: City, project: Project) -> None:
    entry = LedgerEntry.objects.get(project=project, kind="allocation")
    finance = city.actor("finance_bureau")
    reverse(entry=entry, reason="误操作", by=finance)
    with pytest.raises(FundRefused, match="已被冲销"):
        reverse(entry=entry, reason="误操作", by=finance)
