"""Pages about a panel's members cost the same for one of them as for three."""

import pytest
from django.urls import reverse

from projects.flow import Stage
from reviews.actions.fees import dues_of, list_fees
from tests.approvals import make_fund
from tests.factories import (
    City,
    conclude_panel,
    file_opinions,
    make_experts,
    make_panel,
    make_project,
)

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("count", [1, 3])]


@pytest.fixture
def city():
    return City()


@pytest.fixture
def panel(city, count):
    """A panel of so many experts, from before there was a least number."""
    project = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
    made = make_panel(city, project, members=make_experts(city, count))
    file_opinions(made)
    return conclude_panel(made)


@pytest.fixture
def page(client, city, panel):
    client.force_login(city.actor("informatization_office").user)
    return lambda name: client.get(reverse(f"reviews:{name}", args=[panel.project.number, panel.pk])).text


def test_the_fees_that_are_due(city, page, count, django_assert_num_queries):
    make_fund(city)
    page("fees")
    with django_assert_num_queries(13):
        assert page("fees").count('name="days_') == count


def test_the_fees_that_are_listed(city, panel, page, django_assert_num_queries):
    make_fund(city)
    days = {due.member.pk: 1 for due in dues_of(panel)}
    list_fees(panel=panel, half_days=days, by=city.actor("informatization_office"))
    page("fees")
    with django_assert_num_queries(13):
        text = page("fees")
    assert 'name="days_' not in text
    assert all(member.user.name in text for member in panel.members.select_related("user"))


def test_the_ratings(page, panel, django_assert_num_queries):
    page("ratings")
    with django_assert_num_queries(10):
        text = page("ratings")
    assert all(member.user.name in text for member in panel.members.select_related("user"))


def test_the_opinions(page, count, django_assert_num_queries):
    page("opinions")
    with django_assert_num_queries(21):
        assert page("opinions").count('id="opinion-') == count
