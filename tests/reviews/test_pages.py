import pytest
from django.urls import reverse

from egov.accounts.acting import SESSION_KEY
from projects.flow import Stage
from projects.models import Task
from reviews.models import Panel
from tests.factories import (
    City,
    acting,
    conclude_panel,
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


def test_an_expert_keeps_their_own_opinion_in_their_history(go, office, panel):
    member = file_opinions(panel)[0].member
    conclude_panel(panel=panel, conclusion="pass", opinion="同意。", by=office)
    browser = go(acting(member))
    assert reverse("reviews:seat", args=[member.pk]) in browser.get(reverse("reviews:mine")).text
    text = browser.get(reverse("reviews:seat", args=[member.pk])).text
    assert "必要性" in text
    assert reverse("reviews:project", args=[panel.project.number]) not in text


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
    assert Task.objects.waiting_for(office).get(kind="sign").name == "pass_argumentation"


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
