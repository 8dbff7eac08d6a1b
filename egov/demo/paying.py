"""Payments in the demo city: applied for, accepted and paid in passing, at the moment of another deed."""

from decimal import Decimal

from egov.accounts.acting import Actor
from egov.demo import papers
from egov.demo.journey import Journey
from projects.actions.ledger.allocating import allocate
from projects.actions.ledger.applying import (
    accept_payment,
    apply_for_payment,
    pay_application,
    refuse_payment,
    return_payment,
)
from projects.models import Commitment, FundLine, PaymentApplication, SpecialFund
from projects.payment_lines import contract_line
from projects.payment_rules import PaymentRules

Status = PaymentApplication.Status
STATEMENTS = {
    FundLine.CONSTRUCTION: "合同约定的付款节点已达到，成果已经监理单位确认，现按合同申请支付{term}。",
    FundLine.REVIEW: "监理单位已按合同履行监理职责，现按合同申请支付{term}。",
    FundLine.MAINTENANCE: "运维单位已按约定提供服务，绩效评价结果已公布，现申请支付{term}。",
}


def claim(j: Journey, position: int, line: FundLine = FundLine.CONSTRUCTION) -> None:
    """Let whoever holds the contract apply for what is open of a term, where that is possible."""
    contracts = Commitment.objects.filter(project=j.pk, line=line, fee_list=None)
    commitment = contracts.order_by("-pk").first()
    if commitment is None:
        return
    contract = contract_line(commitment)
    term = contract.terms[position - 1]
    if PaymentRules(j.project).why_not(contract, term):
        return
    by = _applicant(j, line)
    number = f"{j.now:%y}332000{j.chance.randrange(10**11, 10**12)}"
    amount = min(term.left, contract.left)
    apply_for_payment(
        term=term.term,
        amount=amount,
        invoice_number=number,
        statement=STATEMENTS[line].format(term=term.term.title),
        upload=_invoice(j, commitment, number, amount),
        by=by,
    )


def _applicant(j: Journey, line: FundLine) -> Actor:
    desks = {FundLine.CONSTRUCTION: j.builder, FundLine.REVIEW: j.here("office")}
    return desks.get(line, j.user).handler


def _invoice(j: Journey, commitment: Commitment, number: str, amount: Decimal):
    return papers.word(
        "电子发票",
        commitment.payee,
        j.today,
        (("项目", f"{j.topic.title}：{commitment.number}"),),
        发票号码=number,
        价税合计=f"{amount:,.2f}元",
    )


def check(j: Journey, line: FundLine = FundLine.CONSTRUCTION, *, returns: str = "") -> None:
    """Let the application under way be accepted, or returned for a reason."""
    application = _under_way(j, line, Status.FILED)
    if application is None:
        return
    by = {FundLine.CONSTRUCTION: j.desk(j.tale.supervisor).handler, FundLine.REVIEW: j.here("office").head}
    checker = by.get(line, j.user.head)
    if checker.user.pk == application.filed_by_id:
        return
    if returns:
        return_payment(application=application, reason=returns, by=checker)
    else:
        accept_payment(application=application, remark="经核对，付款节点属实，同意支付。", by=checker)


def settle(j: Journey, line: FundLine = FundLine.CONSTRUCTION, *, refuses: str = "") -> None:
    """Let the finance bureau pay what was accepted, or refuse it for a reason."""
    application = _under_way(j, line, Status.ACCEPTED)
    if application is None:
        return
    finance = j.here("finance").handler
    if refuses:
        refuse_payment(application=application, reason=refuses, by=finance)
    else:
        pay_application(application=application, by=finance)


def _under_way(j: Journey, line: FundLine, status: str) -> PaymentApplication | None:
    found = PaymentApplication.objects.filter(commitment__project=j.pk, commitment__line=line, status=status)
    return found.select_related("commitment__project").first()


def fund_maintenance(j: Journey, amount: Decimal) -> bool:
    """Let the finance bureau allocate a year of operation and maintenance; tell whether the line bears it."""
    funds = SpecialFund.objects.open().filter(jurisdiction=j.project.jurisdiction).order_by("-year")
    fund = next((one for one in funds if one.left_on(FundLine.MAINTENANCE) >= amount), None)
    if fund is None:
        return False
    allocate(
        project=j.project,
        fund=fund,
        amount=amount,
        line=FundLine.MAINTENANCE,
        reason="系统投入使用，安排年度运行维护经费。",
        by=j.here("finance").handler,
    )
    return True
