from datetime import date

import pytest
from django.test import Client

from egov.accounts.roles import Role
from projects.flow import Capacity
from projects.models import Task, TaskKind
from tests.factories import City, make_project

pytestmark = pytest.mark.django_db


def put_on_list(city: City, *, holder: str, sender: str) -> Task:
    project = make_project(city)
    return Task.objects.create(
        project=project,
        organization=city.organization(holder),
        opened_by=city.organization(sender),
        role=Role.INFORMATIZATION_OFFICE,
        capacity=Capacity.MEMBER,
        kind=TaskKind.STEP,
        name="propose",
        url=f"/projects/{project.number}/",
        due=date(2026, 11, 23),
    )


@pytest.mark.parametrize("lines", [1, 3])
def test_home_takes_as_many_queries_for_three_lines_as_for_one(
    client: Client, lines: int, django_assert_num_queries
) -> None:
    city = City()
    mine = [put_on_list(city, holder="informatization_office", sender="owner_unit") for _ in range(lines)]
    sent = [put_on_list(city, holder="finance_bureau", sender="informatization_office") for _ in range(lines)]
    client.force_login(city.actor("informatization_office").user)
    client.get("/")

    with django_assert_num_queries(8):
        page = client.get("/").text

    assert all(task.project.title in page for task in mine + sent)
