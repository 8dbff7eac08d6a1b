"""Tests generated from the regulation: each jointly signed step, with each party's signature missing."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from projects.actions import AlreadySigned, advance
from projects.flow import STEPS, Party, Stage, Step
from projects.models import Project, Signature
from tests.evidence import make_ready_project
from tests.factories import City, make_actor

pytestmark = pytest.mark.django_db

MISSING = [
    pytest.param(step, stage, party, id=f"{step.name}-{stage}-{party.role}")
    for step in STEPS.values()
    if step.joint
    for stage in step.sources
    for party in step.who
]


LABELS = {str(step.label) for step in STEPS.values()}


def sign(city: City, project: Project, step: Step, *parties: Party) -> list[list[Party]]:
    """Let the parties sign in turn; return for each who is then still missing."""
    return [
        advance(project=project, step=step.name, by=city.actor(party.role), reason="理由").missing
        for party in parties
    ]


def others_than(party: Party, step: Step) -> list[Party]:
    return [one for one in step.who if one != party]


@pytest.fixture
def city() -> City:
    return City()


@pytest.mark.parametrize(("step", "stage", "missing"), MISSING)
def test_without_one_signature_the_step_waits(city: City, step: Step, stage: Stage, missing: Party) -> None:
    project = make_ready_project(city, step, stage)
    visit = project.visit
    assert sign(city, project, step, *others_than(missing, step))[-1] == [missing]
    project.refresh_from_db()
    assert (project.stage, project.visit) == (stage, visit)
    assert not project.transitions.filter(sequence__gt=visit).exists()
    for party in others_than(missing, step):
        with pytest.raises(AlreadySigned):
            sign(city, project, step, party)
    assert sign(city, project, step, missing) == [[]]
    project.refresh_from_db()
    assert project.stage in step.targets
    assert project.transitions.get(sequence=visit + 1).step == step.name


@pytest.mark.parametrize(("step", "stage", "missing"), MISSING)
def test_the_pages_name_whose_signature_is_missing(
    client: Client, city: City, step: Step, stage: Stage, missing: Party
) -> None:
    project = make_ready_project(city, step, stage)
    signed = others_than(missing, step)
    sign(city, project, step, *signed)
    holder = city.organization(missing.role)
    client.force_login(city.actor(signed[0].role).user)

    overview = client.get(reverse("projects:overview", args=[project.number])).context
    waiting = [line["who"] for line in overview["waiting"] if line["label"] == str(step.label)]
    assert waiting == [holder.name]

    page = client.get(reverse("projects:step", args=[project.number, step.name])).context
    unsigned = [line for line in page["line"]["parties"] if not line["signed"]]
    assert [(line["role"], line["organization"]) for line in unsigned] == [(missing.role.label, holder.name)]

    client.force_login(city.actor(missing.role).user)
    groups = client.get(reverse("dashboard:home")).context["groups"]
    titles = [line["title"] for group in groups for line in group["tasks"]]
    assert [title for title in titles if title in LABELS] == [str(step.label)]


@pytest.mark.parametrize(("step", "stage", "missing"), MISSING)
def test_nobody_signs_in_a_partys_place(city: City, step: Step, stage: Stage, missing: Party) -> None:
    project = make_ready_project(city, step, stage)
    sign(city, project, step, *others_than(missing, step))
    strangers = [
        make_actor(city.organization(missing.role), is_signatory=False),
        City().actor(missing.role),
        city.actor("other_department"),
        city.actor("municipal_government"),
    ]
    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            advance(project=project, step=step.name, by=stranger, reason="理由")
    project.refresh_from_db()
    assert project.stage == stage
    signed = Signature.objects.on_step(project, step.name).values_list("role", flat=True)
    assert set(signed) == {party.role for party in others_than(missing, step)}
