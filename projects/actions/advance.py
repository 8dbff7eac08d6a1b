"""The one gate through which every change of stage goes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from egov.accounts.acting import Actor
from egov.audit.refusals import Refusal
from projects.actions.duties import missing_parties, unmet_conditions
from projects.actions.ledger.releasing import release_all
from projects.actions.papers import NotPrintable
from projects.actions.recording import record
from projects.actions.step_papers import issue_papers_of
from projects.flow import STEPS, Capacity, Condition, Party, Stage, Step
from projects.models import Project, ProjectUserObjectPermission, Signature, Transition
from projects.models.records import SignatureQuerySet


class StepRefused(Refusal):
    """A step could not be taken."""


class IllegalStep(StepRefused):
    """The step does not leave the stage in which the project stands."""

    def __init__(self, step: Step, stage: str) -> None:
        super().__init__(f"{step.name} is not possible in stage {stage}")
        self.step, self.stage = step, Stage(stage)


class NotReady(StepRefused):
    """Conditions are unmet; ``conditions`` lists them for the page."""

    def __init__(self, step: Step, conditions: Sequence[Condition]) -> None:
        super().__init__(f"{step.name}: " + ", ".join(c.name for c in conditions))
        self.step, self.conditions = step, conditions


class ReasonMissing(StepRefused):
    """The step needs a reason."""

    is_slip = True


class AlreadySigned(StepRefused):
    """The party has signed; the step waits for the others."""


class SignedForAnother(AlreadySigned):
    """The person has signed for another organization; a joint act is that of several people."""


class PaperRefused(StepRefused):
    """The paper that belongs to the step cannot be issued; the text says why."""


@dataclass(frozen=True)
class Advance:
    """What came of it: the step taken, or the signature recorded and others still missing."""

    project: Project
    taken: bool
    missing: list[Party] = field(default_factory=list)


def parties_for(project: Project, step: Step, actor: Actor) -> list[Party]:
    """Return the parties to a step for whom this person can act."""
    roles = project.roles_of(actor)
    return [
        party
        for party in step.who
        if party.role in roles and (party.capacity == Capacity.MEMBER or actor.is_signatory)
    ]


@transaction.atomic
def advance(*, project: Project, step: str, by: Actor, reason: str = "") -> Advance:
    """Take a step, or sign it where it is joint; the step takes effect with the last signature.

    The project's row is locked first, so that of several people at the same moment exactly one
    takes it. Raises ``IllegalStep``, ``PermissionDenied``, ``ReasonMissing``, ``NotReady`` (with the
    unmet conditions) or ``AlreadySigned``; then nothing has changed.
    """
    spec = STEPS[step]
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if locked.stage not in spec.sources or locked.discarded_at is not None:
        raise IllegalStep(spec, locked.stage)
    parties = parties_for(locked, spec, by)
    if not parties:
        raise PermissionDenied
    reason = reason.strip()
    if spec.needs_reason and not reason:
        raise ReasonMissing(step)
    unmet = unmet_conditions(locked, spec)
    if unmet:
        raise NotReady(spec, unmet)
    if spec.joint:
        missing = _sign(locked, spec, parties, by=by, comment=reason)
        if missing:
            return Advance(locked, taken=False, missing=missing)
    _take(locked, spec, by=by, reason=reason)
    return Advance(locked, taken=True)


def refuse_second_hat(given: SignatureQuerySet, *, by: Actor) -> None:
    """Raise ``SignedForAnother`` where the person gave one of these signatures for another organization."""
    if given.filter(user=by.user).exclude(organization=by.organization).exists():
        raise SignedForAnother


def _sign(project: Project, step: Step, parties: list[Party], *, by: Actor, comment: str) -> list[Party]:
    """Keep the signatures of these parties and return who is still to sign."""
    waiting = missing_parties(project, step)
    signing = [party for party in parties if party in waiting]
    if not signing:
        raise AlreadySigned(step.name)
    refuse_second_hat(Signature.objects.on_step(project, step.name), by=by)
    for party in signing:
        Signature.objects.create(
            project=project,
            step=step.name,
            visit=project.visit,
            role=party.role,
            user=by.user,
            organization=by.organization,  # type: ignore[misc]  # whoever holds a role acts for one
            comment=comment,
        )
    missing = [party for party in waiting if party not in signing]
    record(
        verb="project.sign",
        project=project,
        by=by,
        reason=comment,
        after={"step": step.name, "roles": [party.role.value for party in signing]},
        goes_on=not missing,
    )
    return missing


def _take(project: Project, step: Step, *, by: Actor, reason: str) -> None:
    try:
        issue_papers_of(step.name, project=project, by=by)
    except NotPrintable as refusal:
        raise PaperRefused(" ".join(refusal.messages)) from refusal
    source = project.stage
    getattr(project, step.name)()
    now = timezone.now()
    project.visit += 1
    project.stage_since = project.updated_at = now
    # Before the project's own row: the database changes a stage only beside its transition.
    Transition(
        project=project,
        sequence=project.visit,
        step=step.name,
        source=source,
        target=project.stage,
        at=now,
        user=by.user,
        organization=by.organization,
        reason=reason,
    ).save()
    project.save_step()
    _end_stay(project)
    if project.stage == Stage.TERMINATED:
        release_all(project=project, reason=reason, by=by)
    record(
        verb=f"project.{step.name}",
        project=project,
        by=by,
        reason=reason,
        before={"stage": source},
        after={"stage": project.stage},
    )


def _end_stay(project: Project) -> None:
    """Let lapse what the stay gave to single persons: a panel's sight of the project, what it asked of them.

    A panel that concludes has withdrawn both; this is for one that did not, where a tender fails or a
    project is terminated. Of a project that has left the process nothing is asked any longer.
    """
    ProjectUserObjectPermission.objects.filter(content_object=project).delete()
    lapsed = (
        project.tasks.open() if project.phase is None else project.tasks.open().filter(user__isnull=False)
    )
    lapsed.update(closed_at=timezone.now())
