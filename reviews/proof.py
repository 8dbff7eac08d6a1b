"""Whether a draw was right: made again from its record, and held against what the trail keeps of it."""

from collections.abc import Iterator

from egov.audit.models import Event
from reviews.lottery import faults_of
from reviews.models import Draw


def faults_of_draw(draw: Draw) -> list[str]:
    """Say what does not hold in a draw that was made; nothing where all does.

    Raises ``ValueError`` for one that was not made.
    """
    return [*faults_of(draw.record()), *_faults_of_trail(draw)]


def _faults_of_trail(draw: Draw) -> Iterator[str]:
    """Compare with the events, each of which is bound into its project's chain."""
    record = draw.record()
    made = {"seed": record["seed"], "word": record["word"], "result": record["result_digest"]}
    for verb, told in (
        ("review.open_draw", {"commitment": record["commitment"]}),
        ("review.close_candidates", {"list": record["list_digest"]}),
        ("review.make_draw", made),
    ):
        events = Event.objects.filter(project_id=draw.panel.project_id, verb=verb, after__draw=draw.number)
        kept = [event.after for event in events]
        if len(kept) != 1:
            yield f"The trail has {len(kept)} events {verb} of this draw; there must be one."
        elif told != {name: kept[0].get(name) for name in told}:
            yield f"The trail says otherwise in {verb}."
