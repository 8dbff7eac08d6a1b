from collections.abc import Mapping
from typing import Any

from django.db import transaction

from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from reviews.actions.pool.access import locked, note_own_change, require_keeper_or_self
from reviews.actions.pool.profiles import organization_like
from reviews.models import Expert, Tie

FACTS = ("kind", "name", "uscc", "note", "since", "until")


@transaction.atomic
def declare_tie(*, expert: Expert, facts: Mapping[str, Any], by: Actor) -> Tie:
    """Put on record what ties an expert to an organization. One's own declaration is to be verified again.

    ``facts`` are those of ``FACTS``.
    """
    known = locked(expert)
    require_keeper_or_self(known, by)
    note_own_change(known, by)
    known.save(update_fields=["state"])
    tie = Tie(expert=known, **{name: facts[name] for name in FACTS if facts.get(name)})
    tie.organization = organization_like(tie.name, tie.uscc)
    tie.save()
    record_event(verb="review.declare_tie", by=by, on=known, person_id=known.user_id, after=_told(tie))
    return tie


@transaction.atomic
def remove_tie(*, tie: Tie, by: Actor) -> None:
    """Take away what was recorded by mistake; the trail keeps it. One's own removal is to be verified."""
    known = locked(tie.expert)
    require_keeper_or_self(known, by)
    note_own_change(known, by)
    known.save(update_fields=["state"])
    record_event(verb="review.remove_tie", by=by, on=known, person_id=known.user_id, before=_told(tie))
    tie.delete()


def _told(tie: Tie) -> dict[str, str]:
    return {name: str(getattr(tie, name) or "") for name in FACTS}
