"""What was tried and refused is in the trail, though the deed itself left nothing behind."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from egov.accounts.models import AdminRole
from egov.audit.models import Event
from projects.flow import Stage
from projects.models import Document
from tests.factories import City, make_plan, make_project, make_user
from tests.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def refusal() -> Event:
    return Event.objects.get(refused=True)


def as_(client: Client, city: City, role: str) -> Client:
    client.force_login(city.actor(role).user)
    return client


def test_a_step_that_is_not_ready(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.ACCEPTED)
    as_(client, city, "user_unit").post(f"/projects/{project.number}/steps/put_into_use/")
    event = refusal()
    assert (event.verb, event.project_id, event.roles) == ("project.put_into_use", project.pk, "user_unit")
    assert "运维安排" in event.reason
    assert event.after["status"] == 409


def test_a_step_that_is_not_theirs(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.ACCEPTED)
    as_(client, city, "finance_bureau").post(f"/projects/{project.number}/steps/put_into_use/")
    assert (refusal().verb, refusal().after["status"]) == ("project.put_into_use", 403)


def test_a_step_that_does_not_leave_the_stage(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.PLANNED)
    as_(client, city, "user_unit").post(f"/projects/{project.number}/steps/put_into_use/")
    assert refusal().reason
    assert refusal().verb == "project.put_into_use"


def test_a_project_that_one_may_not_see(client: Client, city: City) -> None:
    project = make_project(city)
    other = City()
    as_(client, other, "owner_unit").get(f"/projects/{project.number}/")
    event = refusal()
    assert (event.verb, event.project_id) == ("access.refuse", project.pk)
    assert event.organization_id == other.owner_unit.pk


def test_a_look_at_what_does_not_exist_is_no_refusal(client: Client, city: City) -> None:
    as_(client, city, "owner_unit").get("/projects/330000-2027-9999/")
    client.get("/nowhere/")
    assert not Event.objects.filter(refused=True).exists()


def test_a_page_that_is_not_theirs(client: Client, city: City) -> None:
    as_(client, city, "owner_unit").get("/policy/")
    assert (refusal().verb, refusal().after["page"]) == ("access.refuse", "policy:parameters")


def test_a_file_that_is_not_taken(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.PLANNED)
    data = {"kind": "other", "title": "x", "file": upload("报告.pdf", content=b"MZ")}
    as_(client, city, "owner_unit").post(f"/projects/{project.number}/documents/", data)
    assert not Document.objects.exists()
    assert refusal().reason
    assert refusal().project_id == project.pk


def test_a_plan_that_cannot_be_published(client: Client, city: City) -> None:
    plan = make_plan(city)
    client = as_(client, city, "informatization_office")
    client.post(f"/plans/{city.jurisdiction.code}/{plan.year}/publish/")
    assert (refusal().jurisdiction_id, refusal().verb) == (city.jurisdiction.pk, "access.refuse")


def test_an_export_is_in_the_trail(client: Client, city: City) -> None:
    plan = make_plan(city)
    list(as_(client, city, "owner_unit").get(f"/plans/{city.jurisdiction.code}/{plan.year}/export/"))
    assert Event.objects.get(verb="plan.export").after == {"rows": 0}


def test_a_session_that_ran_out_is_in_the_trail(client: Client, city: City) -> None:
    as_(client, city, "owner_unit").get("/")
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        client.get("/")
    assert Event.objects.get(verb="accounts.idle_end").chain == f"jurisdiction:{city.jurisdiction.pk}"


def test_an_administrator_is_no_exception(client: Client, city: City) -> None:
    client.force_login(make_user(admin_role=AdminRole.SYSTEM))
    client.post("/plans/new/", {"year": 2030})
    assert refusal().chain == "platform"
