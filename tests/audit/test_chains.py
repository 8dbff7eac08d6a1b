"""Each event stands in a chain, covers every column, and stays as it is."""

import hashlib
import json
from datetime import UTC

import pytest
from django.db import DatabaseError, connection, transaction

from egov.accounts.acting import Actor
from egov.accounts.actions import create_person, note_failed_login
from egov.accounts.models import AdminRole
from egov.audit.actions import record_event
from egov.audit.canonical import COLUMNS, FORM, PARTICULARS, plain
from egov.audit.models import Chain, Event, Particulars
from projects.actions import record
from tests.factories import City, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def test_a_project_has_a_chain_of_its_own(city: City) -> None:
    first, second = make_project(city), make_project(city)
    for project in (first, second, first):
        record(verb="test.deed", project=project, by=city.actor("owner_unit"))
    mine = list(Event.objects.filter(chain=f"project:{first.pk}").order_by("sequence"))
    assert [event.sequence for event in mine] == [1, 2]
    assert [event.previous for event in mine] == ["", mine[0].hash]
    assert Chain.objects.get(pk=f"project:{second.pk}").length == 1


def test_the_rest_goes_to_the_jurisdiction_and_what_has_none_to_the_platform(city: City) -> None:
    record_event(verb="test.deed", by=city.actor("owner_unit"))
    record_event(verb="test.deed", by=Actor(user=make_user(admin_role=AdminRole.SYSTEM)))
    assert {event.chain for event in Event.objects.all()} == {
        f"jurisdiction:{city.jurisdiction.pk}",
        "platform",
    }


def test_the_hash_covers_every_column() -> None:
    columns = {field.attname for field in Event._meta.concrete_fields}
    assert set(COLUMNS[FORM]) == columns - {"hash"}
    personal = {field.attname for field in Particulars._meta.concrete_fields}
    assert set(PARTICULARS) == personal - {"id", "event_id", "redacted_at"}


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_the_hash_can_be_computed_without_us(city: City, settings, algorithm: str) -> None:
    settings.TRAIL_HASH = algorithm
    record_event(verb="test.deed", by=city.actor("owner_unit"), after={"名称": "值", "n": 1, "share": 0.5})
    event = Event.objects.get()
    told = {field.attname: getattr(event, field.attname) for field in Event._meta.concrete_fields}
    told.pop("hash")
    told["at"] = event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert event.hash == hashlib.new(algorithm, text.encode()).hexdigest()
    assert event.algorithm == algorithm


def test_what_no_database_stores_alike_is_written_as_text(city: City) -> None:
    told = {"nul": "a\0b", "broken": "\ud800", "float": 1e16, "many": (1, 2)}
    record_event(verb="test.deed", by=city.actor("owner_unit"), after=told, reason="\0")
    kept = Event.objects.get().after
    assert kept == plain(told)
    assert kept["many"] == [1, 2]


def test_a_deed_that_fails_leaves_no_event(city: City) -> None:
    with transaction.atomic():
        record_event(verb="test.deed", by=city.actor("owner_unit"))
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert not Chain.objects.exists()


def test_it_says_under_which_role(city: City) -> None:
    record(verb="test.deed", project=make_project(city), by=city.actor("owner_unit"))
    assert Event.objects.get().roles == "owner_unit"


def test_what_names_a_person_lies_beside_the_chain(city: City) -> None:
    by = Actor(user=make_user(admin_role=AdminRole.SYSTEM), ip="10.0.0.7")
    person, _password = create_person(
        fields={"username": "lisi", "name": "李四", "phone": "13800000000", "admin_role": ""}, by=by
    )
    event = Event.objects.get()
    assert event.after == {"admin_role": ""}
    assert not any("李四" in str(getattr(event, field.attname)) for field in Event._meta.concrete_fields)
    assert (event.actor_name, event.ip, event.object_name) == (by.user.name, "10.0.0.7", "李四")
    assert event.particulars.get(part="object").after["phone"] == "13800000000"
    assert event.particulars.get(part="object").person_id == person.pk


def test_a_failed_login_is_known_to_the_auditors_of_the_persons_jurisdiction(city: City) -> None:
    user = city.actor("owner_unit").user
    note_failed_login(username=user.username, ip="10.0.0.7", request_id="x")
    event = Event.objects.get()
    assert (event.jurisdiction_id, event.refused, event.request_id) == (city.jurisdiction.pk, True, "x")
    assert event.particulars.get().person_id == user.pk


STATEMENTS = (
    "UPDATE audit_event SET reason = 'x'",
    "DELETE FROM audit_event",
    "UPDATE audit_particulars SET name = 'x'",
    "DELETE FROM audit_particulars",
    "UPDATE audit_chain SET head = 'x'",
    "UPDATE audit_chain SET length = length + 2, head = 'x'",
    "DELETE FROM audit_chain",
)
ONLY_ON = {
    "postgresql": ("TRUNCATE audit_event", "TRUNCATE audit_particulars", "TRUNCATE audit_chain"),
    "sqlite": (
        "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event",
        "REPLACE INTO audit_particulars SELECT * FROM audit_particulars",
        "REPLACE INTO audit_chain SELECT * FROM audit_chain",
    ),
}


@pytest.mark.parametrize("statement", [*STATEMENTS, 0, 1, 2])
def test_the_database_refuses_raw_sql(city: City, statement: str | int) -> None:
    record_event(verb="test.deed", by=city.actor("owner_unit"))
    if isinstance(statement, int):
        statement = ONLY_ON[connection.vendor][statement]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.get().reason == ""


def test_behind_a_proxy_the_trail_knows_the_caller(client, settings) -> None:
    settings.PROXY_COUNT = 1
    client.post(
        "/accounts/login/",
        {"username": "nobody", "password": "x"},
        headers={"x-forwarded-for": "1.2.3.4, 203.0.113.9"},
    )
    assert Event.objects.get().ip == "203.0.113.9"
