"""Tests generated from the regulation: each step with everything met, and each condition unmet by itself."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from acceptance.models import Evaluation
from procurement.models import Contract
from projects.actions import NotReady, ReasonMissing, advance
from projects.flow import CONDITIONS, STEPS, Condition, Stage, Step
from projects.models import Project, Signature
from tests.evidence import EVIDENCE, make_ready_project
from tests.evidence.base import Deed
from tests.evidence.procurement import decided
from tests.factories import City, make_paper

pytestmark = pytest.mark.django_db

STEPS_AND_SOURCES = [
    pytest.param(step, stage, id=f"{step.name}-{stage}") for step in STEPS.values() for stage in step.sources
]


def lacks_of(condition: Condition) -> tuple[Deed, ...]:
    """Return the ways in which a condition fails; none for one that the table lacks: a test says so."""
    return EVIDENCE[condition.name].lacks if condition.name in EVIDENCE else ()


UNMET = [
    pytest.param(step, stage, condition, lack, id=f"{step.name}-{stage}-{condition.name}-{lack.__name__}")
    for step in STEPS.values()
    for stage in step.sources
    for condition in step.conditions
    for lack in lacks_of(condition)
]


def test_every_condition_has_its_evidence_and_fails_by_itself_or_says_why_not() -> None:
    assert EVIDENCE.keys() == CONDITIONS.keys()
    silent = [
        name for name, evidence in EVIDENCE.items() if bool(evidence.lacks) == bool(evidence.never_alone)
    ]
    assert silent == []


@pytest.mark.parametrize(("step", "stage", "condition", "lack"), UNMET)
def test_one_unmet_condition_stops_the_step(
    step: Step, stage: Stage, condition: Condition, lack: Deed
) -> None:
    city = City()
    project = make_ready_project(city, step, stage, without=condition.name, instead=lack)
    fallen = {condition.name, *EVIDENCE[condition.name].takes_along}
    expected = [str(one.label) for one in step.conditions if one.name in fallen]
    before = _trace(project)
    for party in step.who:
        with pytest.raises(NotReady) as refused:
            advance(project=project, step=step.name, by=city.actor(party.role), reason="理由")
        assert [str(one.label) for one in refused.value.conditions] == expected
    project.refresh_from_db()
    assert project.stage == stage
    assert _trace(project) == before


def _trace(project: Project) -> tuple[int, int, int]:
    return project.visit, project.transitions.count(), Signature.objects.filter(project=project).count()


@pytest.mark.parametrize(("step", "stage"), STEPS_AND_SOURCES)
def test_with_everything_met_the_step_is_taken(step: Step, stage: Stage) -> None:
    for signers in [step.who] if step.joint else [(party,) for party in step.who]:
        city = City()
        project = make_ready_project(city, step, stage)
        outcomes = [
            advance(project=project, step=step.name, by=city.actor(party.role), reason="理由").taken
            for party in signers
        ]
        assert outcomes == [False] * (len(signers) - 1) + [True]
        last = project.transitions.latest("sequence")
        project.refresh_from_db()
        assert (last.step, last.source, last.target) == (step.name, stage, project.stage)
        assert project.stage in step.targets
        assert last.organization == city.organization(signers[-1].role)


@pytest.mark.parametrize(("step", "stage"), [p for p in STEPS_AND_SOURCES if p.values[0].needs_reason])
def test_with_everything_met_but_the_reason_the_step_is_refused(step: Step, stage: Stage) -> None:
    city = City()
    project = make_ready_project(city, step, stage)
    before = _trace(project)
    with pytest.raises(ReasonMissing):
        advance(project=project, step=step.name, by=city.actor(step.who[0].role), reason="  ")
    project.refresh_from_db()
    assert (project.stage, _trace(project)) == (stage, before)


def test_the_database_refuses_scores_without_a_grade_and_a_grade_without_scores() -> None:
    city = City()
    step = STEPS["publish_evaluation"]
    project = make_ready_project(city, step, Stage.IN_USE)
    for halves in ({"grade": ""}, {"scored_at": None, "total": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Evaluation.objects.filter(project=project).update(**halves)
    assert project.evaluations.is_scored()
    assert project.evaluations.is_graded()


def test_not_even_a_contract_of_one_fen_is_within_limits_before_the_award() -> None:
    city = City()
    step, by = STEPS["sign_contract"], city.actor("construction_entity")
    project = make_ready_project(city, step, Stage.TENDERING, without="award_published", instead=decided)
    today = timezone.localdate()
    Contract.objects.create(
        project=project,
        tender=project.tenders.live(),
        number="DHXX-2027-018",
        amount=Decimal("0.01"),
        supplier_name="投标人甲有限公司",
        signed_on=today,
        starts_on=today,
        ends_on=today,
        file=make_paper(project, by),
        recorded_by=by.user,
    )
    with pytest.raises(NotReady) as refused:
        advance(project=project, step="sign_contract", by=by)
    assert [one.name for one in refused.value.conditions] == ["award_published", "contract_within_limits"]
