"""A call for schemes that led to no choice is followed by another, in the same stay."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from egov.opendata.oc4ids import Scope, project_data, with_everything
from procurement import actions
from procurement.models import Solicitation, places_of
from procurement.models.readiness import why_no_new_call
from projects.flow import Stage
from projects.models import Project, Task
from reviews.actions import PanelRefused
from reviews.models import Panel
from tests.factories import City, convene, make_experts
from tests.procurement.scenes import end_call, hand_in, notice_fields, rank, soliciting

pytestmark = pytest.mark.django_db
FIRM = "东海软件有限公司"


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def project(city: City) -> Project:
    return soliciting(city)


def call_again(city: City, project: Project, **fields: object) -> Project:
    builder = city.actor("construction_entity")
    draft = actions.save_solicitation(project=project, fields=notice_fields(**fields), by=builder)
    assert draft.sequence == 2
    return actions.publish_solicitation(project=project, by=builder)


def fail(city: City, project: Project, *authors: str) -> None:
    panel = rank(city, project, *authors)
    panel.subjects.update(place=None)
    Panel.objects.filter(pk=panel.pk).update(conclusion=Panel.Conclusion.FAIL, opinion="均不合格。")


def test_while_a_call_may_succeed_there_is_no_other(city, project):
    builder = city.actor("construction_entity")
    assert "尚未截止" in why_no_new_call(project)[0]
    with pytest.raises(ValidationError, match="尚未截止"):
        actions.save_solicitation(project=project, fields=notice_fields(), by=builder)
    hand_in(city, project)
    end_call(project)
    with pytest.raises(ValidationError, match="尚无专家组评审"):
        actions.save_solicitation(project=project, fields=notice_fields(), by=builder)
    rank(city, project, FIRM)
    with pytest.raises(ValidationError, match="已经组成"):
        actions.save_solicitation(project=project, fields=notice_fields(), by=builder)


def test_nobody_answered_and_the_next_call_is_published_in_the_same_stay(city, project):
    end_call(project)
    before = project.visit
    project = call_again(city, project)
    assert (project.stage, project.visit) == (Stage.SOLICITING, before)
    assert [call.sequence for call in project.solicitations.published().order_by("pk")] == [1, 2]
    scheme = hand_in(city, project)
    assert scheme.solicitation == project.solicitations.current()
    assert project.schemes.to_rank() == [FIRM]


def test_what_a_panel_failed_is_not_ranked_with_the_answers_to_the_next_call(city, project):
    old = hand_in(city, project)
    hand_in(city, project, "不再参加有限公司")
    end_call(project)
    fail(city, project, FIRM, "不再参加有限公司")
    project = call_again(city, project)
    assert project.schemes.to_rank() == []
    new = hand_in(city, project)
    assert project.schemes.to_rank() == [FIRM]
    with pytest.raises(ValidationError, match="前次征集"):
        actions.withdraw_scheme(scheme=old, reason="录错", by=city.actor("construction_entity"))
    rank(city, project, FIRM)
    assert places_of(project) == {new.pk: 1}
    with pytest.raises(ValidationError):
        actions.choose_scheme(scheme=old, by=city.actor("informatization_office"))


def test_the_construction_entity_is_asked_for_schemes_until_some_stand(city, project):
    def asked() -> bool:
        return Task.objects.open().filter(project=project, name="schemes_received").exists()

    assert asked()
    hand_in(city, project)
    assert not asked()
    end_call(project)
    fail(city, project, FIRM)
    assert not project.schemes.await_judgment()


def test_no_panel_is_formed_while_schemes_may_come_in(city, project):
    hand_in(city, project)
    make_experts(city, 7)
    with pytest.raises(PanelRefused, match="截止"):
        convene(city, project, kind="scheme", subjects=[FIRM])
    end_call(project)
    assert convene(city, project, kind="scheme", subjects=[FIRM]).labels == [FIRM]


def test_the_database_keeps_one_draft_and_each_number_once(city, project):
    for fields in ({"sequence": 1}, {"sequence": 2}):
        with transaction.atomic():
            if fields["sequence"] == 1:
                with pytest.raises(IntegrityError), transaction.atomic():
                    Solicitation.objects.create(project=project, **fields)
            else:
                Solicitation.objects.create(project=project, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Solicitation.objects.create(project=project, sequence=3)


def test_each_call_is_a_process_of_its_own_in_the_open_data(city, project):
    end_call(project)
    call_again(city, project)
    found = project_data(
        with_everything(Project.objects.filter(pk=project.pk)).get(), Scope(base="https://x/")
    )
    designs = [one for one in found["contractingProcesses"] if "-design" in one["id"]]
    assert [one["id"].rpartition(project.number)[2] for one in designs] == ["-design", "-design-2"]
    assert [one["summary"]["status"] for one in designs] == ["closed", "pre-award"]


def test_the_pages_offer_the_next_call_and_show_the_earlier(city, project, client: Client):
    client.force_login(city.actor("construction_entity").user)
    hand_in(city, project)
    end_call(project)
    fail(city, project, FIRM)
    schemes, notice = (f"/projects/{project.number}/{page}/" for page in ("schemes", "solicitation"))
    assert f"{notice}edit/" in client.get(schemes).text
    shown = client.get(f"{notice}edit/").text
    assert "（第2次）" in shown
    fields = notice_fields(title="再次征集")
    sent = {**fields, "deadline": fields["deadline"].strftime("%Y-%m-%dT%H:%M"), "revision": 0}
    assert client.post(f"{notice}edit/", sent).status_code == 302
    first = project.solicitations.get(sequence=1)
    assert first.title in client.get(notice).text
    assert "不再参与排序" in client.get(f"{notice}publish/").text
    assert client.post(f"{notice}publish/").status_code == 302
    page = client.get(notice).text
    assert "再次征集" in page
    assert f'href="/public/solicitations/{first.pk}/"' in page
    assert "第1次征集" in client.get(schemes).text
