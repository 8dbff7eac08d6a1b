"""Tests generated from the regulation: each step × each stage, and × each role."""

import pytest
from django.core.exceptions import PermissionDenied

from egov.accounts.acting import Actor
from egov.accounts.models import AdminRole
from egov.accounts.roles import Role
from projects.actions import IllegalStep, StepRefused, advance
from projects.flow import STEPS, Capacity, Stage, Step
from projects.models import Project
from tests.evidence import make_staffed_project
from tests.factories import City, make_actor, make_user

pytestmark = pytest.mark.django_db

ROLES = [
    Role.OWNER_UNIT,
    Role.USER_UNIT,
    Role.CONSTRUCTION_ENTITY,
    Role.INFORMATIZATION_OFFICE,
    Role.FINANCE_BUREAU,
    Role.MUNICIPAL_GOVERNMENT,
    Role.LEADING_GROUP_OFFICE,
    Role.SUPERVISION_BUREAU,
    Role.AUDIT_BUREAU,
    Role.SUPERVISOR,
    Role.EXPERT,
]


def attempt(project: Project, step: Step, actor: Actor) -> str:
    """Return how the gate answers: illegal, forbidden, refused for another reason, or taken."""
    try:
        advance(project=project, step=step.name, by=actor, reason="理由")
    except IllegalStep:
        return "illegal"
    except PermissionDenied:
        return "forbidden"
    except StepRefused:
        return "refused"
    return "taken"


@pytest.mark.parametrize("stage", list(Stage), ids=str)
@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_a_step_is_illegal_in_every_other_stage(step: Step, stage: Stage) -> None:
    city = City()
    project = make_staffed_project(city, stage)
    answer = attempt(project, step, city.actor(step.who[0].role.value))
    assert (answer == "illegal") == (stage not in step.sources)
    if answer == "illegal":
        project.refresh_from_db()
        assert project.stage == stage


@pytest.mark.parametrize("role", ROLES, ids=str)
@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_only_the_named_parties_may_take_a_step(step: Step, role: Role) -> None:
    city = City()
    project = make_staffed_project(city, step.sources[0])
    answer = attempt(project, step, city.actor(role.value))
    assert (answer != "forbidden") == (role in {party.role for party in step.who})


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_only_signatories_sign(step: Step) -> None:
    for party in step.who:
        city = City()
        project = make_staffed_project(city, step.sources[0])
        handler = make_actor(city.organization(party.role.value), is_handler=True, is_signatory=False)
        answer = attempt(project, step, handler)
        assert (answer == "forbidden") == (party.capacity == Capacity.SIGNATORY)


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_administrators_and_other_cities_may_take_no_step(step: Step) -> None:
    city, other = City(), City()
    project = make_staffed_project(city, step.sources[0])
    outsiders = [Actor(user=make_user(admin_role=role)) for role in AdminRole.values]
    outsiders += [other.actor(party.role.value) for party in step.who]
    assert {attempt(project, step, actor) for actor in outsiders} == {"forbidden"}


def test_the_regulation_names_all_steps_in_its_order() -> None:
    assert list(STEPS) == [
        "propose", "include_in_plan", "defer", "repropose", "submit_application", "return_application",
        "accept_application", "pass_argumentation", "fail_argumentation", "submit_for_approval", "approve",
        "reject", "issue_initiation", "open_solicitation", "select_scheme", "confirm_scheme", "open_tender",
        "fail_tender", "sign_contract", "start_construction", "start_trial_run", "return_to_construction",
        "pass_preliminary_acceptance", "pass_final_acceptance", "put_into_use", "publish_evaluation", "retire",
        "terminate",
    ]  # fmt: skip


def test_only_acceptance_leads_to_use_and_only_confirmation_to_tender() -> None:
    to_use = {source for step in STEPS.values() if Stage.IN_USE in step.targets for source in step.sources}
    to_tender = {
        source for step in STEPS.values() if Stage.TENDERING in step.targets for source in step.sources
    }
    assert (to_use, to_tender) == ({Stage.ACCEPTED}, {Stage.SCHEME_CONFIRMED})
