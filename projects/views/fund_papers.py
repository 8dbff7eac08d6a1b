"""What a worker makes of a year's fund: the annual report, and the proof of its ledger; 二(一)."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egov.jobs.actions import start_job
from projects.access import actor_of
from projects.actions.fund_papers import may_issue_report
from projects.actions.ledger.proving import may_prove
from projects.tasks import issue_fund_report, make_fund_report, run_proof
from projects.views.fund import visible_fund


@require_POST
def start_report(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Start the annual report, and go to its progress."""
    one = visible_fund(request, code, year)
    title = _("Annual report of the special fund %(year)s") % {"year": one.year}
    job = start_job(title=title, task=make_fund_report, parameters={"fund": one.pk}, by=actor_of(request))
    return redirect("jobs:job", job_id=job.pk)


@require_POST
def issue_report(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Issue the report of a closed year as an official paper; its progress is on the job's page."""
    one, actor = visible_fund(request, code, year), actor_of(request)
    if not may_issue_report(one, actor):
        raise PermissionDenied
    title = _("Issue the annual report of the special fund %(year)s") % {"year": one.year}
    job = start_job(title=title, task=issue_fund_report, parameters={"fund": one.pk}, by=actor)
    return redirect("jobs:job", job_id=job.pk)


@require_POST
def start_proof(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Start the proof of the ledger, and go to its progress; its result stands on the year's page."""
    one, actor = visible_fund(request, code, year), actor_of(request)
    if not may_prove(one, actor):
        raise PermissionDenied
    title = _("Proof of the ledger of %(year)s") % {"year": one.year}
    job = start_job(title=title, task=run_proof, parameters={"fund": one.pk}, by=actor)
    return redirect("jobs:job", job_id=job.pk)
