"""What follows a failed trial run or acceptance: back to construction, where what failed is rectified."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from acceptance.actions.quality import raise_quality_issue
from egov.accounts.acting import Actor
from egov.policy.rules import value_of
from projects.actions import Advance, advance
from projects.models import Project
from reviews.models import Panel


@dataclass(frozen=True)
class Failure:
    """Something that did not pass in the present stay, and what was found."""

    title: str
    findings: str


def failures_of(project: Project) -> list[Failure]:
    """Return what failed in the project's present stay: trial run, acceptance, and its parts."""
    return list(_failures(project))


def _failures(project: Project) -> Iterator[Failure]:
    for run in project.trial_runs.here().filter(passed=False):
        yield Failure(_("The trial run failed"), run.findings)
    for acceptance in project.preliminary_acceptances.filter(visit=project.visit, passed=False):
        yield Failure(_("The preliminary acceptance failed"), acceptance.findings)
    for panel in project.panels.concluded(Panel.Kind.ACCEPTANCE).filter(conclusion=Panel.Conclusion.FAIL):
        yield Failure(_("The final acceptance failed"), panel.opinion)
    for part in project.sub_acceptances.latest_per_kind().values():
        if not part.passed:
            yield Failure(_("A sub-acceptance failed: %(kind)s") % {"kind": part}, part.findings)


def usual_due_day(project: Project) -> date:
    """Return the day by which what failed is rectified, by the policy ``rectification_days``."""
    days = int(value_of("rectification_days", jurisdiction_id=project.jurisdiction_id))
    return timezone.localdate() + timedelta(days=days)


@transaction.atomic
def return_to_construction(*, project: Project, reason: str, due_on: date, by: Actor) -> Advance:
    """Take the step, and raise what failed as quality issues that block the next trial run.

    They are rectified by the construction entity until ``due_on`` and closed by whoever returned the
    project, or by the supervisor. Raises ``ValidationError`` for a day that is past, ``StepRefused`` as
    ``advance`` does. Clause 三(四)1.
    """
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": _("This day is past.")})
    failures = failures_of(locked)
    outcome = advance(project=locked, step="return_to_construction", by=by, reason=reason)
    for failure in failures:
        raise_quality_issue(
            project=outcome.project,
            title=failure.title,
            description=failure.findings,
            is_blocking=True,
            due_on=due_on,
            by=by,
        )
    return outcome
