from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from egov.accounts.acting import SESSION_KEY
from projects.flow import Stage
from reviews.actions import replace_member
from reviews.models import Panel
from tests.factories import (
    City,
    acting,
    convene,
    make_expert,
    make_experts,
    make_member,
    make_plan,
    make_project,
    make_proposal,
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
    made = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
    make_proposal(made, make_plan(city))
    return made


@pytest.fixture
def go(client):
    """Log a person in, acting as they do."""

    def enter(actor):
        client.force_login(actor.user)
        session = client.session
        session[SESSION_KEY] = actor.membership.pk
        session.save()
        return client

    return enter


@pytest.fixture
def panel(city, office, project):
    make_experts(city, 7)
    made = convene(city, project)
    run_draw(made, office, word="418")
    return made


def page_of(project):
    return reverse("reviews:project", args=[project.number])


def at(name, project, pk):
    return reverse(f"reviews:{name}", args=[project.number, pk])


def sent(**fields):
    soon = timezone.localtime() + timedelta(days=1)
    whole = {"meets_at": soon.strftime("%Y-%m-%dT%H:%M"), "place": "评审室", "specialty_1": "0101"}
    return whole | {"seats_1": "5", "reserves_1": "2"} | fields


def test_the_office_forms_a_panel_on_one_page_and_draws(go, city, office, project):
    make_experts(city, 7)
    browser = go(office)
    address = reverse("reviews:form_panel", args=[project.number])
    assert address in browser.get(page_of(project)).text
    screen = browser.post(address, sent()).url
    draw = Panel.objects.get().draws.get()
    assert (screen, draw.commitment in browser.get(screen).text) == (at("draw", project, draw.pk), True)
    browser.post(at("close_candidates", project, draw.pk))
    assert "候选 7 人" in browser.get(screen).text
    browser.post(at("make_draw", project, draw.pk), {"word": "418"})
    text = browser.get(screen).text
    assert draw.commitment in text
    assert "418" in text
    assert Panel.objects.get().members.count() == 5


def test_the_screen_in_the_room_names_nobody_not_even_to_the_clerk(go, office, project, panel):
    text = go(office).get(at("draw", project, panel.draws.get().pk)).text
    for member in panel.members.select_related("user__expert_profile"):
        assert member.user.name not in text
        assert member.user.expert_profile.number not in text


def test_a_faulty_panel_is_explained_and_what_was_typed_kept(go, office, project):
    make_expert(City())
    address = reverse("reviews:form_panel", args=[project.number])
    text = go(office).post(address, sent(seats_1="4", place="五楼", specialty_1="")).text
    assert "请选择专家的专业" in text
    assert 'value="五楼"' in text
    assert not Panel.objects.exists()


def test_only_officials_without_a_tie_are_offered(go, city, office, project):
    free, tied = make_member(city.other_department), make_member(city.owner_unit)
    text = go(office).get(reverse("reviews:form_panel", args=[project.number])).text
    assert f'value="{free.pk}"' in text
    assert f'value="{tied.pk}"' not in text


def test_the_record_makes_the_draw_again_and_hands_it_out(go, office, project, panel):
    draw, browser = panel.draws.get(), go(office)
    assert "结果一致" in browser.get(at("draw_record", project, draw.pk)).text
    told = browser.get(at("draw_export", project, draw.pk))
    assert told.json()["number"] == draw.number
    assert draw.number in told["Content-Disposition"]


def test_a_record_that_does_not_hold_is_said_to(go, office, project, panel, monkeypatch):
    draw = panel.draws.get()
    monkeypatch.setattr("reviews.lottery.proof.FORMATS", {})
    assert "未通过验证" in go(office).get(at("draw_record", project, draw.pk)).text


def test_a_draw_is_given_up_and_another_opened_on_their_pages(go, city, office, project):
    make_experts(city, 5)
    panel = convene(city, project)
    browser, first = go(office), panel.draws.get()
    browser.post(at("abandon_draw", project, first.pk), {"reason": "设备故障"})
    assert "设备故障" in browser.get(page_of(project)).text
    address = at("open_draw", project, panel.pk)
    assert address in browser.get(page_of(project)).text
    browser.post(address, {"reserves": "0", "reason": "前次已放弃"})
    assert panel.draws.count() == 2
    assert first.number in browser.get(page_of(project)).text


def test_a_member_is_replaced_by_the_next_reserve_on_the_page(go, office, project, panel):
    member = panel.members.first()
    address = at("replace_member", project, member.pk)
    browser = go(office)
    assert address in browser.get(page_of(project)).text
    browser.post(address, {"departure": "absent", "reason": "未到会"})
    text = browser.get(page_of(project)).text
    assert "未到会" in text
    assert panel.members.get(succeeds=member).user.name in text


def test_a_seat_is_filled_by_hand_and_the_panel_shows_it(go, city, office, project, panel):
    for _n in range(3):
        replace_member(member=panel.members.sitting().first(), reason="不能到会", by=office)
    browser = go(office)
    browser.post(at("open_draw", project, panel.pk), {"reserves": "0", "reason": "候补用尽"})
    run_draw(panel, office)
    fresh, other = make_experts(city, 2)
    address = at("name_member", project, panel.pk)
    assert address in browser.get(page_of(project)).text
    assert fresh.user.name not in browser.get(address).text
    assert "未找到" in browser.get(address, {"q": "查无此人"}).text
    found = browser.get(address, {"q": fresh.user.expert_profile.employer}).text
    assert (fresh.user.name in found, other.user.name in found) == (True, False)
    wrong = browser.post(address, {"membership": fresh.pk, "reason": ""}).text
    assert (f'value="{fresh.pk}"' in wrong, f'value="{other.pk}"' in wrong) == (True, False)
    browser.post(address, {"membership": fresh.pk, "reason": "专业性强，抽取不足"})
    assert "专业性强，抽取不足" in browser.get(page_of(project)).text


def test_the_leader_is_recorded_on_the_page(go, office, project, panel):
    take_seats(panel)
    address = at("name_leader", project, panel.pk)
    browser = go(office)
    assert address in browser.get(page_of(project)).text
    chosen = panel.members.last()
    browser.post(address, {"member": chosen.pk})
    assert panel.members.get(is_leader=True) == chosen


def test_a_colleague_takes_charge_and_then_knows_the_names(go, city, office, project, panel):
    colleague = acting(make_member(city.informatization_office))
    browser = go(colleague)
    name = panel.members.first().user.name
    address = at("take_charge", project, panel.pk)
    text = browser.get(page_of(project)).text
    assert (name in text, address in text) == (False, True)
    browser.post(address, {"reason": "原经办人休假"})
    assert name in browser.get(page_of(project)).text


@pytest.mark.parametrize("role", ["owner_unit", "finance_bureau"])
def test_nobody_else_draws_on_the_pages(go, city, project, panel, role):
    browser, draw = go(city.actor(role)), panel.draws.get()
    assert browser.get(at("draw", project, draw.pk)).status_code == 404
    for name, pk in (("close_candidates", draw.pk), ("make_draw", draw.pk), ("abandon_draw", draw.pk)):
        assert browser.post(at(name, project, pk), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_panels_page_costs_the_same_with_each_draw(
    go, city, project, count, django_assert_max_num_queries
):
    make_experts(city, 5)
    panel = convene(city, project)
    browser = go(city.actor("informatization_office"))
    for _n in range(count):
        browser.post(at("abandon_draw", project, panel.draws.under_way().get().pk), {"reason": "设备故障"})
        browser.post(at("open_draw", project, panel.pk), {"reserves": "0", "reason": "前次已放弃"})
    with django_assert_max_num_queries(32):
        assert browser.get(page_of(project)).text.count("设备故障") == count


def test_before_a_draw_fell_short_the_page_says_why_nobody_can_be_named(go, office, project, panel):
    replace_member(member=panel.members.sitting().first(), reason="不能到会", by=office)
    text = go(office).get(at("name_member", project, panel.pk)).text
    assert "暂不能指定人选" in text
    assert 'id="q"' not in text
    for member in panel.members.sitting()[:2]:
        replace_member(member=member, reason="不能到会", by=office)
    assert at("open_draw", project, panel.pk) in go(office).get(at("name_member", project, panel.pk)).text
