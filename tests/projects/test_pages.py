"""The page of a project, the confirmation of a step, and what happens when it is refused."""

import pytest
from django.test import Client
from django.urls import reverse

from egov.accounts.acting import Actor
from projects.actions import advance
from projects.flow import Stage
from projects.models import Project
from reviews.actions import file_opinion
from reviews.models.opinions import DIMENSIONS_OF
from tests.factories import (
    City,
    acting,
    make_panel,
    make_plan,
    make_project,
    make_proposal,
    marks_for,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def log_in(client: Client, actor: Actor) -> Client:
    client.force_login(actor.user)
    return client


def step_url(project: Project, step: str) -> str:
    return reverse("projects:step", args=[project.number, step])


def test_overview_shows_my_step_and_who_must_act(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.SUBMITTED)
    log_in(client, city.actor("informatization_office"))
    context = client.get(reverse("projects:overview", args=[project.number])).context
    line = next(one for one in context["next_steps"] if one["step"].name == "accept_application")
    assert line["mine"]
    assert [one["step"].name for one in context["other_steps"]] == ["return_application", "terminate"]


def test_a_step_is_taken_through_its_page(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.SUBMITTED)
    log_in(client, city.actor("informatization_office"))
    response = client.post(step_url(project, "accept_application"), {"reason": ""})
    assert response.status_code == 302
    project.refresh_from_db()
    assert project.stage == Stage.UNDER_ARGUMENTATION


def test_the_wrong_role_is_told_no(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.SUBMITTED)
    log_in(client, city.actor("owner_unit"))
    assert client.post(step_url(project, "accept_application"), {}).status_code == 403
    project.refresh_from_db()
    assert project.stage == Stage.SUBMITTED


def test_another_units_project_is_not_there(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.SUBMITTED)
    log_in(client, city.actor("other_department"))
    assert client.get(reverse("projects:overview", args=[project.number])).status_code == 404
    assert client.post(step_url(project, "accept_application"), {}).status_code == 404


def test_unmet_conditions_are_explained(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
    log_in(client, city.actor("finance_bureau"))
    response = client.post(step_url(project, "pass_argumentation"), {"reason": ""})
    assert response.status_code == 409
    assert response.context["unmet"][0]["url"] == reverse("reviews:project", args=[project.number])


def test_a_step_of_another_stage_leads_back_with_a_message(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.PLANNED)
    log_in(client, city.actor("informatization_office"))
    response = client.post(step_url(project, "accept_application"), {}, follow=True)
    assert response.redirect_chain
    assert len(list(response.context["messages"])) == 1


def test_history_reads_as_sentences(client: Client, city: City) -> None:
    project = make_project(city)
    make_proposal(project, make_plan(city))
    log_in(client, city.actor("owner_unit"))
    advance(project=project, step="propose", by=city.actor("owner_unit"))
    entries = client.get(reverse("projects:history", args=[project.number])).context["entries"]
    assert [(one["organization"], one["who"]) for one in entries] == [
        (city.owner_unit.name, city.actor("owner_unit").user.name)
    ]


@pytest.mark.parametrize("asked", ["", "?phase=proposal", "?person=1"])
def test_the_history_of_a_draft_says_that_no_step_was_taken(client: Client, city: City, asked: str) -> None:
    project = make_project(city)
    log_in(client, city.actor("owner_unit"))
    page = client.get(reverse("projects:history", args=[project.number]) + asked)
    assert page.context["durations"] == []
    assert "尚未办理任何步骤。" in page.text


def test_following_shows_steps_at_home(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.SUBMITTED)
    log_in(client, city.actor("informatization_office"))
    client.post(reverse("projects:toggle_follow", args=[project.number]), {"follow": "1"})
    assert [t.project for t in client.get("/").context["changes"]] == [project]


def test_a_step_with_its_own_page_is_taken_there(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.PROPOSED)
    log_in(client, city.actor("informatization_office"))
    response = client.post(step_url(project, "defer"), {"reason": "明年再议"})
    assert response.url == reverse("projects:plan_of_project", args=[project.number])
    project.refresh_from_db()
    assert project.stage == Stage.PROPOSED
    log_in(client, city.actor("owner_unit"))
    assert client.post(step_url(project, "defer"), {"reason": "x"}).status_code == 403


def test_an_unmet_condition_is_named_once(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
    log_in(client, city.actor("finance_bureau"))

    page = client.get(reverse("projects:overview", args=[project.number])).text

    assert page.count("专家组的结论为“通过”或“修改后通过”") == 1
    assert "暂不能办理" in page


def test_overview_counts_the_members_of_a_panel_and_names_none(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
    panel = make_panel(city, project)
    file_opinion(
        member=panel.members.order_by("pk").first(),
        findings=dict.fromkeys(DIMENSIONS_OF[panel.kind], ("meets", "")),
        marks=marks_for(panel),
        verdict="pass",
        by=acting(panel.members.order_by("pk").first()),
    )
    log_in(client, city.actor("owner_unit"))

    page = client.get(reverse("projects:overview", args=[project.number])).text

    assert "评审专家（5 人，已提交 1 人）" in page
    assert not [member for member in panel.members.all() if member.user.name in page]


def test_the_plan_is_linked_only_for_those_who_may_read_it(client: Client, city: City) -> None:
    """A supervisor reads the proposal of its project; plans are none of its business."""
    project = make_project(city, stage=Stage.UNDER_CONSTRUCTION, supervisor=city.supervisor)
    make_proposal(project, make_plan(city))
    link = reverse("projects:plan_of_project", args=[project.number])
    for role, linked in (("supervisor", False), ("owner_unit", True)):
        page = log_in(client, city.actor(role)).get(reverse("projects:proposal", args=[project.number]))
        assert (link in page.text) == linked
