from acceptance.models import OutstandingIssue, SubAcceptance, TrialRun
from egov.accounts.acting import Actor
from egov.dossier.chapters.panels import add_panels
from egov.dossier.outline import Chapter, Gathering, list_sheets, row_sheet
from egov.dossier.sheets import table_of
from egov.pdf.papers import Section
from projects.models import DocumentKind, Project
from reviews.models import Panel

TRIAL = (
    "starts_on",
    "planned_days",
    "started_by",
    "passed",
    "findings",
    "concluded_at",
    "concluded_by=结论登记人",
)
PRELIMINARY = ("passed", "findings", "accepted_at", "accepted_by")
PART = ("kind", "responsible", "held_on", "passed", "findings", "recorded_by")
LEFT = ("description", "responsible", "due_on", "settled_at", "settlement")


def acceptance(project: Project, actor: Actor) -> Chapter:
    """Trial runs, preliminary and final acceptance with their parts; 三(四)1."""
    found = Gathering()
    for run in project.trial_runs.select_related("started_by", "concluded_by").order_by("visit"):
        found.add(row_sheet("试运行", run, *TRIAL, sections=_log(run)))
    for one in project.preliminary_acceptances.select_related("accepted_by").order_by("visit"):
        found.add(row_sheet("初步验收", one, *PRELIMINARY))
    parts = SubAcceptance.objects.filter(project=project).select_related("recorded_by")
    found.add(*list_sheets("分项验收", parts, *PART))
    left = OutstandingIssue.objects.filter(sub_acceptance__project=project)
    found.add(*list_sheets("遗留问题", left, *LEFT))
    add_panels(found, project, actor, Panel.Kind.ACCEPTANCE)
    return found.chapter(
        "08-acceptance",
        "试运行与验收",
        DocumentKind.TRIAL_RUN_REPORT,
        DocumentKind.PRELIMINARY_ACCEPTANCE,
        DocumentKind.SUB_ACCEPTANCE,
        DocumentKind.ACCEPTANCE_OPINION,
    )


def _log(run: TrialRun) -> tuple[Section, ...]:
    table = table_of(run.entries.order_by("seen_on", "pk"), "seen_on", "finding")
    return (Section(heading="试运行记录", table=table),) if table else ()
