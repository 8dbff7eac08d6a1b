"""Throwing away what was never submitted. Nothing else is ever thrown away."""

from django.db import transaction
from django.utils import timezone

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.actions.recording import record, require
from projects.application_content import content_of
from projects.flow import Stage
from projects.models import Application, Project, Proposal


class NothingToDiscard(Exception):
    """There is no draft, or what it was has been submitted."""


def _lock(project: Project, *, by: Actor) -> Project:
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    require(locked, Permission.EDIT_APPLICATION, by=by)
    return locked


@transaction.atomic
def discard_proposal(*, project: Project, by: Actor) -> Project:
    """Throw away the draft with which a project began, or that of a deferred project's new proposal.

    A project that was never proposed disappears from everybody's lists; its row and its number stay, so
    that the trail's events keep what they speak of. A deferred project stands again where it was deferred.
    Raises ``NothingToDiscard`` and ``PermissionDenied``. Clause 三(一).
    """
    locked = _lock(project, by=by)
    proposal = locked.proposals.current().select_related("plan").first()
    if proposal is None:
        raise NothingToDiscard
    proposal.project = locked
    if not proposal.is_editable:
        raise NothingToDiscard
    before = {"title": locked.title, "year": proposal.plan.year, "estimate": str(proposal.estimate)}
    if locked.stage == Stage.DRAFT:
        locked.discarded_at, locked.discarded_by = timezone.now(), by.user
        locked.save(update_fields=["discarded_at", "discarded_by"])
        record(verb="proposal.discard", project=locked, by=by, on=proposal, before=before)
    else:
        _return_to_deferral(locked)
        record(verb="proposal.discard", project=locked, by=by, before=before)
        proposal.delete()
    return locked


def _return_to_deferral(project: Project) -> None:
    deferred = project.proposals.filter(decision=Proposal.Included.DEFERRED).order_by("-plan__year")
    project.plan = deferred.select_related("plan")[0].plan
    project.save(update_fields=["plan"])


@transaction.atomic
def discard_application(*, project: Project, by: Actor) -> None:
    """Throw away an application that was never submitted; the form begins anew, filled in from the proposal.

    The event keeps what stood in it. Reports that were attached stay. Raises ``NothingToDiscard`` and
    ``PermissionDenied``. Clause 三(二)1.
    """
    locked = _lock(project, by=by)
    application = Application.objects.filter(project=locked).first()
    if application is None or not may_discard_application(locked):
        raise NothingToDiscard
    before = {"version": application.version, "content": content_of(application)}
    application.delete()
    record(verb="application.discard", project=locked, by=by, before=before)


def may_discard_application(project: Project) -> bool:
    """Tell whether the application is still a draft that nobody but its unit has seen."""
    return project.stage == Stage.PLANNED and not project.submissions.exists()
