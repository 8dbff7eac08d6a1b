"""The steps within each phase, as the history of a project shows them."""

import pytest
from django.test import Client

from egov.audit.models import Event
from projects.actions import advance
from projects.flow import Phase, Stage
from projects.models import Project
from projects.stays import during, steps_of
from tests.factories import City, make_project

pytestmark = pytest.mark.django_db


def lines(project: Project, phase: Phase) -> list[tuple[str, bool]]:
    transitions = list(project.transitions.order_by("sequence").select_related("user", "organization"))
    return [(line["step"].name, line["at"] is not None) for line in steps_of(project, phase, transitions)]


def test_a_phase_shows_the_steps_taken_and_then_the_usual_way_on() -> None:
    city = City()
    project = make_project(city, stage=Stage.SUBMITTED)
    advance(project=project, step="accept_application", by=city.actor("informatization_office"))
    project.refresh_from_db()

    assert ("accept_application", True) in lines(project, Phase.APPLICATION)
    assert lines(project, Phase.ARGUMENTATION) == [("pass_argumentation", False)]
    assert lines(project, Phase.APPROVAL) == [
        ("submit_for_approval", False), ("approve", False), ("issue_initiation", False),
    ]  # fmt: skip


def test_what_is_to_come_in_a_phase_that_is_over_is_nothing() -> None:
    city = City()
    project = make_project(city, stage=Stage.UNDER_CONSTRUCTION)

    assert not [name for name, taken in lines(project, Phase.TENDER) if not taken]


def test_a_step_belongs_to_the_phase_that_it_leaves() -> None:
    city = City()
    project = make_project(city, stage=Stage.SUBMITTED)
    advance(project=project, step="accept_application", by=city.actor("informatization_office"))
    transitions = list(project.transitions.order_by("sequence"))
    events = Event.objects.filter(project_id=project.pk)

    verbs = {
        phase: set(events.filter(during(phase, transitions)).values_list("verb", flat=True))
        for phase in Phase
    }

    assert "project.accept_application" in verbs[Phase.APPLICATION]
    assert "project.accept_application" not in verbs[Phase.ARGUMENTATION]


def test_the_history_of_a_phase_names_its_steps_with_their_clause(client: Client) -> None:
    city = City()
    project = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
    client.force_login(city.actor("informatization_office").user)

    page = client.get(f"/projects/{project.number}/history/?phase=argumentation").text

    assert "“论证”阶段的办理步骤" in page
    assert "三(二)2" in page
