"""The trial run (试运行), clause 三(四)1."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from acceptance.actions.common import begin, needed, not_after_today
from acceptance.models import TrialLogEntry, TrialRun
from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.policy.rules import value_of
from egov.ui import formats
from projects.actions import advance, record, require
from projects.actions.documents import file_document
from projects.flow import Stage
from projects.models import DocumentKind, Project


@transaction.atomic
def start_trial_run(
    *, project: Project, starts_on: date, planned_days: int, plan: File[Any] | None = None, by: Actor
) -> TrialRun:
    """Take the step ``start_trial_run`` and record the run; its length counts from ``starts_on``.

    Raises ``ValidationError`` for a day before construction began or after today, and for fewer days
    than the policy ``trial_run_min_days``; ``StepRefused`` as ``advance`` does.
    """
    require(project, Permission.REPORT_PROGRESS, by=by)
    not_after_today(starts_on, field="starts_on")
    began = timezone.localdate(project.stage_since)
    if project.stage == Stage.UNDER_CONSTRUCTION and starts_on < began:
        raise ValidationError(
            {"starts_on": _("Construction began on %(day)s only.") % {"day": formats.day(began)}}
        )
    least = int(value_of("trial_run_min_days", jurisdiction_id=project.jurisdiction_id))
    if planned_days < least:
        raise ValidationError(
            {"planned_days": _("A trial run lasts at least %(days)s days.") % {"days": least}}
        )
    project = advance(project=project, step="start_trial_run", by=by).project
    run = TrialRun(
        project=project,
        visit=project.visit,
        starts_on=starts_on,
        planned_days=planned_days,
        started_by=by.user,
    )
    if plan:
        run.plan = file_document(
            project=project, kind=DocumentKind.OTHER, title=_("Trial-run plan"), upload=plan, by=by
        )
    run.save()
    record(
        verb="acceptance.start_trial_run",
        project=project,
        by=by,
        on=run,
        after={"starts_on": starts_on.isoformat(), "planned_days": planned_days},
    )
    return run


@transaction.atomic
def log_trial_run(*, project: Project, seen_on: date, finding: str, by: Actor) -> TrialLogEntry:
    """Write into the log of the present trial run, as user unit, construction entity or supervisor."""
    project = begin(project, Permission.LOG_TRIAL_RUN, [Stage.TRIAL_RUN], by=by)
    run = _present(project)
    not_after_today(seen_on, field="seen_on")
    if seen_on < run.starts_on:
        raise ValidationError(
            {"seen_on": _("The trial run began on %(day)s only.") % {"day": formats.day(run.starts_on)}}
        )
    entry = TrialLogEntry.objects.create(trial_run=run, seen_on=seen_on, finding=finding, written_by=by.user)
    record(verb="acceptance.log_trial_run", project=project, by=by, on=entry)
    return entry


@transaction.atomic
def conclude_trial_run(
    *, project: Project, passed: bool, findings: str, report: File[Any] | None = None, by: Actor
) -> TrialRun:
    """Conclude the trial run, as the user unit: passed, with its report, or failed, with the reason.

    Raises ``ValidationError`` where it is to pass before the policy ``trial_run_min_days`` is over.
    """
    project = begin(project, Permission.CONCLUDE_TRIAL_RUN, [Stage.TRIAL_RUN], by=by)
    run = _present(project)
    if passed:
        _may_pass(run, report)
    if report:
        run.report = file_document(
            project=project,
            kind=DocumentKind.TRIAL_RUN_REPORT,
            title=_("Trial-run report"),
            upload=report,
            by=by,
        )
    run.passed, run.findings = passed, needed(findings, field="findings")
    run.concluded_at, run.concluded_by = timezone.now(), by.user
    run.save()
    record(
        verb="acceptance.conclude_trial_run",
        project=project,
        by=by,
        on=run,
        after={"passed": passed, "days": run.days},
        reason="" if passed else run.findings,
    )
    return run


def _present(project: Project) -> TrialRun:
    run = project.trial_runs.here().select_related("project").first()
    if run is None:
        raise ValidationError(_("No trial run is on record for this stage."))
    if run.passed is not None:
        raise ValidationError(_("The trial run is concluded."))
    return run


def _may_pass(run: TrialRun, report: File[Any] | None) -> None:
    if not run.is_long_enough():
        raise ValidationError(
            {
                "passed": _("The trial run lasts at least %(days)s days; it can pass from %(day)s on.")
                % {"days": run.minimum_days, "day": formats.day(run.long_enough_from)}
            }
        )
    if report is None:
        raise ValidationError({"report": _("Attach the trial-run report.")})
