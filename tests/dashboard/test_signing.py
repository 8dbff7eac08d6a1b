"""Several signatures from one page: each read, each an act of its own."""

import pytest
from django.test import Client
from django.urls import reverse

from egov.accounts.acting import Actor
from projects.actions import advance
from projects.actions.tasks import refresh_tasks
from projects.flow import Stage
from projects.models import Project
from tests.factories import City, acting, conclude_panel, file_opinions, make_built_project, make_panel

pytestmark = pytest.mark.django_db
PAGE = reverse("dashboard:signing")


def argued(city: City, opinion: str = "方案可行，同意通过。") -> Project:
    """Return a project whose panel has concluded: both offices are to sign."""
    panel = make_panel(city, make_built_project(city, stage=Stage.UNDER_ARGUMENTATION))
    file_opinions(panel, *["pass"] * 5)
    leader = acting(panel.members.get(is_leader=True))
    conclude_panel(panel=panel, conclusion="pass", opinion=opinion, by=leader)
    panel.project.refresh_from_db()
    refresh_tasks(panel.project, by=leader)
    return panel.project


def signer(client: Client, city: City) -> Actor:
    city.organization("finance_bureau")
    actor = city.actor("informatization_office")
    client.force_login(actor.user)
    return actor


def values(client: Client) -> list[str]:
    return [item.value for item in client.get(PAGE).context["items"]]


def test_each_signature_stands_with_what_it_is_for_and_is_given_on_its_own(client: Client) -> None:
    city = City()
    actor = signer(client, city)
    city.actor("finance_bureau")
    projects = [argued(city, f"第{n}个项目的论证意见。") for n in range(3)]

    page = client.get(PAGE)
    chosen = [item.value for item in page.context["items"]][:2]
    answer = client.post(PAGE, {"chosen": chosen, "comment": "同意。"})

    assert all(f"第{n}个项目的论证意见。" in page.text for n in range(3))
    assert answer.url == PAGE
    signed = [list(one.signatures.values_list("organization__name", "comment")) for one in projects]
    assert signed == [[(actor.organization.name, "同意。")], [(actor.organization.name, "同意。")], []]
    assert len(values(client)) == 1


def test_nothing_is_signed_without_a_mark(client: Client) -> None:
    city = City()
    signer(client, city)
    city.actor("finance_bureau")
    project = argued(city)

    page = client.post(PAGE, {"comment": "已阅。"}).text

    assert "请勾选要会签的事项" in page
    assert "已阅。" in page
    assert not project.signatures.exists()


def test_what_reads_otherwise_by_now_is_not_signed(client: Client) -> None:
    """The mark of the words that were read is part of what the form sends back."""
    city = City()
    signer(client, city)
    city.actor("finance_bureau")
    project = argued(city)
    (value,) = values(client)
    key, _mark = value.split("-")

    page = client.post(PAGE, {"chosen": [f"{key}-0000000000000000"]}).text

    assert "所选事项的内容已有变化" in page
    assert not project.signatures.exists()


def test_a_signature_that_came_too_late_leaves_the_others_alone(client: Client) -> None:
    city = City()
    actor = signer(client, city)
    city.actor("finance_bureau")
    first, second = argued(city), argued(city)
    chosen = values(client)
    advance(project=first, step="pass_argumentation", by=actor)

    page = client.post(PAGE, {"chosen": chosen}, follow=True).text

    assert "所选事项的内容已有变化" in page
    assert not second.signatures.exists()
    assert client.post(PAGE, {"chosen": values(client)}, follow=True).text.count("已会签 1 项") == 1


def test_a_handler_has_nothing_to_sign(client: Client) -> None:
    city = City()
    city.actor("finance_bureau")
    argued(city)
    actor = city.actor("informatization_office")
    actor.membership.is_signatory = False
    actor.membership.save()
    client.force_login(actor.user)

    assert "没有待您会签的事项" in client.get(PAGE).text
    assert "集中会签" not in client.get("/").text


@pytest.mark.parametrize("count", [1, 3])
def test_three_signatures_cost_as_many_queries_as_one(
    client: Client, count: int, django_assert_num_queries
) -> None:
    city = City()
    signer(client, city)
    city.actor("finance_bureau")
    for _one in range(count):
        argued(city)
    client.get(PAGE)

    with django_assert_num_queries(11):
        client.get(PAGE)


def test_the_page_of_a_joint_step_shows_what_is_signed(client: Client) -> None:
    city = City()
    signer(client, city)
    city.actor("finance_bureau")
    project = argued(city, "数据共享方案应进一步细化。")

    page = client.get(f"/projects/{project.number}/steps/pass_argumentation/").text

    assert "数据共享方案应进一步细化。" in page
