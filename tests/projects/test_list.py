"""The list of projects: who sees what, search in Chinese, constant cost."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from egov.accounts.acting import Actor
from egov.ui.filters import flattened
from projects.actions import record
from projects.flow import Stage
from projects.models import Project
from tests.factories import City, make_jurisdiction, make_plan, make_project, make_proposal

pytestmark = pytest.mark.django_db


def log_in(client: Client, actor: Actor) -> Client:
    client.force_login(actor.user)
    return client


def listed(client: Client, **query: str) -> list[str]:
    return [p.title for p in client.get(reverse("projects:list"), query).context["page"].items]


@pytest.fixture
def city() -> City:
    return City()


def indexed(city: City, title: str, **fields: object) -> Project:
    project = make_project(city, title=title, **{"stage": Stage.PROPOSED, **fields})
    record(verb="test", project=project, by=city.actor("informatization_office"))
    return project


@pytest.mark.parametrize("words", ["桥", "智慧", "智慧水务", "水务 一期", "单位", "智 务"])
def test_search_finds_words_of_any_length(client: Client, city: City, words: str) -> None:
    indexed(city, "智慧水务平台一期（大桥）")
    indexed(city, "电子证照库")
    log_in(client, city.actor("informatization_office"))
    found = listed(client, q=words)
    assert "智慧水务平台一期（大桥）" in found
    assert ("电子证照库" in found) == (words == "单位")


def test_search_confirms_the_whole_word(client: Client, city: City) -> None:
    indexed(city, "数据中心与交换平台以及政务数据")
    log_in(client, city.actor("informatization_office"))
    assert listed(client, q="数据交换") == []


def test_a_department_sees_its_own_projects_only(client: Client, city: City) -> None:
    indexed(city, "本单位项目")
    indexed(city, "别的单位项目", owner_unit=city.other_department, user_unit=city.other_department)
    log_in(client, city.actor("owner_unit"))
    assert listed(client) == ["本单位项目"]


def test_drafts_are_seen_by_their_unit_alone(client: Client, city: City) -> None:
    make_project(city, title="草稿")
    log_in(client, city.actor("informatization_office"))
    assert listed(client) == []
    log_in(client, city.actor("owner_unit"))
    assert listed(client) == ["草稿"]


def test_a_city_sees_its_districts_and_not_the_other_way_round(client: Client, city: City) -> None:
    district = City(parent=city.jurisdiction)
    indexed(city, "市级项目")
    indexed(district, "区级项目")
    log_in(client, city.actor("finance_bureau"))
    assert set(listed(client)) == {"市级项目", "区级项目"}
    assert listed(client, place=district.jurisdiction.code) == ["区级项目"]
    assert listed(client, place=city.jurisdiction.code) == ["市级项目"]
    assert 'id="id_place"' in client.get(reverse("projects:list")).text
    log_in(client, district.actor("finance_bureau"))
    assert listed(client) == ["区级项目"]
    assert 'id="id_place"' not in client.get(reverse("projects:list")).text


def test_another_city_sees_nothing(client: Client, city: City) -> None:
    indexed(city, "市级项目")
    other = City(parent=make_jurisdiction())
    log_in(client, other.actor("audit_bureau"))
    assert listed(client) == []


def test_filters_combine_and_show_chips(client: Client, city: City) -> None:
    plan = make_plan(city, year=2026)
    wanted = indexed(city, "要找的")
    make_proposal(wanted, plan)
    indexed(city, "阶段不同", stage=Stage.ARGUED)
    log_in(client, city.actor("informatization_office"))
    assert listed(client, year="2026", stage="proposed", category="application") == ["要找的"]
    response = client.get(reverse("projects:list"), {"stage": "proposed", "overdue": "on"})
    assert [chip["remove_url"] for chip in response.context["chips"]] == ["?overdue=on", "?stage=proposed"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    client: Client, city: City, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        make_proposal(indexed(city, f"项目{n}"), make_plan(city, year=2020 + n))
    log_in(client, city.actor("informatization_office"))
    client.get(reverse("projects:list"))
    with django_assert_num_queries(10):
        assert len(listed(client)) == count


def offered(client: Client, name: str, **query: str) -> list[str]:
    page = client.get(reverse("projects:list"), query)
    shown = page.context["filters"][name].field.widget.choices
    return [str(label) for _value, label in flattened(shown)]


def test_each_choice_says_how_many_projects_it_would_show(client: Client, city: City) -> None:
    for title, stage in (("甲", Stage.PROPOSED), ("乙", Stage.ARGUED), ("丙", Stage.APPROVED)):
        indexed(city, title, stage=stage)
    log_in(client, city.actor("informatization_office"))

    assert offered(client, "stage") == [
        "全部", "计划（全部）（1）", "已提出（1）", "审批（全部）（2）", "已通过论证（1）", "已批准（1）",
    ]  # fmt: skip
    assert offered(client, "category", stage="proposed") == ["全部", "软件应用系统（1）"]
    assert offered(client, "stage", q="甲") == ["全部", "计划（全部）（1）", "已提出（1）"]


def test_a_whole_phase_can_be_chosen(client: Client, city: City) -> None:
    for title, stage in (("甲", Stage.PROPOSED), ("乙", Stage.ARGUED), ("丙", Stage.APPROVED)):
        indexed(city, title, stage=stage)
    log_in(client, city.actor("informatization_office"))

    page = client.get(reverse("projects:list"), {"stage": "phase-approval"})

    assert {one.title for one in page.context["page"].items} == {"乙", "丙"}
    assert [chip["label"] for chip in page.context["chips"]] == ["阶段：审批（全部）"]


def test_the_list_is_ordered_as_asked_on_every_page(client: Client, city: City) -> None:
    titles = [indexed(city, f"项目{n:02d}").title for n in range(30)]
    log_in(client, city.actor("informatization_office"))
    first = client.get(reverse("projects:list"), {"order": "number"})
    second = client.get(reverse("projects:list") + first.context["page"].next_url)

    pages = [one.title for page in (first, second) for one in page.context["page"].items]

    assert pages == titles
    assert listed(client, order="newest") == titles[::-1][:25]
    assert listed(client, order="oldest") == titles[:25]
    assert listed(client, order="nonsense") == titles[::-1][:25]
