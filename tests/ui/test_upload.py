"""Forms with files, as ``static/js/upload.js`` sends them: it is told where to go on, a browser is sent there."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import City, make_project
from tests.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def attach(client: Client, city: City, **headers: str):
    project = make_project(city)
    client.force_login(city.actor("owner_unit").user)
    page = reverse("projects:documents", args=[project.number])
    return page, client.post(page, {"kind": "other", "title": "纪要", "file": upload("纪要.pdf")}, **headers)


def test_a_browser_is_redirected(client: Client, city: City) -> None:
    page, answer = attach(client, city)
    assert (answer.status_code, answer.url) == (302, page)


def test_the_script_is_told_the_address_and_the_message_waits_there(client: Client, city: City) -> None:
    page, answer = attach(client, city, headers={"X-Upload": "1"})
    assert (answer.status_code, answer.headers["X-Location"]) == (204, page)
    assert len(client.get(page).context["messages"]) == 1


def test_what_is_wrong_comes_back_as_the_page_itself(client: Client, city: City) -> None:
    project = make_project(city)
    client.force_login(city.actor("owner_unit").user)
    page = reverse("projects:documents", args=[project.number])
    answer = client.post(page, {"kind": "other"}, headers={"X-Upload": "1"})
    assert answer.status_code == 200
    assert "fault-summary" in answer.text


def test_a_file_field_tells_the_browser_the_largest_size(client: Client, city: City) -> None:
    project = make_project(city)
    client.force_login(city.actor("owner_unit").user)
    form = client.get(reverse("projects:documents", args=[project.number])).context["form"]
    assert form.fields["file"].widget.attrs["data-max-bytes"] == 50 * 1024 * 1024
