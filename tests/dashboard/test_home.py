from datetime import date

import pytest
from django.test import Client

from egov.accounts.roles import Role
from projects.flow import Capacity, Stage
from projects.models import Task, TaskKind
from tests.factories import (
    City,
    acting,
    conclude_panel,
    file_opinions,
    make_actor,
    make_built_project,
    make_panel,
    make_project,
)

pytestmark = pytest.mark.django_db


def put_on_list(city: City, *, holder: str, sender: str) -> Task:
    project = make_project(city, stage=Stage.PROPOSED)
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

    with django_assert_num_queries(11):
        page = client.get("/").text

    assert all(task.project.title in page for task in mine + sent)


@pytest.mark.parametrize(("is_signatory", "waits_for"), [(False, "others"), (True, "groups")])
def test_what_waits_for_a_signature_is_in_sight_of_whoever_prepared_it(
    client: Client, is_signatory: bool, waits_for: str
) -> None:
    city = City()
    task = put_on_list(city, holder="owner_unit", sender="owner_unit")
    Task.objects.update(capacity=Capacity.SIGNATORY)
    reader = make_actor(city.organization("owner_unit"), is_signatory=is_signatory)
    client.force_login(reader.user)
    page = client.get("/")
    assert bool(page.context["others"]) == (waits_for == "others")
    assert bool(page.context["groups"]) == (waits_for == "groups")
    assert task.project.title in page.text


def test_a_thing_that_several_hold_is_one_line(client: Client) -> None:
    """Five members owe their opinions: the office reads it once, and no member is named."""
    city = City()
    panel = make_panel(city, make_built_project(city, stage=Stage.UNDER_ARGUMENTATION))
    names = [member.user.name for member in panel.members.all()]
    client.force_login(city.actor("informatization_office").user)

    page = client.get("/").text

    assert page.count(f"{city.expert.short_name}（5 人）") == 1
    assert page.count("提交评审意见") == 1
    assert not [name for name in names if name in page]


def test_what_one_sent_on_is_gone_with_the_sight_of_the_project(client: Client) -> None:
    """After the conclusion the project is closed to its panel; home neither links nor names it."""
    city = City()
    panel = make_panel(city, make_built_project(city, stage=Stage.UNDER_ARGUMENTATION))
    file_opinions(panel, *["pass_after_revision"] * 5)
    leader = acting(panel.members.get(is_leader=True))
    conclude_panel(panel=panel, conclusion="pass_after_revision", opinion="修改后通过。", by=leader)
    assert Task.objects.sent_on_by(leader).exists()
    client.force_login(leader.user)

    page = client.get("/").text

    assert panel.project.title not in page
    assert panel.project.number not in page


@pytest.mark.parametrize("path", ["/", "/fund/", "/fund/payments/", "/projects/"])
def test_one_place_in_the_navigation_is_the_current_one(client: Client, path: str) -> None:
    client.force_login(City().actor("finance_bureau").user)

    navigation = client.get(path).context["navigation"]

    assert [entry.url for entry in navigation if entry.active] == [path]
