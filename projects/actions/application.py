from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.actions.advance import Advance, advance
from projects.actions.duplicates import find_duplicates
from projects.actions.recording import record, require
from projects.application_content import FIELDS, freeze, prefill_of
from projects.flow import Stage
from projects.models import Application, ApplicationSubmission, Project
from projects.models.application import FACTS, Indicator, Resource
from projects.models.application import ApplicationCost as Cost
from projects.models.application import ApplicationFunding as Funding

EDITABLE = (Stage.PLANNED, Stage.RETURNED)


class StaleApplication(Exception):
    """Somebody else saved the form since it was opened; ``application`` is what stands now."""

    def __init__(self, application: Application) -> None:
        super().__init__(f"version {application.version}")
        self.application = application


@dataclass(frozen=True)
class Draft:
    """What was typed into the form: what was understood, and in ``unsaved`` the rest, by input name.

    Amounts are yuan. A row of ``resources`` has name, sharing, note; one of ``indicators`` kind, name,
    target.
    """

    facts: dict[str, Any]
    costs: dict[tuple[str, int], Decimal] = field(default_factory=dict)
    funding: dict[str, Decimal] = field(default_factory=dict)
    resources: list[dict[str, str]] = field(default_factory=list)
    indicators: list[dict[str, str]] = field(default_factory=list)
    unsaved: dict[str, str] = field(default_factory=dict)


def _lock(project: Project, by: Actor) -> Project:
    """Lock the project's row and demand that this person may edit its application now."""
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    require(locked, Permission.EDIT_APPLICATION, by=by)
    if locked.stage not in EDITABLE:
        raise PermissionDenied
    return locked


@transaction.atomic
def start_application(*, project: Project, by: Actor) -> Application:
    """Open the application form, filled in from the proposal, clause 三(二)1.

    Returns the one that stands if there is one. Raises ``PermissionDenied`` outside the stages in
    which it is prepared, and for people of other units.
    """
    project = _lock(project, by)
    standing = project.applications.first()
    if standing is not None:
        return standing
    application = Application.objects.create(project=project, updated_by=by.user)
    _write(application, draft_from(prefill_of(project)), by=by)
    record(verb="application.start", project=project, by=by, on=application)
    return application


def draft_from(content: Mapping[str, Any]) -> Draft:
    """Return prefilled content as a draft; rows that still lack something are left to the person."""
    facts: dict[str, Any] = {name: content[name] for name in FACTS}
    for name in ("starts_on", "ends_on"):
        facts[name] = date.fromisoformat(facts[name]) if facts[name] else None
    yearly = facts["annual_maintenance"]
    facts["annual_maintenance"] = Decimal(yearly) if yearly else None
    open_rows = [row for row in content["resources"] if not row["sharing"]]
    return Draft(
        facts=facts,
        costs={(line["item"], line["year"]): Decimal(line["amount"]) for line in content["cost_lines"]},
        funding={line["source"]: Decimal(line["amount"]) for line in content["funding_lines"]},
        resources=[row for row in content["resources"] if row["sharing"]],
        indicators=list(content["indicators"]),
        unsaved={f"resources-{n}-name": row["name"] for n, row in enumerate(open_rows)},
    )


@transaction.atomic
def save_application(*, project: Project, draft: Draft, version: int, by: Actor) -> Application:
    """Save the form as far as it goes; nothing that was typed is lost.

    ``version`` is the one the person had before them: raises ``StaleApplication`` when somebody else
    saved meanwhile, and ``PermissionDenied`` outside the stages in which it is prepared.
    """
    project = _lock(project, by)
    application = project.applications.first()
    if application is None:
        application = Application.objects.create(project=project, updated_by=by.user, version=version)
    elif application.version != version:
        raise StaleApplication(application)
    _write(application, draft, by=by)
    find_duplicates(project=project)
    record(
        verb="application.save",
        project=project,
        by=by,
        on=application,
        after={"version": application.version, "missing": application.missing()},
    )
    return application


def _write(application: Application, draft: Draft, *, by: Actor) -> None:
    for name in FACTS:
        setattr(application, name, draft.facts[name])
    application.unsaved = draft.unsaved
    application.version += 1
    application.updated_by = by.user
    application.save()
    for lines in (
        application.cost_lines,
        application.funding_lines,
        application.resources,
        application.indicators,
    ):
        lines.all().delete()
    Cost.objects.bulk_create(
        Cost(application=application, item=item, year=year, amount=amount)
        for (item, year), amount in draft.costs.items()
        if amount
    )
    Funding.objects.bulk_create(
        Funding(application=application, source=source, amount=amount)
        for source, amount in draft.funding.items()
        if amount
    )
    Resource.objects.bulk_create(Resource(application=application, **row) for row in draft.resources)
    Indicator.objects.bulk_create(Indicator(application=application, **row) for row in draft.indicators)


def submit_application(*, project: Project, by: Actor) -> Advance:
    """Sign the application for the unit and submit it to the office, clause 三(二)1.

    What is signed is frozen word for word. Raises what ``advance`` raises. Duplicates are looked for
    once more in a transaction of their own: those that came meanwhile stand on the page when the step
    is refused for them.
    """
    require(project, Permission.EDIT_APPLICATION, by=by)
    find_duplicates(project=project)
    return _submit(project=project, by=by)


@transaction.atomic
def _submit(*, project: Project, by: Actor) -> Advance:
    outcome = advance(project=project, step="submit_application", by=by)
    submitted = outcome.project
    ApplicationSubmission(
        project=submitted,
        number=submitted.submissions.count() + 1,
        visit=submitted.visit,
        content=freeze(submitted.applications.get()),
        submitted_by=by.user,
        organization=by.organization,
    ).save()
    return outcome


@transaction.atomic
def return_application(*, project: Project, marks: Mapping[str, str], reason: str, by: Actor) -> Advance:
    """Return the application for correction with a reason, and with marked fields, clause 三(二)1.

    ``marks`` gives a reason per field of the form. Raises ``KeyError`` for a field that the form does
    not have, and what ``advance`` raises.
    """
    unknown = set(marks) - set(FIELDS)
    if unknown:
        raise KeyError(*unknown)
    outcome = advance(project=project, step="return_application", by=by, reason=reason)
    application = outcome.project.applications.first()
    for name, why in marks.items():
        if application is not None and why.strip():
            application.corrections.create(visit=outcome.project.visit, field=name, reason=why.strip())
    return outcome
