"""What was never submitted can be thrown away by its own unit, and the trail tells."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from egov.audit.models import Event
from projects.actions import IllegalStep
from projects.actions.application import submit_application
from projects.actions.discarding import NothingToDiscard, discard_application, discard_proposal
from projects.actions.proposal import ProposalFixed, save_proposal, start_again, submit_proposal
from projects.flow import Stage
from projects.models import Project, Proposal
from tests.factories import City, make_application, make_plan, make_project, make_proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def draft(city: City) -> Project:
    project = make_project(city)
    make_proposal(project, make_plan(city))
    return project


def deferred(city: City) -> Project:
    project = make_project(city, stage=Stage.DEFERRED)
    make_proposal(project, make_plan(city), decision=Proposal.Included.DEFERRED, decision_reason="明年再议")
    start_again(project=project, plan=make_plan(city, year=2028), by=city.actor("owner_unit"))
    return project


def test_a_discarded_draft_is_gone_from_every_list(city: City, draft: Project, client: Client) -> None:
    owner = city.actor("owner_unit")
    discard_proposal(project=draft, by=owner)

    assert not Project.objects.visible_to(owner).exists()
    assert not Proposal.objects.visible_to(owner).exists()
    assert not draft.tasks.open().exists()
    client.force_login(owner.user)
    assert client.get(reverse("projects:proposal", args=[draft.number])).status_code == 404


def test_the_trail_keeps_what_was_discarded(city: City, draft: Project) -> None:
    owner = city.actor("owner_unit")
    discard_proposal(project=draft, by=owner)
    event = Event.objects.get(verb="proposal.discard")
    assert (event.actor_name, event.before["title"]) == (owner.user.name, draft.title)


def test_a_discarded_draft_is_neither_saved_nor_proposed(city: City, draft: Project) -> None:
    proposal, owner = draft.proposals.get(), city.actor("owner_unit")
    discard_proposal(project=draft, by=owner)
    with pytest.raises(ProposalFixed):
        save_proposal(proposal=proposal, version=proposal.version, by=owner, facts={})
    with pytest.raises(IllegalStep):
        submit_proposal(project=draft, by=owner)
    with pytest.raises(NothingToDiscard):
        discard_proposal(project=draft, by=owner)


def test_what_was_proposed_stays(city: City, draft: Project) -> None:
    submit_proposal(project=draft, by=city.actor("owner_unit"))
    with pytest.raises(NothingToDiscard):
        discard_proposal(project=draft, by=city.actor("owner_unit"))


def test_the_database_refuses_to_discard_what_is_under_way(city: City) -> None:
    project = make_project(city, stage=Stage.PROPOSED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(
            discarded_at=timezone.now(), discarded_by=city.actor("owner_unit").user
        )


def test_only_the_own_unit_discards(city: City, draft: Project) -> None:
    for role in ("user_unit", "informatization_office"):
        with pytest.raises(PermissionDenied):
            discard_proposal(project=draft, by=city.actor(role))
        with pytest.raises(PermissionDenied):
            discard_application(project=draft, by=city.actor(role))


def test_a_deferred_project_stands_again_where_it_was_deferred(city: City) -> None:
    project = deferred(city)
    discard_proposal(project=project, by=city.actor("owner_unit"))
    project.refresh_from_db()
    assert (project.stage, project.plan.year, project.discarded_at) == (Stage.DEFERRED, 2027, None)
    assert [proposal.plan.year for proposal in project.proposals.all()] == [2027]


def test_a_discarded_application_begins_anew_from_the_proposal(city: City, draft: Project) -> None:
    project, owner = make_project(city, stage=Stage.PLANNED), city.actor("owner_unit")
    make_proposal(project, draft.plan)
    make_application(project, owner, necessity="写错了的内容。")
    discard_application(project=project, by=owner)
    assert not project.applications.exists()
    assert project.documents.holds("feasibility_report")
    event = Event.objects.get(verb="application.discard")
    assert event.before["content"]["necessity"] == "写错了的内容。"
    with pytest.raises(NothingToDiscard):
        discard_application(project=project, by=owner)


def test_an_application_that_was_submitted_once_stays(city: City) -> None:
    project, owner = make_project(city, stage=Stage.PLANNED), city.actor("owner_unit")
    make_proposal(project, make_plan(city))
    make_application(project, owner)
    submit_application(project=project, by=owner)
    with pytest.raises(NothingToDiscard):
        discard_application(project=project, by=owner)


def test_pages_ask_once_then_discard(city: City, draft: Project, client: Client) -> None:
    client.force_login(city.actor("owner_unit").user)
    page = reverse("projects:discard_proposal", args=[draft.number])
    assert page in client.get(reverse("projects:proposal", args=[draft.number])).text
    assert "不能恢复" in client.get(page).text
    answer = client.post(page, follow=True)
    assert draft.title in answer.text
    assert answer.redirect_chain[-1][0] == draft.plan.get_absolute_url()


def test_the_page_of_a_deferred_project_leads_back_to_it(city: City, client: Client) -> None:
    project = deferred(city)
    client.force_login(city.actor("owner_unit").user)
    page = reverse("projects:discard_proposal", args=[project.number])
    assert "仍为暂缓状态" in client.get(page).text
    assert client.post(page).url == reverse("projects:proposal", args=[project.number])
    assert client.post(page).status_code == 302
    assert project.proposals.count() == 1


def test_the_application_is_discarded_on_its_page(city: City, client: Client) -> None:
    project, owner = make_project(city, stage=Stage.PLANNED), city.actor("owner_unit")
    make_proposal(project, make_plan(city))
    form = reverse("projects:application", args=[project.number])
    page = reverse("projects:discard_application", args=[project.number])
    client.force_login(owner.user)
    assert client.get(page).url == form
    assert page not in client.get(form).text
    make_application(project, owner)
    assert page in client.get(form).text
    assert "按项目建议重新预填" in client.get(page).text
    assert client.post(page).url == form
    assert not project.applications.exists()
