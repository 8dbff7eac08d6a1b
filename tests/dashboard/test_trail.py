"""Who may read which part of the trail."""

import pytest
from django.test import Client

from egov.accounts.models import AdminRole
from egov.audit.models import AppendOnlyError, Event
from projects.actions import record
from projects.flow import Stage
from tests.factories import City, make_project, make_user

pytestmark = pytest.mark.django_db


def test_auditors_read_their_jurisdiction_and_no_other(client: Client) -> None:
    city, other = City(), City()
    for place in (city, other):
        project = make_project(place, stage=Stage.PROPOSED)
        record(verb="test.deed", project=project, by=place.actor("informatization_office"))
    client.force_login(city.actor("audit_bureau").user)
    lines = client.get("/trail/").context["lines"]
    assert {event.jurisdiction_id for event, _label in lines} == {city.jurisdiction.pk}


def test_departments_do_not_read_the_trail(client: Client) -> None:
    client.force_login(City().actor("owner_unit").user)
    assert client.get("/trail/").status_code == 403


def test_the_audit_administrator_reads_logs_and_no_project(client: Client) -> None:
    city = City()
    record(verb="test.deed", project=make_project(city), by=city.actor("owner_unit"))
    client.force_login(make_user(admin_role=AdminRole.AUDIT))
    assert not any(event.project_id for event, _label in client.get("/trail/").context["lines"])


def test_events_are_append_only_in_python_too() -> None:
    city = City()
    record(verb="test.deed", project=make_project(city), by=city.actor("owner_unit"))
    event = Event.objects.get()
    for change in (event.save, event.delete, Event.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            change()
