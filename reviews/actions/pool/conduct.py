from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from reviews.actions.pool.access import locked, require_keeper
from reviews.actions.refusal import ExpertRefused, refuse_if
from reviews.actions.suggestions import close_suggestion
from reviews.models import CreditRecord, Expert

Kind = CreditRecord.Kind


@transaction.atomic
def suspend_expert(*, expert: Expert, reason: str, by: Actor) -> CreditRecord:
    """Keep an expert out of draws until somebody lifts it. Raises ``ExpertRefused`` where it cannot be."""
    entry = _enter(expert, Kind.SUSPENSION, reason, by)
    _stand(entry.expert, Expert.State.SUSPENDED)
    record_event(
        verb="review.suspend_expert",
        by=by,
        on=entry.expert,
        person_id=entry.expert.user_id,
        reason=entry.text,
    )
    return entry


@transaction.atomic
def lift_suspension(*, expert: Expert, reason: str, by: Actor) -> CreditRecord:
    """Let a suspended expert be drawn again. Raises ``ExpertRefused`` for one who is not suspended."""
    entry = _enter(expert, Kind.LIFTING, reason, by)
    _stand(entry.expert, Expert.State.ACTIVE)
    record_event(
        verb="review.lift_suspension",
        by=by,
        on=entry.expert,
        person_id=entry.expert.user_id,
        reason=entry.text,
    )
    return entry


@transaction.atomic
def record_credit(*, expert: Expert, kind: str, text: str, by: Actor) -> CreditRecord:
    """Put a commendation or misconduct on record. Raises ``ExpertRefused`` for any other kind."""
    refuse_if(_faults_of_kind(kind), ExpertRefused)
    entry = _enter(expert, kind, text, by)
    record_event(
        verb="review.record_credit",
        by=by,
        on=entry.expert,
        person_id=entry.expert.user_id,
        after={"kind": kind, "text": entry.text},
    )
    return entry


def _enter(expert: Expert, kind: str, text: str, by: Actor) -> CreditRecord:
    known = locked(expert)
    require_keeper(known.pool, by)
    refuse_if(_faults_of_entry(known, kind, text), ExpertRefused)
    entry = CreditRecord(expert=known, kind=kind, text=text.strip(), by=by.user)
    entry.save()
    # The office has decided what to make of low ratings, one way or the other.
    close_suggestion(known)
    return entry


def _stand(expert: Expert, state: str) -> None:
    expert.state = state
    expert.save(update_fields=["state"])


def _faults_of_entry(expert: Expert, kind: str, text: str) -> Iterator[str]:
    if not text.strip():
        yield _("Please give a reason.")
    if kind == Kind.SUSPENSION and expert.state != Expert.State.ACTIVE:
        yield _("Only an expert who is in the pool can be suspended.")
    if kind == Kind.LIFTING and expert.state != Expert.State.SUSPENDED:
        yield _("The expert is not suspended.")


def _faults_of_kind(kind: str) -> Iterator[str]:
    if kind not in {Kind.COMMENDATION, Kind.MISCONDUCT}:
        yield _("Please choose.")
