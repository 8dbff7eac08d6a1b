"""Several people at the same moment: exactly one wins, on real PostgreSQL, with real threads."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from egov.accounts.acting import Actor
from projects.actions import StepRefused, advance
from projects.flow import Stage
from projects.models import Project, Signature
from reviews.models import Panel
from tests.factories import City, make_project

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 60
THREADS = 16


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """Run the deeds in threads that start together; return what each came to."""
    barrier = Barrier(len(deeds))
    outcomes: list[object] = [None] * len(deeds)

    def run(index: int, deed: Callable[[], object]) -> None:
        barrier.wait()
        try:
            outcomes[index] = deed()
        except StepRefused as refusal:
            outcomes[index] = refusal
        finally:
            connection.close()

    threads = [Thread(target=run, args=(i, deed)) for i, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_sixteen_at_once_exactly_one_takes_the_step() -> None:
    city = City()
    office: Actor = city.actor("informatization_office")
    winners = []
    for _round in range(ROUNDS):
        project = make_project(city, stage=Stage.SUBMITTED)
        take = lambda project=project: advance(project=project, step="accept_application", by=office)  # noqa: E731
        outcomes = at_once([take] * THREADS)
        winners.append(sum(not isinstance(outcome, StepRefused) for outcome in outcomes))
        project.refresh_from_db()
        assert (project.stage, project.visit) == (Stage.UNDER_ARGUMENTATION, 2)
        assert project.transitions.count() == 2
    assert winners == [1] * ROUNDS


def _argued(city: City) -> Project:
    project = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
    office = city.actor("informatization_office").user
    Panel.objects.create(
        project=project,
        kind=Panel.Kind.ARGUMENTATION,
        visit=project.visit,
        formed_by=office,
        conclusion=Panel.Conclusion.PASS,
        opinion="同意通过论证。",
        concluded_at=project.created_at,
        concluded_by=office,
    )
    return project


def test_two_last_signatures_at_once_take_the_step_once() -> None:
    city = City()
    signers = [city.actor("informatization_office"), city.actor("finance_bureau")]
    for _round in range(ROUNDS):
        project = _argued(city)
        deeds = [
            lambda project=project, by=by: advance(project=project, step="pass_argumentation", by=by)
            for by in signers
        ]
        outcomes = at_once(deeds)
        assert sorted(outcome.taken for outcome in outcomes) == [False, True]
        assert project.transitions.filter(step="pass_argumentation").count() == 1
        assert Signature.objects.filter(project=project).count() == 2
