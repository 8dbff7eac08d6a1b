import re

import pytest
from django.urls import reverse

from egov.accounts.acting import SESSION_KEY
from egov.audit.models import Event
from projects.flow import Stage
from reviews.actions import save_draft
from reviews.models import Mark, Opinion, OpinionDraft
from reviews.models.opinions import DIMENSIONS_OF
from tests.factories import (
    City,
    acting,
    conclude_panel,
    draw_up,
    file_opinions,
    fix_preset,
    make_panel,
    make_plan,
    make_project,
    make_proposal,
    sign_all,
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
    project = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
    make_proposal(project, make_plan(city))
    return project


@pytest.fixture
def panel(city, project):
    return make_panel(city, project)


@pytest.fixture
def go(client):
    def enter(actor):
        client.force_login(actor.user)
        session = client.session
        session[SESSION_KEY] = actor.membership.pk
        session.save()
        return client

    return enter


def seat_of(member, page="seat"):
    return reverse(f"reviews:{page}", args=[member.pk])


def entries(panel, percent=80, **fields):
    found = {f"assess_{one.value}": "meets" for one in DIMENSIONS_OF[panel.kind]}
    for one in fix_preset(panel).marked:
        for subject in list(panel.subjects.all()) or [None]:
            value = "yes" if one.is_gate else f"{one.most * percent / 100:.2f}"
            found[f"mark_{one.pk}_{subject.pk if subject else 0}"] = value
    return found | ({} if panel.ranks else {"verdict": "pass"}) | fields


def test_a_member_marks_reads_it_once_more_and_files(go, panel):
    member = panel.members.filter(is_leader=False).first()
    sent = entries(panel, suggestions="建议分期建设。")
    browser = go(acting(member))
    assert seat_of(member) in browser.get(reverse("reviews:mine")).text
    page = browser.get(seat_of(member)).text
    assert "目录、交换、治理三个子系统" in page
    assert "0–25 分" in page
    assert browser.post(seat_of(member), sent | {"check": "1"}).url == seat_of(member, "confirm")
    shown = browser.get(seat_of(member, "confirm")).text
    assert "建议分期建设。" in shown
    assert "<strong>80</strong>" in shown
    assert not Opinion.objects.exists()
    assert browser.post(seat_of(member, "confirm")).url == seat_of(member)
    assert Opinion.objects.get().member == member
    assert Mark.objects.count() == 6


def test_before_the_sheet_is_fixed_the_page_says_so_and_shows_the_material(go, panel):
    member = panel.members.first()
    page = go(acting(member)).get(seat_of(member)).text
    assert "信息办发布评分表后方可评分" in page
    assert "目录、交换、治理三个子系统" in page


def test_a_draft_is_kept_as_typed_and_shows_what_it_adds_up_to(go, panel):
    member = panel.members.first()
    sent = {name: value for name, value in entries(panel, 50).items() if not name.startswith("assess")}
    wrong = next(name for name, value in sent.items() if value == "12.50")
    browser = go(acting(member))
    browser.post(seat_of(member), sent | {wrong: "三十分"})
    page = browser.get(seat_of(member)).text
    assert "三十分" in page
    assert "<strong>37.50</strong>" in page
    assert not Opinion.objects.exists()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"assess_security": "fails"}, "请说明不足之处"),
        ({"verdict": "fail"}, "写明"),
        ({"percent": 50}, "低于合格分"),
        ({"percent": 120}, "不得大于"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(go, panel, change, fault):
    member = panel.members.first()
    sent = entries(panel, **({"suggestions": "补充等保方案"} | change)) | {"check": "1"}
    page = go(acting(member)).post(seat_of(member), sent).text
    assert fault in page
    assert "补充等保方案" in page
    assert OpinionDraft.objects.get().entries["suggestions"] == "补充等保方案"


def test_an_unfinished_draft_is_not_confirmed(go, panel):
    member = panel.members.first()
    fix_preset(panel)
    save_draft(member=member, entries={"verdict": "pass"}, by=acting(member))
    browser = go(acting(member))
    for answer in (browser.get(seat_of(member, "confirm")), browser.post(seat_of(member, "confirm"))):
        assert answer.url == seat_of(member)
    assert not Opinion.objects.exists()


def test_a_scheme_panel_marks_each_scheme_and_ranks_none_by_hand(go, city):
    project = make_project(city, stage=Stage.SOLICITING)
    make_proposal(project, make_plan(city))
    panel = make_panel(city, project, "scheme")
    member = panel.members.first()
    sent = entries(panel)
    page = go(acting(member)).get(seat_of(member)).text
    assert "place_" not in page
    assert all(label in page for label in panel.labels)
    assert go(acting(member)).post(seat_of(member), sent | {"check": "1"}).url == seat_of(member, "confirm")


@pytest.mark.parametrize("page", ["seat", "confirm", "correct", "sign"])
def test_nobody_opens_anothers_seat(go, city, office, panel, page):
    first, second = panel.members.all()[:2]
    file_opinions(panel)
    draw_up(panel)
    for stranger in (acting(second), office, city.actor("owner_unit")):
        assert go(stranger).get(seat_of(first, page)).status_code == 404
        assert go(stranger).post(seat_of(first, page), {}).status_code == 404


SECRET = "此单价明显偏高须压减"


def test_no_page_shows_a_members_marks_to_anybody_else_before_all_have_filed(
    go, city, office, panel, project
):
    first = panel.members.order_by("pk").first()
    sent = entries(panel, 83, verdict="fail", problems=SECRET)
    browser = go(acting(first))
    browser.post(seat_of(first), sent | {"check": "1"})
    browser.post(seat_of(first, "confirm"))
    assert Opinion.objects.get().problems == SECRET
    leader = acting(panel.members.exclude(pk=first.pk).first())
    addresses = [
        reverse(name, args=args)
        for name, args in (
            ("reviews:project", [project.number]),
            ("reviews:opinions", [project.number, panel.pk]),
            ("reviews:conclude", [project.number, panel.pk]),
            ("reviews:sheet", [project.number, panel.kind]),
            ("reviews:mine", []),
            ("projects:overview", [project.number]),
            ("projects:documents", [project.number]),
            ("projects:history", [project.number]),
            ("dashboard:home", []),
            ("dashboard:trail", []),
            *(("reviews:seat", [member.pk]) for member in panel.members.all()),
        )
    ]
    marks = {f"{mark.points:f}" for mark in Mark.objects.filter(points__isnull=False)}
    # Not the fraction of a second in the time of some deed.
    shown = re.compile("|".join(rf"(?<![:\d]){re.escape(mark)}(?!\d)" for mark in marks))
    for reader in (leader, office, city.actor("owner_unit"), city.actor("audit_bureau")):
        browser = go(reader)
        for address in addresses:
            page = browser.get(address).text
            assert SECRET not in page, address
            assert not shown.search(page), address
    for event in Event.objects.filter(verb="review.file_opinion"):
        assert (event.after, event.before or {}, event.reason) == ({}, {}, "")


def test_once_all_have_filed_the_panel_and_the_office_see_the_table(go, city, office, panel, project):
    file_opinions(panel)
    address = reverse("reviews:opinions", args=[project.number, panel.pk])
    member = panel.members.last()
    assert "80.00" in go(office).get(address).text
    assert "80.00" in go(acting(member)).get(seat_of(member)).text
    assert go(city.actor("owner_unit")).get(address).status_code == 404
    conclude_panel(panel)
    assert "80.00" in go(city.actor("owner_unit")).get(address).text


def test_a_correction_is_filed_on_one_page_and_shown_with_its_reason(go, office, panel, project):
    member = file_opinions(panel)[0].member
    browser = go(acting(member))
    assert 'value="20.00"' in browser.get(seat_of(member, "correct")).text
    assert "更正理由" in browser.post(seat_of(member, "correct"), entries(panel, 70)).text
    browser.post(seat_of(member, "correct"), entries(panel, 70, reason="误将满分录入"))
    assert member.opinions.count() == 2
    text = go(office).get(reverse("reviews:opinions", args=[project.number, panel.pk])).text
    assert "误将满分录入" in text
    assert "已更正" in text


def test_the_leader_draws_up_what_the_marks_bear_all_sign_and_the_leader_files(go, panel, project):
    file_opinions(panel, "fail")
    leader = acting(panel.members.get(is_leader=True))
    address = reverse("reviews:conclude", args=[project.number, panel.pk])
    page = go(leader).get(address).text
    assert 'value="fail"' not in page
    assert "投资估算依据不足" in page
    assert "会议地点" in go(leader).post(address, {"conclusion": "pass", "opinion": "同意。"}).text
    facts = {"conclusion": "pass", "opinion": "同意。", "place": "三楼", "met_on": "2026-11-25"}
    assert go(leader).post(address, facts).url == address
    dissenter = panel.members.order_by("pk").first()
    sign = seat_of(dissenter, "sign")
    assert "写明不同意的理由" in go(acting(dissenter)).post(sign, {"stance": "dissents"}).text
    go(acting(dissenter)).post(sign, {"stance": "dissents", "reason": "与在建项目重复。"})
    sign_all(panel)
    filing = reverse("reviews:file_conclusion", args=[project.number, panel.pk])
    assert filing in go(leader).get(address).text
    done = go(leader).post(filing, follow=True)
    assert done.redirect_chain[-1][0] == reverse("reviews:mine")
    assert go(leader).get(reverse("reviews:project", args=[project.number])).status_code == 404
    assert go(leader).get(reverse("projects:documents", args=[project.number])).status_code == 404


def test_dissent_is_shown_with_the_panel(go, office, panel, project):
    dissenter = file_opinions(panel, "fail")[0].member
    conclude_panel(panel, dissents={dissenter.pk: "与在建项目重复。"})
    assert "与在建项目重复。" in go(office).get(reverse("reviews:project", args=[project.number])).text


def test_before_all_have_filed_it_says_who_is_missing(go, office, panel, project):
    address = reverse("reviews:conclude", args=[project.number, panel.pk])
    assert panel.members.first().user.name in go(office).get(address).text


def test_a_member_who_does_not_lead_cannot_conclude(go, panel, project):
    file_opinions(panel)
    address = reverse("reviews:conclude", args=[project.number, panel.pk])
    member = acting(panel.members.filter(is_leader=False).first())
    assert go(member).get(address).status_code == 403
