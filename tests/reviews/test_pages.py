import pytest
from django.urls import reverse

from egov.accounts.acting import SESSION_KEY
from projects.flow import Stage
from projects.models import Task
from reviews.actions import conclude_panel
from reviews.models import Expert, Opinion, Panel
from reviews.models.opinions import DIMENSIONS_OF
from tests.factories import (
    City,
    acting,
    file_opinions,
    make_experts,
    make_member,
    make_panel,
    make_plan,
    make_project,
    make_proposal,
)
from tests.uploads import upload

pytestmark = pytest.mark.django_db


def assessed(kind, **entries):
    findings = {f"assess_{dimension.value}": "meets" for dimension in DIMENSIONS_OF[kind]}
    return findings | {"confirmed": "on"} | entries


OPINION = assessed("argumentation", verdict="pass")


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
    """Log a person in, acting as they do."""

    def enter(actor):
        client.force_login(actor.user)
        session = client.session
        session[SESSION_KEY] = actor.membership.pk
        session.save()
        return client

    return enter


def page_of(project):
    return reverse("reviews:project", args=[project.number])


def test_the_office_forms_a_panel(go, city, office, project):
    experts = make_experts(city, 5)
    Expert.objects.filter(user=experts[0].user).update(focus="数据治理")
    browser = go(office)
    address = reverse("reviews:form_panel", args=[project.number])
    assert address in browser.get(page_of(project)).text
    assert "数据治理，教授，东海大学" in browser.get(address).text
    chosen = {"experts": [one.pk for one in experts], "leader": experts[0].pk}
    assert browser.post(address, chosen).url == page_of(project)
    assert Panel.objects.get().members.count() == 5


def test_a_faulty_panel_is_explained_and_what_was_chosen_kept(go, city, office, project):
    experts = make_experts(city, 4)
    address = reverse("reviews:form_panel", args=[project.number])
    response = go(office).post(address, {"experts": [one.pk for one in experts], "leader": experts[0].pk})
    assert "不得少于 5 人" in response.text
    assert response.text.count("checked") == 4
    assert not Panel.objects.exists()


def test_who_must_be_recused_is_not_offered_but_named(go, city, office, project):
    tied = make_experts(city, 1)[0]
    Expert.objects.filter(user=tied.user).update(employer=city.owner_unit.name)
    text = go(office).get(reverse("reviews:form_panel", args=[project.number])).text
    assert f'value="{tied.pk}"' not in text
    assert "应当回避" in text


@pytest.mark.parametrize("role", ["owner_unit", "finance_bureau"])
def test_nobody_else_gets_the_form(go, city, project, role):
    address = reverse("reviews:form_panel", args=[project.number])
    browser = go(city.actor(role))
    assert browser.get(address).status_code == 403
    assert browser.post(address, {}).status_code == 403
    assert address not in browser.get(page_of(project)).text


def test_where_no_panel_is_due_the_form_leads_back(go, city, office):
    early = make_project(city, stage=Stage.PLANNED)
    response = go(office).get(reverse("reviews:form_panel", args=[early.number]))
    assert response.url == page_of(early)


def test_a_scheme_panel_is_due_once_there_are_schemes(go, city, office):
    project = make_project(city, stage=Stage.SOLICITING)
    address = reverse("reviews:form_panel", args=[project.number])
    assert address not in go(office).get(page_of(project)).text


def test_an_expert_reads_and_files(go, panel):
    member = panel.members.filter(is_leader=False).first()
    browser = go(acting(member))
    address = reverse("reviews:seat", args=[member.pk])
    assert address in browser.get(reverse("reviews:mine")).text
    assert "目录、交换、治理三个子系统" in browser.get(address).text
    assert browser.post(address, OPINION).url == address
    assert Opinion.objects.get().member == member
    assert "不能再修改" in browser.get(address).text


def test_an_opinion_is_not_filed_without_the_declaration(go, panel):
    member = panel.members.first()
    entries = {name: value for name, value in OPINION.items() if name != "confirmed"}
    go(acting(member)).post(reverse("reviews:seat", args=[member.pk]), entries)
    assert not Opinion.objects.exists()


def test_an_incomplete_opinion_comes_back_with_what_was_typed(go, panel):
    member = panel.members.first()
    address = reverse("reviews:seat", args=[member.pk])
    entries = OPINION | {"assess_security": "fails", "verdict": "fail", "suggestions": "补充等保方案"}
    text = go(acting(member)).post(address, entries).text
    assert "补充等保方案" in text
    assert "请说明不足之处" in text
    assert not Opinion.objects.exists()


def test_nobody_opens_anothers_seat(go, city, office, panel):
    first, second = panel.members.all()[:2]
    address = reverse("reviews:seat", args=[first.pk])
    for stranger in (acting(second), office, city.actor("owner_unit")):
        assert go(stranger).get(address).status_code == 404
        assert go(stranger).post(address, OPINION).status_code == 404


def test_a_scheme_is_ranked_on_the_page(go, city):
    panel = make_panel(city, make_project(city, stage=Stage.SOLICITING), "scheme")
    member = panel.members.first()
    one, two, three = panel.subjects.order_by("pk")
    places = {f"place_{one.pk}": 2, f"place_{two.pk}": 1}
    address = reverse("reviews:seat", args=[member.pk])
    browser = go(acting(member))
    browser.post(address, assessed("scheme", **places, **{f"place_{three.pk}": 2}))
    assert not Opinion.objects.exists()
    browser.post(address, assessed("scheme", **places, **{f"place_{three.pk}": 3}))
    assert [rank.subject for rank in Opinion.objects.get().ranks.all()] == [two, one, three]


def test_the_project_page_shows_who_has_filed_but_not_what(go, office, panel, project):
    opinion = file_opinions(panel, "fail")[0]
    text = go(office).get(page_of(project)).text
    assert opinion.member.user.name in text
    assert "投资估算依据不足" not in text
    assert "不通过" not in text


def test_names_are_known_to_the_office_and_the_panel_until_the_conclusion(go, city, office, panel, project):
    owner, name = city.actor("owner_unit"), panel.members.first().user.name
    assert name in go(acting(panel.members.last())).get(page_of(project)).text
    file_opinions(panel)
    assert name not in go(owner).get(page_of(project)).text
    conclude_panel(panel=panel, conclusion="pass", opinion="同意通过。", by=office)
    assert name in go(owner).get(page_of(project)).text


def test_the_office_concludes_and_dissent_is_shown(go, office, panel, project):
    dissenter = file_opinions(panel, "fail")[0].member
    browser = go(office)
    address = reverse("reviews:conclude", args=[project.number, panel.pk])
    entries = {"opinion": "专家组同意通过论证。", "conclusion": "pass"}
    assert "保留意见" in browser.post(address, entries).text
    assert Panel.objects.get().conclusion == ""
    browser.post(address, entries | {f"dissent_{dissenter.pk}": "与在建项目重复。"})
    assert Panel.objects.get().conclusion == "pass"
    assert "与在建项目重复。" in browser.get(page_of(project)).text
    opinions = browser.get(reverse("reviews:opinions", args=[project.number, panel.pk])).text
    assert "投资估算依据不足" in opinions


def test_opinions_are_not_there_before_the_conclusion(go, office, panel, project):
    file_opinions(panel)
    address = reverse("reviews:opinions", args=[project.number, panel.pk])
    assert go(office).get(address).status_code == 404


def test_the_leader_concludes_and_then_no_longer_sees_the_project(go, panel, project):
    file_opinions(panel)
    leader = acting(panel.members.get(is_leader=True))
    browser = go(leader)
    address = reverse("reviews:conclude", args=[project.number, panel.pk])
    entries = {"opinion": "同意。", "conclusion": "pass"}
    done = browser.post(address, entries, follow=True)
    assert done.redirect_chain[-1][0] == reverse("reviews:mine")
    assert project.title in done.text
    assert browser.get(page_of(project)).status_code == 404
    assert browser.get(reverse("projects:documents", args=[project.number])).status_code == 404


def test_before_all_have_filed_it_says_who_is_missing(go, office, panel, project):
    missing = panel.members.first().user.name
    address = reverse("reviews:conclude", args=[project.number, panel.pk])
    browser = go(office)
    assert missing in browser.get(address).text
    browser.post(address, {"opinion": "同意。", "conclusion": "pass"})
    assert Panel.objects.get().conclusion == ""


def test_a_member_who_does_not_lead_cannot_conclude(go, panel, project):
    file_opinions(panel)
    address = reverse("reviews:conclude", args=[project.number, panel.pk])
    member = acting(panel.members.filter(is_leader=False).first())
    assert go(member).get(address).status_code == 403


def test_an_expert_keeps_their_own_opinion_in_their_history(go, office, panel):
    member = file_opinions(panel)[0].member
    conclude_panel(panel=panel, conclusion="pass", opinion="同意。", by=office)
    browser = go(acting(member))
    assert reverse("reviews:seat", args=[member.pk]) in browser.get(reverse("reviews:mine")).text
    text = browser.get(reverse("reviews:seat", args=[member.pk])).text
    assert "必要性" in text
    assert reverse("reviews:project", args=[panel.project.number]) not in text


def test_the_office_replaces_a_member(go, city, office, panel, project):
    member = panel.members.filter(is_leader=False).first()
    successor = make_experts(city, 1)[0]
    address = reverse("reviews:replace_member", args=[project.number, member.pk])
    browser = go(office)
    assert address in browser.get(page_of(project)).text
    assert successor.user.name in browser.get(address).text
    browser.post(address, {"successor": successor.pk, "reason": "临时出差"})
    assert "临时出差" in browser.get(page_of(project)).text
    text = go(acting(member)).get(reverse("reviews:seat", args=[member.pk])).text
    assert "临时出差" in text
    assert go(city.actor("finance_bureau")).get(address).status_code == 403


def test_the_owner_files_the_revision(go, city, office, panel, project):
    file_opinions(panel, *["pass_after_revision"] * 5)
    conclude_panel(panel=panel, conclusion="pass_after_revision", opinion="修改后通过。", by=office)
    address = reverse("reviews:file_revision", args=[project.number, panel.pk])
    owner = city.actor("owner_unit")
    assert address in go(owner).get(page_of(project)).text
    assert address not in go(office).get(page_of(project)).text
    assert go(office).post(address, {"upload": upload("修改说明.pdf")}).status_code == 403
    go(owner).post(address, {"upload": upload("修改说明.pdf", b"no pdf")})
    assert Panel.objects.get().revision is None
    go(owner).post(address, {"upload": upload("修改说明.pdf")})
    assert Panel.objects.get().revision.name == "修改说明.pdf"
    assert Task.objects.waiting_for(office).get().name == "pass_argumentation"


@pytest.mark.parametrize("count", [1, 3])
def test_my_reviews_cost_the_same_whatever_their_number(
    go, city, office, count, django_assert_max_num_queries
):
    me = make_experts(city, 1)[0]
    for _n in range(count):
        done = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
        panel = make_panel(city, done, members=[me, *make_experts(city, 4)])
        file_opinions(panel)
        conclude_panel(panel=panel, conclusion="pass", opinion="同意。", by=office)
        waiting = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
        make_panel(city, waiting, members=[me, *make_experts(city, 4)])
    browser = go(acting(me))
    with django_assert_max_num_queries(12):
        assert browser.get(reverse("reviews:mine")).text.count("/reviews/seats/") >= 2 * count


@pytest.mark.parametrize("count", [1, 3])
def test_the_projects_panels_cost_little_more_with_each(
    go, city, office, count, django_assert_max_num_queries
):
    project = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
    officials = [make_member(city.other_department) for _ in range(count // 3)]
    panel = make_panel(
        city, project, members=[*make_experts(city, 2 * count + 3), *officials][: 2 * count + 3]
    )
    file_opinions(panel)
    conclude_panel(panel=panel, conclusion="pass", opinion="同意。", by=office)
    browser = go(office)
    with django_assert_max_num_queries(22):
        assert browser.get(page_of(project)).status_code == 200
