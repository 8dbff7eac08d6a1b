"""Sixteen writers at once leave one unbroken chain, on real PostgreSQL, with real threads."""

import pytest
from django.db import transaction

from egov.audit.actions import record_event
from egov.audit.canonical import COLUMNS, event_hash
from egov.audit.models import Chain, Event
from projects.actions import record
from projects.models import Project
from tests.factories import City, make_project
from tests.projects.test_races import THREADS, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 40


def unbroken(chain: str) -> int:
    """Return how long a chain is; fail where it is broken."""
    previous = ""
    events = list(Event.objects.filter(chain=chain).order_by("sequence"))
    for expected, event in enumerate(events, start=1):
        told = {name: getattr(event, name) for name in COLUMNS[event.form]}
        assert (event.sequence, event.previous, event.hash) == (expected, previous, event_hash(told))
        previous = event.hash
    head = Chain.objects.get(pk=chain)
    assert (head.length, head.head) == (len(events), previous)
    return len(events)


def test_on_one_project() -> None:
    city = City()
    project, by = make_project(city), city.actor("owner_unit")

    def deed() -> None:
        with transaction.atomic():
            locked = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
            record(verb="test.deed", project=locked, by=by)

    def look() -> None:
        record_event(verb="test.look", by=by, on=project, project_id=project.pk)

    for _round in range(ROUNDS):
        at_once([deed, look] * (THREADS // 2))
    assert unbroken(f"project:{project.pk}") == ROUNDS * THREADS


def test_on_a_chain_that_nobody_has_begun() -> None:
    for _round in range(ROUNDS):
        by = City().actor("owner_unit")
        at_once([lambda by=by: record_event(verb="test.deed", by=by)] * THREADS)
        assert unbroken(f"jurisdiction:{by.home_id}") == THREADS
