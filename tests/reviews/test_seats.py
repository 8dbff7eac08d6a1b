import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from egov.audit.models import Event
from projects.flow import Stage
from projects.models import Project, Task, TaskKind
from reviews.actions import (
    PanelRefused,
    accept_invitation,
    declare_conflict,
    decline_invitation,
    file_opinion,
    sign_declaration,
)
from reviews.models import PanelMember
from reviews.models.opinions import DIMENSIONS_OF
from tests.factories import City, acting, make_panel, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def panel(city):
    return make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION), invited=True)


@pytest.fixture
def member(panel):
    return panel.members.filter(is_leader=False).first()


def waiting(member):
    return [task.kind for task in Task.objects.waiting_for(acting(member))]


def sees(member):
    return Project.objects.visible_to(acting(member)).exists()


def test_an_invited_person_sees_nothing_until_the_declaration_is_signed(member):
    by = acting(member)
    assert (waiting(member), sees(member)) == ([TaskKind.ANSWER_INVITATION], False)
    accept_invitation(member=member, by=by)
    assert (waiting(member), sees(member)) == ([TaskKind.SIGN_DECLARATION], False)
    seat = sign_declaration(member=member, by=by)
    assert (waiting(member), sees(member)) == ([TaskKind.FILE_OPINION], True)
    assert member.panel.project.owner_unit.name in seat.declaration
    assert list(member.panel.members.declared()) == [member]


def test_the_office_waits_for_each_answer(city, member):
    accept_invitation(member=member, by=acting(member))
    sent = Task.objects.sent_on_by(city.actor("informatization_office"))
    assert sent.get(user=member.user).kind == TaskKind.SIGN_DECLARATION


def test_nobody_judges_before_the_declaration(member):
    accept_invitation(member=member, by=acting(member))
    findings = dict.fromkeys(DIMENSIONS_OF["argumentation"], ("meets", ""))
    with pytest.raises(PanelRefused, match="声明"):
        file_opinion(member=member, findings=findings, marks={}, verdict="pass", by=acting(member))


def test_nobody_signs_before_accepting_or_twice(member):
    by = acting(member)
    with pytest.raises(PanelRefused, match="先接受"):
        sign_declaration(member=member, by=by)
    accept_invitation(member=member, by=by)
    with pytest.raises(PanelRefused, match="已接受"):
        accept_invitation(member=member, by=by)
    sign_declaration(member=member, by=by)
    with pytest.raises(PanelRefused, match="已签署"):
        sign_declaration(member=member, by=by)


@pytest.mark.parametrize("deed", [accept_invitation, sign_declaration])
def test_nobody_answers_for_another(city, panel, member, deed):
    other = panel.members.exclude(pk=member.pk).first()
    for stranger in (acting(other), city.actor("informatization_office")):
        with pytest.raises(PermissionDenied):
            deed(member=member, by=stranger)


def test_who_declines_says_why_and_leaves_the_seat_empty(panel, member):
    by = acting(member)
    with pytest.raises(PanelRefused, match="理由"):
        decline_invitation(member=member, reason=" ", by=by)
    decline_invitation(member=member, reason="当日出差", by=by)
    assert waiting(member) == []
    assert list(panel.members.vacancies()) == [member]
    with pytest.raises(PanelRefused, match="不再担任"):
        accept_invitation(member=member, by=by)


def test_a_conflict_ends_the_seat_at_any_time_and_the_trail_does_not_say_which(panel, member):
    by = acting(member)
    accept_invitation(member=member, by=by)
    sign_declaration(member=member, by=by)
    with pytest.raises(PanelRefused, match="已签署声明"):
        decline_invitation(member=member, reason="有事", by=by)
    gone = declare_conflict(member=member, reason="配偶在承建单位任职", by=by)
    assert gone.departure == PanelMember.Departure.CONFLICT
    assert not sees(member)
    assert Event.objects.get(verb="review.declare_conflict").reason == ""


def test_the_database_wants_acceptance_before_the_declaration(member):
    with pytest.raises(IntegrityError), transaction.atomic():
        PanelMember.objects.filter(pk=member.pk).update(declared_at=timezone.now())


def test_an_invitation_is_answered_on_its_page(client, member):
    client.force_login(member.user)
    address, seat = (reverse(f"reviews:{name}", args=[member.pk]) for name in ("invitation", "seat"))
    assert client.get(seat).url == address
    assert "能否参加" in client.get(address).text
    assert client.post(address, {"answer": "accept"}).url == address
    assert member.panel.project.owner_unit.name in client.get(address).text
    assert client.post(address, {"answer": "declare"}).url == seat
    assert client.get(address).url == seat
    assert client.get(seat).status_code == 200


def test_who_leaves_on_the_page_says_why(client, member):
    client.force_login(member.user)
    address = reverse("reviews:invitation", args=[member.pk])
    assert "请填写理由" in client.post(address, {"answer": "decline"}).text
    assert client.post(address, {"answer": "decline", "reason": "当日出差"}).url == reverse("reviews:mine")
    assert "当日出差" in client.get(reverse("reviews:seat", args=[member.pk])).text
