"""A scheme panel that could place nothing makes way for another in the same stay; no other kind does."""

import pytest
from django.db import IntegrityError, transaction

from procurement.models.readiness import why_no_scheme
from procurement.models.schemes import places_of
from projects.flow import Stage
from reviews.actions import PanelRefused
from reviews.models import Panel
from reviews.views.due import due_kind
from tests.factories import City, convene, file_opinions, make_experts, make_panel, make_project
from tests.procurement.scenes import end_call, hand_in, rank, soliciting

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def project(city):
    made = soliciting(city)
    hand_in(city, made)
    return made


def failed(city, project, kind="scheme"):
    panel = make_panel(city, project, kind=kind)
    Panel.objects.filter(pk=panel.pk).update(
        conclusion="fail", opinion="均不合格。", concluded_at=panel.formed_at, concluded_by=panel.formed_by
    )
    return panel


def test_while_a_scheme_panel_sits_or_has_ranked_there_is_no_other(city, project):
    make_panel(city, project, kind="scheme")
    assert due_kind(project) == ""
    assert why_no_scheme(project)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_panel(city, project, kind="scheme")


def test_after_one_that_failed_schemes_come_in_and_another_is_convened(city, project):
    first = failed(city, project)
    project.refresh_from_db()
    assert due_kind(project) == "scheme"
    assert not why_no_scheme(project)
    hand_in(city, project, "东海第二设计院", uscc="")
    end_call(project)
    make_experts(city, 5)
    second = convene(city, project, kind="scheme", subjects=project.schemes.to_rank())
    assert "东海第二设计院" in second.labels
    assert list(project.panels.filter(kind="scheme").order_by("pk")) == [first, second]
    assert due_kind(project) == ""
    with pytest.raises(PanelRefused, match="已组建"):
        convene(city, project, kind="scheme", subjects=["甲"])


def test_the_step_follows_the_ranking_of_the_second(city, project):
    failed(city, project)
    assert not project.panels.schemes_ranked()
    rank(city, project, "东海软件有限公司")
    assert project.panels.schemes_ranked()
    assert places_of(project)


@pytest.mark.parametrize(
    ("kind", "stage"),
    [("argumentation", Stage.UNDER_ARGUMENTATION), ("acceptance", Stage.PRELIMINARILY_ACCEPTED)],
)
def test_where_the_process_goes_on_after_a_failure_no_second_panel_is_formed(city, kind, stage):
    project = make_project(city, stage=stage)
    failed(city, project, kind)
    with pytest.raises(PanelRefused, match="已组建"):
        convene(city, project, kind=kind)


def test_a_panel_that_a_draw_left_short_is_not_complete(city):
    """The office is asked to fill it; until then nobody reads the others' opinions."""
    panel = make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))
    file_opinions(panel)
    assert (Panel.objects.complete().get(), panel.has_all_opinions) == (panel, True)
    hours = panel.formed_at
    Panel.objects.filter(pk=panel.pk).update(size=7, meets_at=hours, names_from=hours)
    panel.refresh_from_db()
    assert not Panel.objects.complete().exists()
    assert (panel.has_all_opinions, panel.has_empty_seats) == (False, True)
