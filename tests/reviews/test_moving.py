"""A meeting that is moved: its members are told, names become visible with it, who cannot come is replaced."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from egov.accounts.acting import SESSION_KEY
from egov.audit.models import Event
from egov.notices.models import Notice
from projects.flow import Stage
from reviews.actions import PanelRefused, decline_invitation, move_meeting, replace_member
from reviews.models import Panel
from tests.factories import (
    City,
    acting,
    conclude_panel,
    convene,
    file_opinions,
    fix_preset,
    make_actor,
    make_experts,
    make_panel,
    make_project,
    run_draw,
    take_seats,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def office(city):
    return city.actor("informatization_office")


@pytest.fixture
def panel(city, office):
    """Drawn from seven for five seats; everybody has declared."""
    make_experts(city, 7)
    made = convene(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))
    run_draw(made, office)
    take_seats(made)
    return made


def move(panel, by, **fields):
    later = panel.meets_at + timedelta(days=7)
    facts = {"meets_at": later, "place": "市民中心 301", "reason": "台风停工", **fields}
    return move_meeting(panel=panel, by=by, **facts)


def test_time_place_and_when_names_are_told_move_together(panel, office):
    before = panel.meets_at - panel.names_from
    moved = move(panel, office)
    moved.refresh_from_db()
    assert (moved.meets_at - panel.meets_at, moved.place) == (timedelta(days=7), "市民中心 301")
    assert moved.meets_at - moved.names_from == before
    event = Event.objects.get(verb="review.move_meeting")
    assert (event.reason, event.before["place"]) == ("台风停工", panel.place)


def test_names_that_were_told_for_the_old_time_are_hidden_again(city, panel, office):
    watcher = city.actor("audit_bureau")
    with time_machine.travel(panel.names_from + timedelta(minutes=1)):
        assert not Panel.objects.secret_from(watcher).filter(pk=panel.pk).exists()
        move(panel, office)
        assert Panel.objects.secret_from(watcher).filter(pk=panel.pk).exists()


def test_each_member_is_told_in_their_own_language(panel, office):
    move(panel, office)
    for member in panel.members.sitting():
        words = Notice.objects.filter(user=member.user).latest("pk").words
        assert "台风停工" in words["zh-hans"]
        assert "is moved to" in words["en"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"meets_at": timezone.now() - timedelta(hours=1)}, "尚未到来|晚于|之后"),
        ({"place": " "}, "地点"),
        ({"reason": " "}, "理由"),
    ],
)
def test_a_meeting_moves_ahead_with_a_place_and_a_reason(panel, office, fields, said):
    with pytest.raises(PanelRefused, match=said):
        move(panel, office, **fields)


def test_a_move_to_the_same_time_and_place_is_none(panel, office):
    with pytest.raises(PanelRefused, match="均未变化"):
        move(panel, office, meets_at=panel.meets_at, place=panel.place)


def test_only_the_office_moves_it_and_not_after_the_conclusion(city, panel, office):
    with pytest.raises(PermissionDenied):
        move(panel, city.actor("owner_unit"))
    done = make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION), meets_at=panel.meets_at)
    file_opinions(done)
    conclude_panel(done)
    with pytest.raises(PanelRefused, match="不再工作"):
        move(done, office)


def test_who_cannot_come_at_the_new_time_is_replaced_by_the_next_reserve(panel, office):
    member = panel.members.sitting().first()
    first = panel.draws.get().drawn_for("reserves", "0101")[0]
    with pytest.raises(PanelRefused, match="声明"):
        decline_invitation(member=member, reason="出差", by=acting(member))
    move(panel, office)
    decline_invitation(member=member, reason="出差", by=acting(member))
    assert panel.members.get(succeeds=member).user.expert_profile.number == first


def test_who_has_filed_or_declared_since_does_not_decline_for_the_move(panel, office):
    fix_preset(panel)
    file_opinions(panel)
    move(panel, office)
    member = panel.members.sitting().first()
    with pytest.raises(PanelRefused, match="声明"):
        decline_invitation(member=member, reason="出差", by=acting(member))


def enter(client, actor):
    client.force_login(actor.user)
    session = client.session
    session[SESSION_KEY] = actor.membership.pk
    session.save()


def test_the_office_moves_it_on_a_page_and_the_member_declines_on_another(client, panel, office):
    address = reverse("reviews:move_meeting", args=[panel.project.number, panel.pk])
    member = panel.members.sitting().first()
    enter(client, office)
    assert address in client.get(reverse("reviews:project", args=[panel.project.number])).text
    day = timezone.localdate(panel.meets_at) + timedelta(days=7)
    posted = {"meets_at": f"{day:%Y-%m-%d}T09:30", "place": "市民中心 301", "reason": "台风停工"}
    assert client.post(address, posted).status_code == 302
    assert "台风停工" in client.get(reverse("reviews:project", args=[panel.project.number])).text
    enter(client, acting(member))
    invitation = reverse("reviews:invitation", args=[member.pk])
    assert invitation in client.get(reverse("reviews:seat", args=[member.pk])).text
    assert "台风停工" in client.get(invitation).text
    client.post(invitation, {"answer": "decline", "reason": "出差"})
    member.refresh_from_db()
    assert member.departure == "declined"


def let_a_term_end(panel):
    """A member's term as an expert ends the day after the meeting as planned."""
    member = panel.members.sitting().order_by("pk").first()
    profile = member.user.expert_profile
    profile.valid_until = timezone.localdate(panel.meets_at) + timedelta(days=1)
    profile.save()
    return member


def test_to_the_last_day_of_a_members_term_it_moves_and_not_beyond(panel, office):
    member = let_a_term_end(panel)
    with pytest.raises(PanelRefused, match=member.user.name):
        move(panel, office, meets_at=panel.meets_at + timedelta(days=2))
    assert move(panel, office, meets_at=panel.meets_at + timedelta(days=1)).moved_at


def test_once_who_cannot_sit_then_is_replaced_it_moves(panel, office):
    replace_member(member=let_a_term_end(panel), reason="聘期届满", by=office)
    assert move(panel, office).moved_at


def test_a_colleague_who_may_not_know_the_names_yet_is_told_only_how_many(city, panel):
    member = let_a_term_end(panel)
    colleague = make_actor(city.organization("informatization_office"))
    with pytest.raises(PanelRefused, match="1 名成员") as refused:
        move(panel, colleague)
    assert member.user.name not in str(refused.value.faults)


def test_another_place_on_the_same_day_asks_for_no_terms(panel, office):
    member = let_a_term_end(panel)
    profile = member.user.expert_profile
    profile.valid_until = timezone.localdate(panel.meets_at) - timedelta(days=1)
    profile.save()
    assert move(panel, office, meets_at=panel.meets_at, place="三楼会议室").place == "三楼会议室"


def test_what_stands_against_the_new_time_stands_beside_it(client, panel, office):
    let_a_term_end(panel)
    enter(client, office)
    late = timezone.localtime(panel.meets_at + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    address = reverse("reviews:move_meeting", args=[panel.project.number, panel.pk])
    response = client.post(address, {"meets_at": late, "place": "三楼", "reason": "场地冲突"})
    assert "聘期已满" in str(response.context["form"].errors["meets_at"])
