"""Holds the particulars of persons against the digests that the events keep of them."""

from collections import defaultdict
from collections.abc import Iterator

from egov.audit.models import Event, Part, Particulars
from egov.audit.verification.findings import Finding, Kind
from egov.audit.verification.reading import Row

REDACTION = "audit.redact"


class People:
    """Remembers what was deleted at a person's request, and by which event."""

    def __init__(self) -> None:
        events = Event.objects.filter(verb=REDACTION).values_list("after", flat=True)
        self.recorded = {one for after in events for one in after.get("particulars", [])}

    def check(self, rows: list[Row]) -> Iterator[Finding]:
        """Return what is wrong with the particulars of these events."""
        kept: dict[int, dict[str, Particulars]] = defaultdict(dict)
        for one in Particulars.objects.filter(event__in=[row["id"] for row in rows]):
            kept[one.event_id][one.part] = one
        for row in rows:
            for part in Part:
                kind = self._fault(row, part, kept[row["id"]].get(part))
                if kind is not None:
                    yield Finding(kind, row["chain"], row["sequence"], row["sequence"], {"event": row["id"]})

    def _fault(self, row: Row, part: Part, one: Particulars | None) -> Kind | None:
        known = row[f"{part.value}_digest"]
        if one is None:
            return Kind.PERSON_REMOVED if known else None
        if one.redacted_at is not None:
            return None if one.pk in self.recorded else Kind.PERSON_UNRECORDED
        return None if one.digest(row["algorithm"] or "sha256") == known else Kind.PERSON_ALTERED
