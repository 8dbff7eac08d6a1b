"""What the law lets a person have deleted goes; the chain holds without it."""

import pytest
from django.core.management import call_command

from egov.accounts.acting import Actor
from egov.accounts.actions import create_person, edit_person
from egov.accounts.models import AdminRole, User
from egov.audit.actions import redact_person
from egov.audit.models import Event, Particulars
from egov.audit.verification import verify
from projects.actions import record
from tests.factories import City, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    by = Actor(user=make_user(admin_role=AdminRole.SYSTEM), ip="10.0.0.7")
    fields = {"username": "lisi", "name": "李四", "phone": "13800000000"}
    person, _password = create_person(fields=fields, by=by)
    edit_person(person=person, fields={"phone": "13911111111"}, by=by)
    city = City()
    record(verb="test.deed", project=make_project(city), by=city.actor("owner_unit"))
    record(verb="test.deed", project=make_project(city), by=Actor(user=person, ip="10.0.0.8"))
    return person


def everything_kept() -> str:
    return str([list(model.objects.values()) for model in (Event, Particulars)])


def test_nothing_of_the_person_is_left(person: User) -> None:
    others = Particulars.objects.exclude(person_id=person.pk)
    before = list(others.values())
    redact_person(person_id=person.pk, reason="本人申请", by=None)
    kept = everything_kept()
    assert not any(word in kept for word in ("李四", "lisi", "13800000000", "13911111111", "10.0.0.8"))
    assert list(others.filter(event__lt=Event.objects.latest("pk").pk).values()) == before
    assert Event.objects.latest("pk").reason == "本人申请"


def test_the_chains_hold(person: User) -> None:
    call_command("trail", "redact", "lisi", "--reason", "本人申请", verbosity=0)
    assert verify().findings == []


def test_the_trail_says_that_a_name_was_deleted(person: User) -> None:
    redact_person(person_id=person.pk, reason="本人申请", by=None)
    assert Event.objects.get(verb="accounts.create_person").object_name == "（已依申请删除）"
    assert Event.objects.get(actor_id=person.pk).ip == ""


def test_it_needs_a_ground(person: User) -> None:
    with pytest.raises(ValueError, match="ground"):
        redact_person(person_id=person.pk, reason=" ", by=None)
    assert "李四" in everything_kept()
