"""Applications for payment: who may, what is refused and why, and that a payment is booked once."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from egov.audit.models import AppendOnlyError, Event
from egov.notices.models import Notice
from egov.policy.models import Parameter
from projects.actions.ledger.applying import (
    accept_payment,
    pay_application,
    refuse_payment,
    return_payment,
)
from projects.actions.ledger.committing import change_commitment, commit
from projects.actions.ledger.limits import FundRefused, LimitExceeded
from projects.actions.ledger.paying import pay, payable_before_acceptance
from projects.actions.ledger.reversing import reverse
from projects.actions.ledger.terms import Term, check_terms, preset_terms
from projects.models import Commitment, FundLine, LedgerEntry, PaymentApplication, PaymentTerm, Task, TaskKind
from projects.payment_lines import contract_line
from tests.approvals import make_fund
from tests.factories import City
from tests.projects.ledger.payments import accepted, applied, colleague, pass_acceptance
from tests.projects.ledger.scenes import bind, funded_project, give

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
def contract(city, project) -> Commitment:
    """A contract of 500,000 yuan under the usual terms."""
    return bind(city, project, "500000.00")


def tasks(project, kind):
    return list(project.tasks.open().filter(kind=kind).values_list("organization", flat=True))


def test_a_contract_without_terms_gets_the_usual_ones(contract):
    parts = [(t.title, t.percent, t.is_final) for t in contract.terms.all()]
    assert [(percent, final) for _title, percent, final in parts] == [
        (Decimal(30), False),
        (Decimal(30), False),
        (Decimal(30), False),
        (Decimal(10), True),
    ]
    assert [title for title, *_rest in parts] == ["首付款", "到货款", "初验款", "终验款"]
    assert payable_before_acceptance(contract) == Decimal("450000.00")


def test_the_terms_of_the_contract_rule_what_waits_for_acceptance(city, project):
    terms = [Term("首付款", Decimal(40)), Term("终验款", Decimal(60), is_final=True)]
    contract = commit(
        project=project,
        line=FundLine.CONSTRUCTION,
        number="HT-1",
        payee="甲公司",
        amount=Decimal("100000.01"),
        reason="合同签订",
        terms=terms,
        by=city.actor("construction_entity"),
    )
    assert payable_before_acceptance(contract) == Decimal("40000.00")
    assert [line.due for line in contract_line(contract).terms] == [Decimal("40000.00"), Decimal("60000.01")]


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ([Term("首付款", Decimal(80)), Term("终验款", Decimal(10), is_final=True)], "90"),
        ([Term("首付款", Decimal(95)), Term("终验款", Decimal(5), is_final=True)], "10"),
    ],
)
def test_terms_make_up_the_contract_and_keep_the_final_part(city, terms, message):
    with pytest.raises(ValidationError, match=message) as refused:
        check_terms(terms, jurisdiction_id=city.jurisdiction.pk)
    assert set(refused.value.error_dict) == {"terms"}


@pytest.mark.parametrize("line", FundLine.values)
def test_the_usual_terms_are_sound_whatever_the_policy_keeps_back(city, line):
    place = city.jurisdiction.pk
    assert sum(term.percent for term in preset_terms(line, jurisdiction_id=place)) == 100
    Parameter.objects.create(
        jurisdiction=city.jurisdiction,
        code="final_payment_min_percent",
        value=Decimal(25),
        effective_from=date(2020, 1, 1),
        source="合同惯例",
        set_by=city.actor("informatization_office").user,
    )
    terms = preset_terms(line, jurisdiction_id=place)
    assert sum(term.percent for term in terms) == 100
    if line != FundLine.MAINTENANCE:
        check_terms(terms, jurisdiction_id=place)


def test_a_payment_is_applied_for_accepted_and_paid(city, project, contract):
    application = applied(city, contract)
    assert tasks(project, TaskKind.CHECK_PAYMENT) == [city.supervisor.pk]
    accept_payment(application=application, remark="设备到货。", by=city.actor("supervisor"))
    assert tasks(project, TaskKind.CHECK_PAYMENT) == []
    assert tasks(project, TaskKind.PAY) == [city.finance_bureau.pk]
    entries = pay_application(application=application, by=city.actor("finance_bureau"))
    application.refresh_from_db()
    assert (application.status, tasks(project, TaskKind.PAY)) == (Status.PAID, [])
    assert [(e.amount, e.voucher, e.document) for e in entries] == [
        (Decimal("150000.00"), application.voucher, application.invoice)
    ]
    assert contract.paid == Decimal("150000.00")
    told = Notice.objects.filter(url=application.get_absolute_url(), organization=city.construction_entity)
    assert any(one.text.startswith("已支付") for one in told)
    verbs = set(Event.objects.filter(project_id=project.pk).values_list("verb", flat=True))
    assert {"payment.apply", "payment.accept", "fund.pay"} <= verbs


def test_what_is_paid_upon_no_application_fills_the_terms_in_their_order(city, contract):
    """As the fees of experts are paid: the page must not call the term open that the money has settled."""
    pay(commitment=contract, amount=Decimal("160000.00"), reason="劳务费", by=city.actor("finance_bureau"))
    first, second, *_later = contract_line(contract).terms
    assert (first.paid, first.left) == (Decimal("150000.00"), Decimal(0))
    assert (second.paid, second.left) == (Decimal("10000.00"), Decimal("140000.00"))


def test_asked_twice_it_is_paid_once(city, contract):
    application = accepted(city, contract)
    first = pay_application(application=application, by=city.actor("finance_bureau"))
    assert pay_application(application=application, by=colleague(city, "finance_bureau")) == first
    assert contract.paid == Decimal("150000.00")
    with pytest.raises(FundRefused, match="支付"):
        refuse_payment(application=application, reason="晚了", by=city.actor("finance_bureau"))


def test_what_is_returned_comes_again(city, project, contract):
    application = applied(city, contract)
    with pytest.raises(FundRefused, match="理由"):
        return_payment(application=application, reason=" ", by=city.actor("supervisor"))
    return_payment(application=application, reason="到货单缺签字。", by=city.actor("supervisor"))
    assert tasks(project, TaskKind.APPLY_AGAIN) == [city.construction_entity.pk]
    again = applied(city, contract)
    assert tasks(project, TaskKind.APPLY_AGAIN) == []
    with pytest.raises(FundRefused):
        accept_payment(application=application, by=city.actor("supervisor"))
    accept_payment(application=again, by=city.actor("supervisor"))
    assert contract.payment_applications.count() == 2


def test_finance_refuses_with_a_reason(city, project, contract):
    application = accepted(city, contract)
    finance = city.actor("finance_bureau")
    with pytest.raises(FundRefused, match="理由"):
        refuse_payment(application=application, reason="", by=finance)
    refuse_payment(application=application, reason="发票抬头有误。", by=finance)
    application.refresh_from_db()
    assert (application.status, contract.paid) == (Status.REFUSED, 0)
    assert tasks(project, TaskKind.APPLY_AGAIN) == [city.construction_entity.pk]
    with pytest.raises(FundRefused):
        pay_application(application=application, by=finance)


def test_nothing_is_paid_before_it_is_accepted(city, contract):
    application = applied(city, contract)
    for deed in (pay_application, lambda **k: refuse_payment(reason="x", **k)):
        with pytest.raises(FundRefused, match="不在等待支付"):
            deed(application=application, by=city.actor("finance_bureau"))


def test_one_application_per_term_at_a_time(city, contract):
    applied(city, contract, amount=Decimal("1.00"))
    with pytest.raises(FundRefused, match="正在办理"):
        applied(city, contract, amount=Decimal("1.00"))


def test_a_term_bears_no_more_than_its_part_with_what_is_applied_for(city, contract):
    applied(city, contract, position=2, amount=Decimal("20000.00"))
    with pytest.raises(ValidationError, match=r"50\.00 万元.*2\.00 万元.*15\.00 万元") as refused:
        applied(city, contract, amount=Decimal("150000.01"))
    assert set(refused.value.error_dict) == {"amount"}
    for amount in ("0.00", "-5.00", "1.005"):
        with pytest.raises(ValidationError):
            applied(city, contract, amount=Decimal(amount))
    assert applied(city, contract).amount == Decimal("150000.00")


def test_a_contract_that_shrank_bears_no_more_than_is_left_of_it(city, contract):
    for position in (1, 2):
        application = accepted(city, contract, position)
        pay_application(application=application, by=city.actor("finance_bureau"))
    less = {"is_overrun": False, "reason": "核减", "by": city.actor("construction_entity")}
    # Of 500,000 yuan 300,000 are paid: 90 % of what remains must not be less.
    with pytest.raises(FundRefused, match="竣工验收前"), transaction.atomic():
        change_commitment(commitment=contract, delta=Decimal("-170000.00"), **less)
    change_commitment(commitment=contract, delta=Decimal("-160000.00"), **less)
    with pytest.raises(ValidationError, match=r"4\.00 万元"):
        applied(city, contract, position=3, amount=Decimal("90000.00"))


def test_the_final_part_waits_for_final_acceptance(city, project, contract):
    with pytest.raises(FundRefused, match="竣工验收"):
        applied(city, contract, position=4, amount=Decimal("1.00"))
    pass_acceptance(city, project)
    application = accepted(city, contract, position=4, amount=Decimal("50000.00"))
    pay_application(application=application, by=city.actor("finance_bureau"))
    assert contract.paid == Decimal("50000.00")
    with pytest.raises(FundRefused, match="没有余额"):
        applied(city, contract, position=4, amount=Decimal("1.00"))


def test_maintenance_waits_for_the_evaluation(city, project):
    fund = project.fund_accounts.first().fund
    give(city, project, fund, "100000.00", line=FundLine.MAINTENANCE)
    contract = bind(city, project, "100000.00", FundLine.MAINTENANCE)
    user = city.actor("user_unit")
    with pytest.raises(FundRefused, match="绩效评价"):
        applied(city, contract, amount=Decimal("50000.00"), by=user)
    pass_acceptance(city, project, "publish_evaluation")
    application = applied(city, contract, amount=Decimal("50000.00"), by=user)
    with pytest.raises(FundRefused, match="另一人"):
        accept_payment(application=application, by=user)
    accept_payment(application=application, by=colleague(city, "user_unit"))
    pay_application(application=application, by=city.actor("finance_bureau"))
    assert contract.paid == Decimal("50000.00")


def test_the_office_applies_for_the_supervisor_and_its_signatory_accepts(city, project):
    fund = project.fund_accounts.first().fund
    give(city, project, fund, "50000.00", line=FundLine.REVIEW)
    contract = bind(city, project, "50000.00", FundLine.REVIEW)
    office = city.actor("informatization_office")
    with pytest.raises(PermissionDenied):
        applied(city, contract, amount=Decimal("10000.00"))
    application = applied(city, contract, amount=Decimal("10000.00"), by=office)
    assert tasks(project, TaskKind.CHECK_PAYMENT) == [city.informatization_office.pk]
    with pytest.raises(PermissionDenied):
        accept_payment(application=application, by=city.actor("supervisor"))
    accept_payment(application=application, by=colleague(city, "informatization_office"))
    assert Task.objects.open().filter(kind=TaskKind.PAY).count() == 1


def test_nobody_applies_without_a_supervisor_who_could_accept(city, project, contract):
    project.supervisor = None
    project.save(update_fields=["supervisor"])
    with pytest.raises(FundRefused, match="监理"):
        applied(city, contract)


@pytest.mark.parametrize(
    "role",
    ["owner_unit", "user_unit", "supervisor", "finance_bureau", "informatization_office", "audit_bureau"],
)
def test_only_the_construction_entity_applies_on_the_contract(city, contract, role):
    with pytest.raises(PermissionDenied):
        applied(city, contract, by=city.actor(role))


def test_only_the_supervisor_accepts_and_only_finance_pays(city, contract):
    application = applied(city, contract)
    for role in ("construction_entity", "finance_bureau", "informatization_office", "user_unit"):
        with pytest.raises(PermissionDenied):
            accept_payment(application=application, by=city.actor(role))
        with pytest.raises(PermissionDenied):
            return_payment(application=application, reason="x", by=city.actor(role))
    accept_payment(application=application, by=city.actor("supervisor"))
    for role in ("construction_entity", "supervisor", "informatization_office", "audit_bureau"):
        with pytest.raises(PermissionDenied):
            pay_application(application=application, by=city.actor(role))
        with pytest.raises(PermissionDenied):
            refuse_payment(application=application, reason="x", by=city.actor(role))
    elsewhere = City()
    with pytest.raises(PermissionDenied):
        pay_application(application=application, by=elsewhere.actor("finance_bureau"))


def test_a_payment_that_the_ledger_refuses_leaves_the_application_waiting(city, project, contract):
    application = accepted(city, contract)
    change_commitment(
        commitment=contract,
        delta=Decimal("-400000.00"),
        is_overrun=False,
        reason="核减",
        by=city.actor("construction_entity"),
    )
    with pytest.raises(FundRefused):
        pay_application(application=application, by=city.actor("finance_bureau"))
    application.refresh_from_db()
    assert (application.status, LedgerEntry.objects.filter(kind="payment").count()) == (Status.ACCEPTED, 0)
    pass_acceptance(city, project)
    with pytest.raises(LimitExceeded, match=r"10\.00 万元"):
        pay_application(application=application, by=city.actor("finance_bureau"))


def test_a_payment_reversed_in_the_ledger_can_be_applied_for_again(city, contract):
    application = accepted(city, contract)
    [entry] = pay_application(application=application, by=city.actor("finance_bureau"))
    reverse(entry=entry, reason="账号错误退回", by=city.actor("finance_bureau"))
    assert contract_line(contract).terms[0].paid == 0
    again = accepted(city, contract)
    pay_application(application=again, by=city.actor("finance_bureau"))
    assert contract.paid == Decimal("150000.00")


def test_terms_and_what_is_decided_never_change(city, contract):
    term = contract.terms.first()
    with pytest.raises(AppendOnlyError):
        PaymentTerm.objects.filter(pk=term.pk).update(percent=Decimal(90))
    application = accepted(city, contract)
    pay_application(application=application, by=city.actor("finance_bureau"))
    rows = PaymentApplication.objects.filter(pk=application.pk)
    other = applied(city, contract, position=2)
    attempts = (
        lambda: rows.update(amount=Decimal("1.00")),
        lambda: rows.update(status=Status.ACCEPTED, settled_at=None, settled_by=None),
        rows.delete,
        lambda: PaymentApplication.objects.filter(pk=other.pk).update(amount=Decimal("2.00")),
        lambda: PaymentApplication.objects.filter(pk=other.pk).update(status=Status.PAID),
        lambda: _raw(f"UPDATE projects_paymentterm SET percent = 90 WHERE id = {term.pk}"),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def _raw(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_keeps_decisions_paired_and_reasoned(city, contract):
    application = applied(city, contract)
    rows = PaymentApplication.objects.filter(pk=application.pk)
    by = city.actor("supervisor").user
    for change in (
        {"status": Status.ACCEPTED},
        {"status": Status.RETURNED, "checked_at": application.filed_at, "checked_by": by},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
