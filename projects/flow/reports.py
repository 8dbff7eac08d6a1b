"""What is reported month by month while a project is built, clause 三(三)3–4."""

from django.utils.translation import gettext_lazy as _

from egov.accounts.roles import Role
from projects.flow.vocabulary import Report, Stage

_ALL = (
    Report(
        "progress_report",
        _("Report the progress"),
        Role.CONSTRUCTION_ENTITY,
        (Stage.UNDER_CONSTRUCTION,),
        lambda p: p.progress_reports.month_owed(p),
        "acceptance:report_progress",
    ),
    Report(
        "supervision_report",
        _("File the monthly supervision report"),
        Role.SUPERVISOR,
        (Stage.UNDER_CONSTRUCTION, Stage.TRIAL_RUN, Stage.PRELIMINARILY_ACCEPTED),
        lambda p: p.supervision_reports.month_owed(p),
        "acceptance:report_supervision",
    ),
)

REPORTS: dict[str, Report] = {report.name: report for report in _ALL}
