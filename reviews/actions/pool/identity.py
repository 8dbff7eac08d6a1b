from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from egov.sealing import fingerprint, seal, unseal
from reviews.actions.pool.access import is_self, locked, note_own_change, require_keeper_or_self
from reviews.actions.refusal import ExpertRefused, refuse_if
from reviews.masking import mask_bank_number, mask_id_number
from reviews.models import Expert

SEALED = {"id_number": "id_number_sealed", "bank_number": "bank_number_sealed"}
"""What can be unmasked, and where it is kept."""


@transaction.atomic
def set_identity(
    *, expert: Expert, by: Actor, id_number: str = "", bank_name: str = "", bank_number: str = ""
) -> Expert:
    """Keep identity number and bank account, sealed; what is not given stays. The trail never holds a number.

    Raises ``ExpertRefused`` where another expert of the pool has the identity number.
    """
    known = locked(expert)
    require_keeper_or_self(known, by)
    refuse_if(_faults_of_identity(known, id_number), ExpertRefused)
    changed = []
    if id_number and fingerprint(id_number) != known.id_number_print:
        note_own_change(known, by)
        known.id_number_sealed, known.id_number_mask = seal(id_number), mask_id_number(id_number)
        known.id_number_print = fingerprint(id_number)
        changed.append("id_number")
    if bank_number:
        known.bank_number_sealed, known.bank_number_mask = seal(bank_number), mask_bank_number(bank_number)
        changed.append("bank_number")
    known.bank_name = bank_name or known.bank_name
    known.save()
    record_event(
        verb="review.set_identity", by=by, on=known, person_id=known.user_id, after={"changed": changed}
    )
    return known


@transaction.atomic
def unmask(*, expert: Expert, what: str, reason: str, by: Actor) -> str:
    """Return a sealed number to who keeps the pool, for a reason, or to the expert; the trail keeps it.

    ``what`` is a key of ``SEALED``. Raises ``KeyError`` for anything else.
    """
    require_keeper_or_self(expert, by)
    place = SEALED[what]
    refuse_if(_faults_of_reason(expert, reason, by), ExpertRefused)
    record_event(
        verb="review.unmask",
        by=by,
        on=expert,
        person_id=expert.user_id,
        after={"what": what},
        reason=reason.strip(),
    )
    return unseal(getattr(expert, place))


def _faults_of_identity(expert: Expert, id_number: str) -> Iterator[str]:
    same = Expert.objects.filter(pool=expert.pool, id_number_print=fingerprint(id_number))
    if id_number and same.exclude(pk=expert.pk).exists():
        yield _("Another expert of the pool has this identity number.")


def _faults_of_reason(expert: Expert, reason: str, by: Actor) -> Iterator[str]:
    if not reason.strip() and not is_self(expert, by):
        yield _("Please give a reason.")
