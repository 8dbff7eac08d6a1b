"""Applications for payment: filed, accepted or returned, paid or refused; 三(三)3–4, 三(四)1."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission, Role
from egov.notices.actions import notify_organization
from projects.actions.documents import file_document
from projects.actions.ledger.limits import FundRefused
from projects.actions.ledger.paying import pay
from projects.actions.recording import record, require
from projects.actions.tasks import close_task, open_task
from projects.flow import Capacity
from projects.models import (
    PAYMENT_PARTIES,
    DocumentKind,
    FundLine,
    LedgerEntry,
    PaymentApplication,
    PaymentTerm,
    Project,
    TaskKind,
)
from projects.payment_lines import contract_line
from projects.payment_rules import PaymentRules, excess

Status = PaymentApplication.Status


@transaction.atomic
def apply_for_payment(
    *,
    term: PaymentTerm,
    amount: Decimal,
    invoice_number: str,
    statement: str,
    upload: File[Any],
    by: Actor,
) -> PaymentApplication:
    """Apply for yuan of a term upon an invoice, as the party that holds the contract.

    The construction entity applies on the contract, the office on the supervision contract, the user unit
    on operation and maintenance. Raises ``PermissionDenied``, and ``FundRefused`` where an application
    for the term waits already, nothing of it is left, or it is not due yet.
    """
    commitment = term.commitment
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=commitment.project_id)
    commitment.project = project
    parties = PAYMENT_PARTIES[FundLine(commitment.line)]
    if by.organization is None or parties.applicant not in project.roles_of(by):
        raise PermissionDenied
    _refuse(term, amount, project)
    invoice = file_document(
        project=project,
        kind=DocumentKind.INVOICE,
        title=_("Invoice %(number)s") % {"number": invoice_number.strip()},
        upload=upload,
        by=by,
    )
    application = PaymentApplication.objects.create(
        commitment=commitment,
        term=term,
        amount=amount,
        invoice=invoice,
        invoice_number=invoice_number.strip(),
        statement=statement.strip(),
        filed_by=by.user,
        organization=by.organization,
    )
    _close(project, TaskKind.APPLY_AGAIN, term.pk)
    record(verb="payment.apply", project=project, by=by, on=application, after=_facts(application))
    _ask(application, TaskKind.CHECK_PAYMENT, parties.checker, parties.checks_as, by=by)
    return application


def _refuse(term: PaymentTerm, amount: Decimal, project: Project) -> None:
    contract = contract_line(term.commitment)
    line = contract.line_of(term)
    if why_not := PaymentRules(project).why_not(contract, line):
        raise FundRefused(why_not)
    if amount <= 0 or amount != round(amount, 2):
        raise ValidationError({"amount": _("The amount must be more than zero, with at most two decimals.")})
    if too_much := excess(contract, line, amount):
        raise ValidationError({"amount": too_much})


@transaction.atomic
def accept_payment(*, application: PaymentApplication, remark: str = "", by: Actor) -> None:
    """Confirm that what the term asks for is there, so that the finance bureau may pay.

    Raises ``PermissionDenied``, and ``FundRefused`` for whoever filed the application.
    """
    locked = _checked(application, Status.ACCEPTED, remark, by=by)
    record(
        verb="payment.accept", project=locked.commitment.project, by=by, on=locked, after=_facts(locked),
        reason=locked.check_remark,
    )  # fmt: skip
    _ask(locked, TaskKind.PAY, Role.FINANCE_BUREAU, Capacity.MEMBER, by=by)


@transaction.atomic
def return_payment(*, application: PaymentApplication, reason: str, by: Actor) -> None:
    """Send an application back to who filed it, with the reason."""
    if not reason.strip():
        raise FundRefused(_("Please give a reason."), code="required")
    locked = _checked(application, Status.RETURNED, reason, by=by)
    record(
        verb="payment.return", project=locked.commitment.project, by=by, on=locked, after=_facts(locked),
        reason=locked.check_remark,
    )  # fmt: skip
    _ask_again(locked, by=by)


def _checked(
    application: PaymentApplication, status: Status, remark: str, *, by: Actor
) -> PaymentApplication:
    locked, project = _locked(application)
    parties = locked.parties
    if parties.checker not in project.roles_of(by):
        raise PermissionDenied
    if parties.checks_as == Capacity.SIGNATORY and not by.is_signatory:
        raise PermissionDenied
    if locked.filed_by_id == by.user.pk:
        raise FundRefused(_("Whoever filed the application cannot accept it; another person does."))
    if locked.status != Status.FILED:
        raise FundRefused(_("This application no longer waits for acceptance."))
    locked.status, locked.check_remark = status, remark.strip()
    locked.checked_at, locked.checked_by = timezone.now(), by.user
    locked.save(update_fields=["status", "check_remark", "checked_at", "checked_by"])
    _close(project, TaskKind.CHECK_PAYMENT, locked.pk)
    return locked


@transaction.atomic
def pay_application(*, application: PaymentApplication, by: Actor) -> list[LedgerEntry]:
    """Pay what was accepted, as the finance bureau; asked again, return what was booked.

    Raises ``PermissionDenied``, and ``FundRefused`` where a limit of the ledger or a rule forbids it.
    """
    locked, project = _locked(application)
    require(project, Permission.MANAGE_FUND, by=by)
    if locked.status == Status.PAID:
        return list(locked.entries.order_by("position"))
    _refuse_unaccepted(locked)
    entries = pay(
        commitment=locked.commitment,
        amount=locked.amount,
        reason=f"{locked.term.title}：{locked.statement}",
        voucher=locked.voucher,
        about=locked,
        document=locked.invoice,
        by=by,
    )
    _settle(locked, Status.PAID, by=by)
    notify_organization(
        locked.organization,
        text=format_lazy(gettext_lazy("Paid: {application}"), application=locked),
        url=locked.get_absolute_url(),
    )
    return entries


@transaction.atomic
def refuse_payment(*, application: PaymentApplication, reason: str, by: Actor) -> None:
    """Refuse to pay what was accepted, with the reason, as the finance bureau."""
    locked, project = _locked(application)
    require(project, Permission.MANAGE_FUND, by=by)
    if not reason.strip():
        raise FundRefused(_("Please give a reason."), code="required")
    _refuse_unaccepted(locked)
    locked.refusal_reason = reason.strip()
    _settle(locked, Status.REFUSED, by=by)
    record(
        verb="payment.refuse", project=project, by=by, on=locked, after=_facts(locked), reason=reason.strip()
    )
    _ask_again(locked, by=by)


def _refuse_unaccepted(application: PaymentApplication) -> None:
    if application.status != Status.ACCEPTED:
        raise FundRefused(_("This application does not wait for payment."))


def _settle(application: PaymentApplication, status: Status, *, by: Actor) -> None:
    application.status = status
    application.settled_at, application.settled_by = timezone.now(), by.user
    application.save(update_fields=["status", "settled_at", "settled_by", "refusal_reason"])
    _close(application.commitment.project, TaskKind.PAY, application.pk)


def _locked(application: PaymentApplication) -> tuple[PaymentApplication, Project]:
    """Lock the project, then the application, so that of two deeds at the same moment one comes second."""
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(
        pk=application.commitment.project_id
    )
    found = PaymentApplication.objects.select_for_update(of=("self",), no_key=True).with_names()
    locked = found.select_related("invoice").get(pk=application.pk)
    locked.commitment.project = project
    return locked, project


def _ask(
    application: PaymentApplication, kind: TaskKind, role: Role, capacity: Capacity, *, by: Actor
) -> None:
    project = application.commitment.project
    holder = project.organization_of(role)
    if holder is not None:
        open_task(
            project=project,
            organization=holder,
            role=role,
            capacity=capacity,
            kind=kind,
            name=str(application.term_id if kind == TaskKind.APPLY_AGAIN else application.pk),
            url=application.get_absolute_url(),
            by=by,
        )


def _ask_again(application: PaymentApplication, *, by: Actor) -> None:
    _ask(application, TaskKind.APPLY_AGAIN, application.parties.applicant, Capacity.MEMBER, by=by)


def _close(project: Project, kind: TaskKind, number: int) -> None:
    for task in project.tasks.open().filter(kind=kind, name=str(number)):
        close_task(task)


def _facts(application: PaymentApplication) -> dict[str, str]:
    return {
        "contract": application.commitment.number,
        "term": application.term.title,
        "amount": f"{application.amount:f}",
        "status": application.status,
    }
