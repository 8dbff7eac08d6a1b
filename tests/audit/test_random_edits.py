"""Whatever mixture of edits somebody makes, verification finds something as long as anything differs."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from egov.audit.models import Chain, Event, Particulars
from egov.audit.verification import verify
from egov.audit.verification.reading import COLUMNS
from projects.actions import record
from tests.audit.tampering import alter, rehash, remove, row, sql
from tests.factories import City, make_project

pytestmark = pytest.mark.django_db

LENGTH = 6
PLACES = some.integers(0, LENGTH - 1)
VALUES = {
    "reason": some.text(some.characters(codec="utf-8", exclude_characters="\0"), max_size=5),
    "verb": some.sampled_from(["test.deed", "test.other"]),
    "refused": some.booleans(),
    "actor_id": some.none() | some.integers(1, 9),
    "object_label": some.sampled_from(["", "甲", "乙"]),
    "before": some.sampled_from(["{}", '{"n": 1}', '{"n": "1"}', '{"n": [1]}']),
    "organization_name": some.sampled_from(["市信息办", "市信息办 "]),
}
EDITS = some.one_of(
    some.sampled_from(sorted(VALUES)).flatmap(
        lambda column: some.tuples(some.just("alter"), PLACES, some.just(column), VALUES[column])
    ),
    some.tuples(some.sampled_from(["remove", "rehash", "relink"]), PLACES),
    some.tuples(some.just("swap"), PLACES, PLACES),
    some.tuples(some.just("rename"), PLACES, some.sampled_from(["", "别人"])),
)


def edit(events: list[int], kind: str, place: int, *more: Any) -> None:
    pk = events[place]
    if not Event.objects.filter(pk=pk).exists():
        return
    if kind == "alter":
        alter(pk, *more)
    elif kind == "rename":
        sql("UPDATE audit_particulars SET name = %s WHERE event_id = %s", more[0], pk)
    elif kind == "swap" and Event.objects.filter(pk=events[more[0]]).exists():
        here, there = row(pk)["sequence"], row(events[more[0]])["sequence"]
        for one, number in ((pk, 9999), (events[more[0]], here), (pk, there)):
            alter(one, "sequence", number)
    elif kind == "relink":
        before = Event.objects.filter(chain=row(pk)["chain"], sequence=row(pk)["sequence"] - 1).first()
        alter(pk, "previous", before.hash if before else "")
    else:
        {"remove": remove, "rehash": rehash, "swap": rehash}[kind](pk)


def everything() -> list[Any]:
    events = Event.objects.order_by("pk").values(*COLUMNS)
    return [list(model.order_by("pk").values()) for model in (Particulars.objects, Chain.objects)] + [
        list(events)
    ]


def test_nothing_goes_unseen() -> None:
    city = City()
    project = make_project(city)
    for number in range(LENGTH):
        record(verb="test.deed", project=project, by=city.actor("owner_unit"), after={"n": number})
    events, before = list(Event.objects.order_by("pk").values_list("pk", flat=True)), everything()

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(some.lists(EDITS, min_size=1, max_size=6))
    def check(edits: list[tuple[Any, ...]]) -> None:
        with transaction.atomic():
            for one in edits:
                edit(events, *one)
            assert verify().holds == (everything() == before)
            transaction.set_rollback(True)

    check()
