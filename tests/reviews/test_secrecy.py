"""Who knows the names of a panel, and when: the page of the project, its history, the trail, the to-do lists."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from egov.accounts.acting import SESSION_KEY
from egov.audit.models import Event
from projects.flow import Stage
from tests.factories import (
    City,
    acting,
    convene,
    make_built_project,
    make_experts,
    make_member,
    make_plan,
    make_proposal,
    run_draw,
    take_seats,
)

pytestmark = pytest.mark.django_db

WATCHERS = ("informatization_office", "finance_bureau", "supervision_bureau", "audit_bureau")
PARTIES = ("owner_unit", "user_unit", "construction_entity", "supervisor")


@pytest.fixture
def city():
    return City()


@pytest.fixture
def panel(city):
    """A panel that meets in twenty hours, drawn, accepted and declared."""
    project = make_built_project(city, stage=Stage.UNDER_ARGUMENTATION)
    make_proposal(project, make_plan(city))
    make_experts(city, 7)
    made = convene(city, project, meets_at=timezone.now() + timedelta(hours=20))
    run_draw(made, city.actor("informatization_office"))
    take_seats(made)
    return made


def pages_of(panel, actor):
    """Return everything that a person can open which tells of a panel, as one text."""
    browser = Client()
    browser.force_login(actor.user)
    session = browser.session
    session[SESSION_KEY] = actor.membership.pk
    session.save()
    number, draw = panel.project.number, panel.draws.get().pk
    addresses = [
        *("/", reverse("dashboard:trail"), reverse("projects:overview", args=[number])),
        *(reverse(name, args=[number]) for name in ("reviews:project", "projects:history", "projects:documents")),
        *(reverse(f"reviews:{name}", args=[number, draw]) for name in ("draw", "draw_record", "draw_export")),
        reverse("reviews:conclude", args=[number, panel.pk]),
        *(f"{reverse('dashboard:trail')}{event.pk}/" for event in Event.objects.filter(project_id=panel.project_id)),
    ]  # fmt: skip
    return "".join(browser.get(address).text for address in addresses)


def tells(panel, actor):
    """Tell whether anything there names a member, or gives an expert's number."""
    text = pages_of(panel, actor)
    members = panel.members.select_related("user__expert_profile")
    words = [word for one in members for word in (one.user.name, one.user.expert_profile.number)]
    return any(word in text for word in words)


def another(city, role):
    """Return somebody of an organization who is not the clerk in charge."""
    return acting(make_member(city.organization(role)))


@pytest.mark.parametrize("role", [*WATCHERS, *PARTIES])
def test_nobody_but_the_clerk_knows_the_names_before_the_moment(city, panel, role):
    assert not tells(panel, another(city, role))


def test_the_clerk_in_charge_knows_them_at_once(city, panel):
    assert tells(panel, city.actor("informatization_office"))


def test_a_member_does_not_know_the_others_before_the_moment(panel):
    one, *others = panel.members.select_related("user")
    text = pages_of(panel, acting(one))
    assert not [other for other in others if other.user.name in text]


@pytest.mark.parametrize("role", WATCHERS)
def test_the_office_and_who_watches_know_them_shortly_before_the_meeting(city, panel, role):
    actor = another(city, role)
    with time_machine.travel(panel.names_from + timedelta(minutes=1)):
        assert tells(panel, actor)


@pytest.mark.parametrize("role", PARTIES)
def test_the_parties_know_them_only_from_the_result(city, panel, role):
    actor = another(city, role)
    with time_machine.travel(panel.meets_at + timedelta(hours=3)):
        assert not tells(panel, actor)
    type(panel).objects.filter(pk=panel.pk).update(
        concluded_at=panel.meets_at, concluded_by=panel.clerk, conclusion="pass", opinion="同意。"
    )
    assert tells(panel, actor)


def test_each_look_of_a_member_at_the_material_is_in_the_trail(panel):
    member = panel.members.first()
    browser = Client()
    browser.force_login(member.user)
    for address in (
        reverse("reviews:seat", args=[member.pk]),
        reverse("projects:documents", args=[panel.project.number]),
    ):
        assert browser.get(address).status_code == 200
    seen = Event.objects.filter(verb="project.read_material", actor_id=member.user_id).order_by("pk")
    assert [event.after["page"] for event in seen] == [
        f"/reviews/seats/{member.pk}/",
        f"/projects/{panel.project.number}/documents/",
    ]


def test_the_history_tells_once_a_day_who_read_the_material(city, panel):
    one, other = panel.members.all()[:2]
    browser = Client()
    for member, times in ((one, 3), (other, 1)):
        browser.force_login(member.user)
        for _n in range(times):
            browser.get(reverse("reviews:seat", args=[member.pk]))
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        browser.force_login(one.user)
        browser.get(reverse("reviews:seat", args=[one.pk]))
    assert Event.objects.filter(verb="project.read_material").count() == 5
    office = city.actor("informatization_office")
    browser.force_login(office.user)
    text = browser.get(reverse("projects:history", args=[panel.project.number])).text
    assert text.count("查阅评审材料") == 3
    assert text.count("（当日 3 次）") == 1
