"""The annual report of the special fund, issued once for a year that is closed; 二(一)."""

from collections.abc import Callable
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.actions.papers import issue_paper, number_to_come
from projects.fund.report import report_facts, report_of
from projects.models import IssuedPaper, PaperKind, SpecialFund
from projects.models.papers import PaperQuerySet


@transaction.atomic
def issue_fund_report(
    *, fund: SpecialFund, by: Actor, tell: Callable[[int, int], None] | None = None
) -> IssuedPaper:
    """Issue the report of a closed year, as a signatory of the finance bureau.

    Issued once: a second call returns the report in force. Raises ``PermissionDenied`` and ``NotPrintable``.
    """
    locked = SpecialFund.objects.select_for_update(of=("self",), no_key=True).get(pk=fund.pk)
    issuer = by.organization
    if issuer is None or not may_issue_report(locked, by):
        raise PermissionDenied
    issued = reports_on(locked).first()
    if issued is not None:
        return issued
    kind, report = PaperKind.FUND_REPORT, report_of(locked, organ=issuer.name, tell=tell)
    number = number_to_come(kind=kind, issuer=issuer, on=report.date)
    return issue_paper(
        kind=kind,
        paper=replace(report, number=number),
        issuer=issuer,
        facts=report_facts(locked),
        jurisdiction=locked.jurisdiction,
        about_year=locked.year,
        by=by,
    )


def may_issue_report(fund: SpecialFund, by: Actor) -> bool:
    """Tell whether the year is closed, and the person signs for the bureau that manages its fund."""
    here = by.jurisdiction is not None and by.jurisdiction.pk == fund.jurisdiction_id
    return here and by.is_signatory and by.may(Permission.MANAGE_FUND) and fund.closed_at is not None


def reports_on(fund: SpecialFund) -> PaperQuerySet:
    """Return the reports issued on a fund's year, the newest first."""
    return IssuedPaper.objects.of_year(
        PaperKind.FUND_REPORT, jurisdiction_id=fund.jurisdiction_id, year=fund.year
    )
