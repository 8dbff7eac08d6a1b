from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from egov.policy.rules import value_of
from reviews.actions.pool.access import locked, require_keeper
from reviews.actions.refusal import ExpertRefused, refuse_if
from reviews.models import Expert


@transaction.atomic
def verify_expert(*, expert: Expert, valid_until: date, by: Actor) -> Expert:
    """Declare a profile verified, for a term: from now on the expert can be drawn.

    Raises ``PermissionDenied`` unless who keeps the pool asks, ``ExpertRefused`` while something is missing
    or the expert is suspended.
    """
    known = locked(expert)
    require_keeper(known.pool, by)
    refuse_if(_faults_of_term(known, valid_until), ExpertRefused)
    refuse_if(missing(known), ExpertRefused)
    before = {"state": known.state, "valid_until": str(known.valid_until or "")}
    known.state, known.valid_until = Expert.State.ACTIVE, valid_until
    known.verified_at, known.verified_by = timezone.now(), by.user
    known.save(update_fields=["state", "valid_until", "verified_at", "verified_by"])
    after = {"state": known.state, "valid_until": str(valid_until)}
    record_event(
        verb="review.verify_expert", by=by, on=known, person_id=known.user_id, before=before, after=after
    )
    return known


def missing(expert: Expert) -> list[str]:
    """Return what a profile lacks before it can be verified."""
    return list(_missing(expert))


def _missing(expert: Expert) -> Iterator[str]:
    if not expert.id_number_sealed:
        yield _("The identity number is missing.")
    if not expert.specialties.exists():
        yield _("No specialty is chosen.")
    if not (expert.title and expert.employer):
        yield _("Professional title or employer is missing.")
    least = int(value_of("expert_min_years", jurisdiction_id=expert.pool.jurisdiction_id))
    if expert.years is None or expert.years < least:
        yield _("An expert has worked in the field for at least %(least)d years.") % {"least": least}


def _faults_of_term(expert: Expert, valid_until: date) -> Iterator[str]:
    if expert.state == Expert.State.SUSPENDED:
        yield _("The expert is suspended. Lift the suspension first.")
    if valid_until < timezone.localdate():
        yield _("The term would be over already.")
