import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from egov.audit.models import Event
from projects.flow import Stage
from projects.models import Project, Task, TaskKind
from reviews.actions import (
    Ask,
    PanelRefused,
    declare_conflict,
    decline_invitation,
    name_leader,
    name_member,
    open_draw,
    replace_member,
    take_charge,
)
from reviews.actions.concluding import _faults_of_time
from reviews.models import PanelMember
from tests.factories import (
    City,
    acting,
    convene,
    file_opinions,
    make_experts,
    make_member,
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
def project(city):
    return make_project(city, stage=Stage.UNDER_ARGUMENTATION)


@pytest.fixture
def panel(city, office, project):
    """Seven experts for five seats and two reserves; drawn."""
    make_experts(city, 7)
    made = convene(city, project)
    run_draw(made, office)
    return made


def numbers(members):
    return [member.user.expert_profile.number for member in members]


def test_the_drawn_are_invited_in_their_order(panel):
    draw = panel.draws.get()
    assert numbers(panel.members.order_by("pk")) == draw.drawn_for("seats", "0101")
    assert {member.draw for member in panel.members.all()} == {draw}


def test_who_declines_is_followed_by_the_next_reserve_in_order(panel, office):
    first, second = panel.draws.get().drawn_for("reserves", "0101")
    gone = panel.members.first()
    decline_invitation(member=gone, reason="当日出差", by=acting(gone))
    assert numbers([gone.successor]) == [first]
    absent = panel.members.sitting().last()
    seat = replace_member(member=absent, reason="未到会", departure="absent", by=office)
    assert numbers([seat]) == [second]
    assert panel.members.sitting().count() == 5
    told = Event.objects.get(verb="review.replace_member")
    assert (told.reason, told.after["reserve"].endswith("/2")) == ("未到会", True)


def test_a_reserve_who_got_tied_meanwhile_is_passed_over(panel, project):
    first, second = panel.draws.get().drawn_for("reserves", "0101")
    member = panel.members.first()
    tied = type(member.user.expert_profile).objects.get(number=first)
    tied.ties.create(kind="holding", name=project.owner_unit.name)
    decline_invitation(member=member, reason="当日出差", by=acting(member))
    assert numbers([member.successor]) == [second]


def exhaust(panel, office):
    """Use up both reserves, and empty one more seat."""
    for _n in range(3):
        gone = panel.members.sitting().filter(is_expert=True).first()
        replace_member(member=gone, reason="不能到会", by=office)


def test_when_reserves_are_used_up_the_office_is_told_and_draws_again(city, panel, office):
    with pytest.raises(PanelRefused, match="没有需要抽取的席位"):
        open_draw(panel=panel, reserves=1, reason="补抽", by=office)
    exhaust(panel, office)
    assert panel.seats_left() == {"0101": 1}
    assert Task.objects.waiting_for(office).filter(kind=TaskKind.FILL_PANEL).exists()
    fresh = make_experts(city, 1)[0]
    open_draw(panel=panel, reserves=1, reason="候补专家已用尽", by=office)
    made = run_draw(panel, office)
    assert (made.sequence, made.drawn_for("seats", "0101")) == (2, [fresh.user.expert_profile.number])
    assert panel.seats_left() == {}
    assert not Task.objects.waiting_for(office).filter(kind=TaskKind.FILL_PANEL).exists()


def test_an_expert_is_named_by_hand_only_where_the_draw_fell_short(city, panel, office):
    exhaust(panel, office)
    fresh = make_experts(city, 1)[0]
    with pytest.raises(PanelRefused, match="再次抽取"):
        name_member(panel=panel, membership=fresh, reason="技术复杂", by=office)
    fresh.user.expert_profile.specialties.clear()
    open_draw(panel=panel, reserves=0, reason="候补专家已用尽", by=office)
    with pytest.raises(PanelRefused, match="正在进行"):
        name_member(panel=panel, membership=fresh, reason="技术复杂", by=office)
    run_draw(panel, office)
    seat = name_member(panel=panel, membership=fresh, reason="专业性强，抽取不足", by=office)
    assert (seat.picked_reason, seat.draw) == ("专业性强，抽取不足", None)


def test_while_reserves_are_left_nobody_is_named(city, panel, office):
    with pytest.raises(PanelRefused, match="没有空缺的专家席位"):
        name_member(panel=panel, membership=make_experts(city, 1)[0], reason="技术复杂", by=office)


def test_an_officials_seat_is_filled_by_hand(city, project, office):
    make_experts(city, 4)
    official, other = make_member(city.other_department), make_member(city.finance_bureau)
    panel = convene(city, project, asks=[Ask("0101", 4, 0)], officials=[official])
    run_draw(panel, office)
    with pytest.raises(PanelRefused, match="没有空缺的官员席位"):
        name_member(panel=panel, membership=other, reason="补充", by=office)
    seat = panel.members.get(user=official.user)
    assert replace_member(member=seat, reason="出差", by=office) is None
    assert name_member(panel=panel, membership=other, reason="补充", by=office).succeeds == seat


def test_a_replaced_member_no_longer_sees_the_project_and_what_they_filed_is_void(city, project, office):
    panel = make_panel(city, project)
    file_opinions(panel)
    gone = panel.members.filter(is_leader=False).first()
    replace_member(member=gone, reason="声明利害关系", by=office)
    assert not Project.objects.visible_to(acting(gone)).exists()
    assert gone.has_filed
    name_member(panel=panel, membership=make_experts(city, 1)[0], reason="递补", by=office)
    assert panel.members.owing().count() == 1
    with pytest.raises(PanelRefused, match="已离开"):
        replace_member(member=gone, reason="再次", by=office)


def test_a_conflict_declared_later_empties_the_seat_for_a_reserve(panel):
    take_seats(panel)
    gone = panel.members.first()
    declare_conflict(member=gone, reason="配偶在业主单位任职", by=acting(gone))
    assert gone.successor.accepted_at is None
    assert panel.members.declared().count() == 4


def test_the_office_records_whom_the_members_chose_to_lead(city, panel, office):
    member = panel.members.first()
    with pytest.raises(PanelRefused, match="签署声明"):
        name_leader(member=member, by=office)
    take_seats(panel)
    assert Task.objects.waiting_for(office).filter(kind=TaskKind.NAME_LEADER).exists()
    assert not panel.is_complete
    name_leader(member=member, by=office)
    assert panel.is_complete
    assert not Task.objects.waiting_for(office).filter(kind=TaskKind.NAME_LEADER).exists()
    other = panel.members.last()
    name_leader(member=other, by=office)
    assert panel.members.get(is_leader=True) == other
    with pytest.raises(PermissionDenied):
        name_leader(member=member, by=city.actor("finance_bureau"))


@pytest.mark.parametrize("deed", ["replace", "name", "draw", "charge"])
def test_only_the_office_forms_the_panel(city, panel, deed):
    by = city.actor("finance_bureau")
    deeds = {
        "replace": lambda: replace_member(member=panel.members.first(), reason="病", by=by),
        "name": lambda: name_member(panel=panel, membership=make_experts(city, 1)[0], reason="缺", by=by),
        "draw": lambda: open_draw(panel=panel, reserves=1, reason="缺", by=by),
        "charge": lambda: take_charge(panel=panel, reason="接手", by=by),
    }
    with pytest.raises(PermissionDenied):
        deeds[deed]()


def test_another_clerk_takes_charge(city, panel):
    colleague = acting(make_member(city.informatization_office))
    assert take_charge(panel=panel, reason="原经办人休假", by=colleague).clerk == colleague.user


def test_the_database_tells_the_drawn_from_the_picked(panel):
    with pytest.raises(IntegrityError), transaction.atomic():
        PanelMember.objects.filter(panel=panel).update(picked_reason="关系好")


def test_a_panel_whose_draw_fell_short_has_an_empty_seat_and_does_not_conclude(city, project, office):
    make_experts(city, 4)
    panel = convene(city, project)
    run_draw(panel, office)
    take_seats(panel)
    assert (panel.members.vacancies().exists(), panel.has_empty_seats) == (False, True)
    assert "席位空缺" in " ".join(_faults_of_time(panel))
    fresh = make_experts(city, 1)[0]
    fresh.user.expert_profile.specialties.clear()
    name_member(panel=panel, membership=fresh, reason="抽取不足", by=office)
    assert not panel.has_empty_seats
