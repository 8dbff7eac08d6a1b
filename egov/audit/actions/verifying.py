from datetime import datetime

from django.db import transaction

from egov.audit.actions.recording import record_event
from egov.audit.models import Verification
from egov.audit.subjects import Subject
from egov.audit.verification import Outcome


@transaction.atomic
def keep_verification(*, outcome: Outcome, started_at: datetime, by: Subject | None) -> Verification:
    """Put on record that the trail was verified, and what was found. ``by`` is None for the timetable."""
    kept = Verification(
        started_at=started_at,
        events=outcome.events,
        chains=outcome.chains,
        checkpoint=outcome.checkpoint,
        files=outcome.files,
        findings=[finding.as_json() for finding in outcome.findings],
        unnamed=outcome.unnamed,
    )
    kept.save()
    found = len(outcome.findings) + outcome.unnamed
    record_event(verb="audit.verify", by=by, on=kept, after={"events": outcome.events, "findings": found})
    return kept
