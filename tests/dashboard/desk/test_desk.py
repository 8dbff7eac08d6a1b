"""The first page of an auditor; and that no address of the desk changes anything but the auditors' own records."""

from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from egov.audit.actions import record_event
from egov.audit.models import Event
from egov.dashboard.models import Note
from egov.dashboard.urls import urlpatterns
from projects.flow import Stage
from tests.factories import City, make_built_project, make_project, make_user
from tests.uploads import upload

pytestmark = pytest.mark.django_db

OWN_RECORDS = {
    *("dashboard.note", "dashboard.noterevision", "dashboard.savedsearch"),
    *("audit.event", "audit.particulars", "audit.chain", "audit.verification"),
    *("jobs.job", "sessions.session"),
}
"""What the desk may write: findings, searches, verifications, background jobs, and their events."""


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def auditor(client: Client, city: City) -> Client:
    client.force_login(city.actor("audit_bureau").user)
    return client


def test_auditors_begin_at_the_desk_and_others_at_their_list(client: Client, city: City) -> None:
    for role, page in (
        ("audit_bureau", "/desk/"),
        ("supervision_bureau", "/desk/"),
        ("owner_unit", "/"),
        ("finance_bureau", "/"),
    ):
        user = city.actor(role).user
        user.set_password("Correct-Horse-9")
        user.save()
        answer = client.post(
            "/accounts/login/", {"username": user.username, "password": "Correct-Horse-9"}, follow=True
        )
        assert answer.redirect_chain[-1][0] == page
        client.logout()


def test_the_desk_shows_decisions_and_refusals_of_the_jurisdiction(auditor: Client, city: City) -> None:
    here, elsewhere = make_project(city, stage=Stage.APPROVED), make_project(City(), stage=Stage.APPROVED)
    for project in (here, elsewhere):
        decided = project.transitions.get()
        assert decided.step == "accept_application"
    refused = record_event(verb="access.refuse", by=city.actor("finance_bureau"), refused=True)
    record_event(verb="access.refuse", by=City().actor("finance_bureau"), refused=True)
    context = auditor.get("/desk/").context
    assert [event for event, *_told in context["refusals"]] == [refused]
    assert context["decisions"] == []


def test_the_desk_tells_what_was_refused_and_why_but_no_mistake_in_a_form(
    auditor: Client, city: City
) -> None:
    project, client = make_project(city, stage=Stage.PLANNED), Client()
    client.force_login(city.actor("owner_unit").user)
    data = {"kind": "other", "title": "x", "file": upload("报告.pdf", content=b"MZ")}
    client.post(f"/projects/{project.number}/documents/", data)
    client.force_login(city.actor("user_unit").user)
    client.post(f"/projects/{project.number}/steps/put_into_use/")
    client.get("/policy/")
    assert Event.objects.filter(refused=True).count() == 3
    told = [(label, why) for _event, label, why in auditor.get("/desk/").context["refusals"]]
    assert told[0] == ("打开页面：政策参数", "该操作不在其权限范围内。")
    assert [label for label, _why in told[1:]] == ["投入使用"]
    assert "目前不能办理" in told[1][1]


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_for_one_project_and_for_three(
    auditor: Client, city: City, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(count):
        make_built_project(city)
        record_event(verb="access.refuse", by=city.actor("finance_bureau"), refused=True)
    with django_assert_num_queries(23):
        auditor.get("/desk/")


def test_no_address_of_the_desk_writes_anything_else(auditor: Client, city: City) -> None:
    project = make_built_project(city)
    event = record_event(verb="test.deed", by=city.actor("finance_bureau"), project_id=project.pk)
    before = everything()
    known = {
        "flag": "late",
        "what": "trail",
        "event_id": event.pk,
        "checkpoint": 1,
        "note_id": 0,
        "search_id": 0,
        "verification_id": 0,
    }
    form = {"text": "无", "severity": "grave", "name": "名称", "query": "refused=on", "form": "csv"}
    for pattern in urlpatterns:
        values = {name: known[name] for name in pattern.pattern.converters}
        address = reverse(f"dashboard:{pattern.name}", kwargs=values)
        for query in ("", f"?project={project.number}", f"?event={event.pk}"):
            auditor.get(address + query)
            auditor.post(address + query, form)
    assert Note.objects.count() == 2
    assert {name for name, rows in everything().items() if rows != before[name]} <= OWN_RECORDS


def everything() -> dict[str, Any]:
    """Return all rows of all tables."""
    return {
        model._meta.label_lower: sorted(map(str, model._base_manager.values_list()))
        for model in apps.get_models()
        if model._meta.managed
    }


def test_a_person_of_no_organization_has_no_desk(client: Client) -> None:
    client.force_login(make_user())
    assert client.get("/desk/").status_code == 404
