"""The page that verifies the trail: what it finds is named in words, with the event to look at."""

import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client, TestCase
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from egov.accounts.models import AdminRole
from egov.audit.actions import exported, keep_verification, make_checkpoint, record_event
from egov.audit.models import Event, Verification
from egov.audit.verification import verify
from egov.dashboard.tasks import verify_each_night, verify_papers_each_night
from egov.notices.models import Notice
from projects.actions.initiation import issue_initiation
from projects.models import IssuedPaper
from tests.approvals import give, make_approved_project
from tests.audit.tampering import alter, rebuild, remove
from tests.factories import City, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def auditor(client: Client, city: City) -> Client:
    client.force_login(city.actor("audit_bureau").user)
    return client


@pytest.fixture
def events(city: City) -> list[Event]:
    by = city.actor("finance_bureau")
    return [record_event(verb="test.deed", by=by, reason=f"第 {n} 件") for n in range(5)]


def run(client: Client, **form: object) -> Verification:
    """Start a verification as a person does, and return what it kept."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = client.post("/trail/verifications/", form)
    assert response.status_code == 302
    assert client.get(response.headers["Location"]).context["job"].state == "done"
    return Verification.objects.newest()


def told(client: Client, verification: Verification) -> list[tuple[str, int | None]]:
    shown = client.get(f"/trail/verifications/{verification.pk}/").context["verdicts"]
    return [(one.kind, one.event_id) for one in shown]


def test_a_sound_trail_holds(auditor: Client, events: list[Event]) -> None:
    kept = run(auditor)
    assert kept.holds
    assert told(auditor, kept) == []
    page = auditor.get("/trail/verifications/")
    assert (page.context["newest"], page.context["page"].items) == (kept, [kept])
    assert "日志完整" in page.text
    assert Event.objects.filter(verb="audit.verify").get().organization_name != ""


def test_an_altered_and_a_removed_event_are_named(auditor: Client, events: list[Event]) -> None:
    alter(events[1].pk, "reason", "改过")
    remove(events[3].pk)
    kept = run(auditor)
    assert told(auditor, kept) == [("记录被修改", events[1].pk), ("记录被删除", events[2].pk)]


def test_an_uploaded_checkpoint_shows_a_chain_that_was_rebuilt(auditor: Client, events: list[Event]) -> None:
    file = json.dumps(exported(make_checkpoint())).encode()
    alter(events[2].pk, "reason", "改过")
    rebuild(events[2].chain)
    upload = ContentFile(file, name="checkpoint.json")
    kept = run(auditor, file=upload)
    assert kept.files == [1]
    assert "日志链被重建" in [kind for kind, _event in told(auditor, kept)]
    assert default_storage.listdir("desk/checkpoints")[1] == []


def test_a_file_that_is_no_checkpoint_is_refused_beside_the_field(auditor: Client) -> None:
    page = auditor.post("/trail/verifications/", {"file": ContentFile(b"{}", name="x.json")})
    assert page.context["form"].errors == {"file": ["该文件不是本平台导出的检查点。"]}
    assert not Verification.objects.exists()


def test_a_checkpoint_is_taken_home_and_that_is_an_event(auditor: Client, events: list[Event]) -> None:
    checkpoint = make_checkpoint()
    assert auditor.get("/trail/checkpoints/").context["page"].items == [checkpoint]
    response = auditor.post("/trail/checkpoints/1/")
    assert json.loads(response.content) == exported(checkpoint)
    assert Event.objects.filter(verb="audit.export_checkpoint").count() == 1
    assert auditor.post("/trail/checkpoints/2/").status_code == 404


def test_events_that_one_does_not_read_are_not_linked(client: Client, events: list[Event]) -> None:
    alter(events[1].pk, "reason", "改过")
    kept = keep_verification(outcome=verify(), started_at=timezone.now(), by=None)
    client.force_login(City().actor("audit_bureau").user)
    assert told(client, kept) == [("记录被修改", None)]


@pytest.mark.parametrize("count", [1, 3])
def test_a_verification_costs_the_same_for_one_finding_and_for_three(
    auditor: Client, events: list[Event], count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for event in events[:count]:
        alter(event.pk, "reason", "改过")
    kept = keep_verification(outcome=verify(), started_at=timezone.now(), by=None)
    with django_assert_num_queries(11):
        auditor.get(f"/trail/verifications/{kept.pk}/")


def test_each_night_the_trail_is_verified_and_the_auditors_told_of_faults(
    city: City, events: list[Event]
) -> None:
    told = [city.actor(role).user for role in ("audit_bureau", "supervision_bureau")]
    told.append(make_user(admin_role=AdminRole.AUDIT))
    verify_each_night()
    assert not Notice.objects.exists()
    alter(events[1].pk, "reason", "改过")
    verify_each_night()
    kept = Verification.objects.newest()
    assert {notice.user for notice in Notice.objects.all()} == set(told)
    assert {notice.url for notice in Notice.objects.all()} == {f"/trail/verifications/{kept.pk}/"}


def test_each_night_the_issued_papers_are_verified_and_the_auditors_told_of_faults(city: City) -> None:
    project = make_approved_project(city)
    give(city, project, project.approved_investment)
    issue_initiation(project=project, duties="（一）抓紧实施。", by=city.actor("leading_group_office"))
    paper = IssuedPaper.objects.get()
    verify_papers_each_night()
    assert not Event.objects.filter(verb="audit.find_faulty_papers").exists()
    told = [city.actor(role).user for role in ("audit_bureau", "supervision_bureau")]
    told.append(make_user(admin_role=AdminRole.AUDIT))
    Notice.objects.all().delete()
    default_storage.delete(paper.file.name)
    verify_papers_each_night()
    assert {notice.user for notice in Notice.objects.all()} == set(told)
    assert paper.number in Notice.objects.first().text
    event = Event.objects.get(verb="audit.find_faulty_papers")
    assert event.after == {"faults": [f"{paper.number}: 存放的文件已丢失或被改动。"]}
