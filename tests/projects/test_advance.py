import pytest
from django.core.exceptions import PermissionDenied

from egov.accounts.acting import Actor
from egov.accounts.models import Membership
from egov.audit.models import Event
from projects.actions import AlreadySigned, IllegalStep, NotReady, SignedForAnother, advance
from projects.flow import Stage
from projects.models import Task
from reviews.models import Panel
from tests.factories import City, make_plan, make_project, make_proposal

pytestmark = pytest.mark.django_db


def test_a_step_is_taken_with_its_transition_and_event() -> None:
    city = City()
    project = make_project(city)
    make_proposal(project, make_plan(city))
    result = advance(project=project, step="propose", by=city.actor("owner_unit"))
    assert result.taken
    assert result.project.stage == Stage.PROPOSED
    assert project.transitions.get().step == "propose"
    event = Event.objects.get(verb="project.propose")
    assert (event.project_id, event.organization_id) == (project.pk, city.owner_unit.pk)


def test_unmet_conditions_are_named() -> None:
    city = City()
    project = make_project(city, plan=make_plan(city, is_open=False))
    with pytest.raises(NotReady) as caught:
        advance(project=project, step="propose", by=city.actor("owner_unit"))
    assert [c.name for c in caught.value.conditions] == ["plan_open", "proposal_complete"]
    assert not project.transitions.exists()


def test_wrong_role_is_refused() -> None:
    city = City()
    project = make_project(city, stage=Stage.SUBMITTED)
    with pytest.raises(PermissionDenied):
        advance(project=project, step="accept_application", by=city.actor("owner_unit"))


def test_another_jurisdictions_office_is_refused() -> None:
    city, other = City(), City()
    project = make_project(city, stage=Stage.SUBMITTED)
    with pytest.raises(PermissionDenied):
        advance(project=project, step="accept_application", by=other.actor("informatization_office"))


def test_wrong_stage_is_refused() -> None:
    city = City()
    project = make_project(city, stage=Stage.PLANNED)
    with pytest.raises(IllegalStep):
        advance(project=project, step="accept_application", by=city.actor("informatization_office"))


def _argued(city: City) -> object:
    project = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
    office = city.actor("informatization_office").user
    Panel.objects.create(
        project=project,
        kind="argumentation",
        visit=project.visit,
        formed_by=office,
        conclusion="pass",
        opinion="同意通过论证。",
        concluded_at=project.created_at,
        concluded_by=office,
    )
    return project


def test_a_joint_step_takes_effect_with_the_last_signature() -> None:
    city = City()
    project = _argued(city)
    first = advance(project=project, step="pass_argumentation", by=city.actor("finance_bureau"))
    assert not first.taken
    assert [party.role for party in first.missing] == ["informatization_office"]
    with pytest.raises(AlreadySigned):
        advance(project=project, step="pass_argumentation", by=city.actor("finance_bureau"))
    last = advance(project=project, step="pass_argumentation", by=city.actor("informatization_office"))
    assert last.taken
    assert last.project.stage == Stage.ARGUED


def test_one_person_does_not_sign_for_two_organizations() -> None:
    city = City()
    project, finance = _argued(city), city.actor("finance_bureau")
    office = city.organization("informatization_office")
    second_hat = Membership.objects.create(user=finance.user, organization=office, is_signatory=True)
    advance(project=project, step="pass_argumentation", by=finance)
    with pytest.raises(SignedForAnother):
        advance(
            project=project,
            step="pass_argumentation",
            by=Actor(finance.user, second_hat, ip="127.0.0.1"),
        )
    project.refresh_from_db()
    assert project.stage == Stage.UNDER_ARGUMENTATION


def test_tasks_follow_the_flow() -> None:
    city = City()
    project = _argued(city)
    advance(project=project, step="pass_argumentation", by=city.actor("finance_bureau"))
    waiting = Task.objects.open().get(project=project)
    assert (waiting.organization, waiting.name) == (city.informatization_office, "pass_argumentation")
