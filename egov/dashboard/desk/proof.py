"""What shows that one event is as it was written: its hash, its neighbors, the checkpoint that covers it."""

from dataclasses import dataclass

from egov.audit.canonical import COLUMNS
from egov.audit.models import CheckpointHead, Event, EventQuerySet, Part
from egov.audit.verification.reading import is_sound

MOST_OF_A_REQUEST = 50


@dataclass(frozen=True)
class Proof:
    """The place of an event in its chain, and whether hash, particulars and predecessor agree with it."""

    previous: Event | None
    following: Event | None
    covered: CheckpointHead | None
    fits_hash: bool
    fits_people: bool
    fits_previous: bool

    @property
    def fits(self) -> bool:
        return self.fits_hash and self.fits_people and self.fits_previous


def proof_of(event: Event) -> Proof:
    """Hold an event against its neighbors and its own hash. The whole trail is a verification's matter."""
    around = Event.objects.filter(chain=event.chain, sequence__in=[event.sequence - 1, event.sequence + 1])
    beside = {one.sequence: one for one in around}
    previous = beside.get(event.sequence - 1)
    heads = CheckpointHead.objects.filter(chain=event.chain, length__gte=event.sequence)
    row = {name: getattr(event, name) for name in {*COLUMNS.get(event.form, ()), "hash"}}
    return Proof(
        previous=previous,
        following=beside.get(event.sequence + 1),
        covered=heads.select_related("checkpoint").order_by("checkpoint").first(),
        fits_hash=is_sound(row),
        fits_people=all(_person_fits(event, part) for part in Part),
        fits_previous=event.previous == (previous.hash if previous else ""),
    )


def _person_fits(event: Event, part: Part) -> bool:
    person, known = event.particulars_of(part), getattr(event, f"{part.value}_digest")
    if person is None or person.redacted_at is not None:
        return person is not None or not known
    return person.digest(event.algorithm) == known


def of_same_request(event: Event, among: EventQuerySet) -> list[Event]:
    """Return what else was recorded in the same request, in its order."""
    if not event.request_id:
        return []
    others = among.filter(request_id=event.request_id).exclude(pk=event.pk)
    return list(others.with_people().order_by("at", "id")[:MOST_OF_A_REQUEST])
