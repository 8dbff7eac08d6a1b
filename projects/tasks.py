"""Background work on projects."""

from collections.abc import Iterator
from typing import Any

from celery import shared_task
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.jobs.actions import keep_result, report_progress, running
from egov.jobs.models import Job
from egov.ui.xlsx import workbook
from projects.actions import fund_papers
from projects.actions.deadlines import refresh_by_date, tell_overdue
from projects.actions.ledger.proving import prove_ledger
from projects.filters import ProjectFilter
from projects.fund.filters import EntryFilter
from projects.fund.payments import listed_payments, payment_rows, payments_header
from projects.fund.report import annual_report, report_name
from projects.fund.tables import entries_header, entry_rows
from projects.models import LedgerEntry, PaymentApplication, Project, SpecialFund
from projects.papers.store import content_of
from projects.tables import excel_header, excel_rows, with_figures

REPORT_EVERY = 200
MOST_ROWS = 100_000


@shared_task
def follow_deadlines() -> None:
    """Do what a new day asks for: lists that change by date, and word of what is overdue."""
    refresh_by_date()
    tell_overdue()


@shared_task
def export_projects(job_id: str) -> None:
    """Write the projects that the person may see, and that match the filters, to an Excel file."""
    with running(job_id) as job:
        actor = job.actor()
        filters = ProjectFilter(QueryDict(job.parameters["query"]), actor=actor)
        projects = filters.apply(Project.objects.visible_to(actor))
        total = min(projects.count(), MOST_ROWS)
        listed = with_figures(projects).order_by(*filters.keys)[:MOST_ROWS]
        rows = excel_rows(listed.iterator(chunk_size=REPORT_EVERY))
        content = workbook(_("Projects"), excel_header(), _counted(job, rows, total))
        keep_result(job, content=content, name=_("Projects") + f"-{timezone.localdate():%Y%m%d}.xlsx")


@shared_task
def export_entries(job_id: str) -> None:
    """Write the entries of a fund's year that match the filters to an Excel file."""
    with running(job_id) as job:
        fund = _visible_fund(job)
        filters = EntryFilter(QueryDict(job.parameters["query"]), fund=fund)
        entries = filters.apply(LedgerEntry.objects.filter(fund=fund).with_names()).order_by("-id")[
            :MOST_ROWS
        ]
        rows = entry_rows(entries.iterator(chunk_size=REPORT_EVERY))
        name = _("Ledger of %(year)s") % {"year": fund.year}
        content = workbook(name, entries_header(), _counted(job, rows, entries.count()))
        keep_result(job, content=content, name=f"{name}-{timezone.localdate():%Y%m%d}.xlsx")


@shared_task
def export_payments(job_id: str) -> None:
    """Write the applications for payment in one state, as far as the person sees them, to an Excel file."""
    with running(job_id) as job:
        state = job.parameters["state"]
        visible, order = listed_payments(job.actor(), state)
        rows = payment_rows(visible.order_by(*order)[:MOST_ROWS].iterator(chunk_size=REPORT_EVERY))
        name = _("Payments: %(state)s") % {"state": PaymentApplication.Status(state).label}
        content = workbook(name, payments_header(), _counted(job, rows, min(visible.count(), MOST_ROWS)))
        keep_result(job, content=content, name=f"{name}-{timezone.localdate():%Y%m%d}.xlsx")


@shared_task
def make_fund_report(job_id: str) -> None:
    """Print the annual report of a fund's year."""
    with running(job_id) as job:
        fund = _visible_fund(job)
        organ = job.actor().organization
        name = organ.name if organ else fund.jurisdiction.name

        def tell(done: int, total: int) -> None:
            report_progress(job, done=done, total=total)

        content = annual_report(fund, organ=name, tell=tell)
        keep_result(job, content=content, name=f"{report_name(fund)}.pdf")


@shared_task
def issue_fund_report(job_id: str) -> None:
    """Issue the annual report of a closed year as an official paper."""
    with running(job_id) as job:
        fund = _visible_fund(job)

        def tell(done: int, total: int) -> None:
            report_progress(job, done=done, total=total)

        paper = fund_papers.issue_fund_report(fund=fund, by=job.actor(), tell=tell)
        keep_result(job, content=content_of(paper), name=paper.name)


@shared_task
def run_proof(job_id: str) -> None:
    """Recompute a fund's balances from its entries; the result is kept, and offered as text."""
    with running(job_id) as job:
        fund = _visible_fund(job)
        report_progress(job, done=0, total=1)
        proof = prove_ledger(fund=fund, by=job.actor())
        report_progress(job, done=1, total=1)
        sound = _("The ledger is sound: %(n)d entries, every balance proven.") % {"n": proof.entries}
        text = "\r\n".join(proof.faults) or sound
        name = _("Proof of the ledger of %(year)s") % {"year": fund.year}
        keep_result(job, content=text.encode("utf-8-sig"), name=f"{name}.txt")


def _visible_fund(job: Job) -> SpecialFund:
    funds = SpecialFund.objects.visible_to(job.actor()).select_related("jurisdiction")
    return funds.get(pk=job.parameters["fund"])


def _counted(job: Job, rows: Iterator[list[Any]], total: int) -> Iterator[list[Any]]:
    done = 0
    for done, row in enumerate(rows, start=1):
        if done % REPORT_EVERY == 0:
            report_progress(job, done=done, total=total)
        yield row
    report_progress(job, done=done, total=total)
