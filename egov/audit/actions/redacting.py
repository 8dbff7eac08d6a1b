from django.db import transaction
from django.utils import timezone

from egov.audit.actions.recording import record_event
from egov.audit.models import Particulars
from egov.audit.subjects import Subject


@transaction.atomic
def redact_person(*, person_id: int, reason: str, by: Subject | None) -> int:
    """Delete what the trail says of a person by name; return how many particulars that were.

    For a request under art. 47 of the Personal Information Protection Law, once no law asks to keep
    them. What was done stays, as do its numbers and digests; the chains hold as before. Raises
    ``ValueError`` without a reason.
    """
    if not reason.strip():
        raise ValueError("Say on what ground.")
    standing = Particulars.objects.standing().filter(person_id=person_id)
    ids = list(standing.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    standing.update(name="", ip="", before={}, after={}, salt="", redacted_at=timezone.now())
    record_event(
        verb="audit.redact",
        by=by,
        after={"person": person_id, "particulars": ids},
        reason=reason.strip(),
    )
    return len(ids)
