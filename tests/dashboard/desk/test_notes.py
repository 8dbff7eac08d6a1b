"""Findings: who reads them, what they are on, and that nothing of them is ever lost or overwritten."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from egov.accounts.models import AdminRole
from egov.audit.actions import record_event
from egov.audit.models import Event
from egov.dashboard.actions import NoteChanged, drop_search, revise_note, save_search, write_note
from egov.dashboard.models import Note, NoteRevision, SavedSearch
from projects.flow import Stage
from projects.models import Project
from tests.factories import City, make_project, make_user

pytestmark = pytest.mark.django_db

BUREAUS = ("audit_bureau", "supervision_bureau")
OTHERS = (
    "owner_unit", "informatization_office", "finance_bureau", "municipal_government", "leading_group_office",
    "supervisor", "expert",
)  # fmt: skip


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def project(city: City) -> Project:
    return make_project(city, stage=Stage.PROPOSED)


@pytest.fixture
def note(city: City, project: Project) -> Note:
    return write_note(
        text="概算依据不足。",
        severity="grave",
        about=str(project),
        project=project,
        by=city.actor("audit_bureau"),
    )


def log_in(client: Client, city: City, role: str) -> Client:
    client.force_login(city.actor(role).user)
    return client


@pytest.mark.parametrize("role", BUREAUS)
def test_both_bureaus_of_the_jurisdiction_read_a_finding(
    client: Client, city: City, note: Note, role: str
) -> None:
    page = log_in(client, city, role).get(note.get_absolute_url())
    assert (page.status_code, page.context["note"]) == (200, note)
    assert [line["note"] for line in client.get("/desk/findings/").context["rows"]] == [note]


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_finds_it(client: Client, city: City, note: Note, role: str) -> None:
    log_in(client, city, role)
    addresses = (
        note.get_absolute_url(),
        "/desk/",
        "/desk/findings/",
        "/desk/flags/late/",
        "/desk/findings/new/",
    )
    assert {client.get(address).status_code for address in addresses} == {404}


def test_the_audit_administrator_reads_logs_and_no_finding(client: Client, note: Note) -> None:
    client.force_login(make_user(admin_role=AdminRole.AUDIT))
    assert client.get(note.get_absolute_url()).status_code == 404
    assert "概算依据不足" not in client.get("/trail/").text


def test_auditors_of_another_city_do_not_find_it(client: Client, note: Note) -> None:
    log_in(client, City(), "audit_bureau")
    assert client.get(note.get_absolute_url()).status_code == 404
    assert client.get("/desk/findings/").context["rows"] == []


def test_a_projects_people_see_nothing_of_it(
    client: Client, city: City, project: Project, note: Note
) -> None:
    log_in(client, city, "owner_unit")
    for tab in ("", "history/"):
        page = client.get(f"/projects/{project.number}/{tab}")
        assert page.status_code == 200
        assert "概算依据不足" not in page.text
        assert str(note) not in page.text


def test_a_finding_is_written_on_a_project(client: Client, city: City, project: Project) -> None:
    log_in(client, city, "supervision_bureau")
    address = f"/desk/findings/new/?project={project.number}"
    assert str(project) in client.get(address).text
    response = client.post(address, {"text": "监理月报缺失。", "severity": "ordinary"})
    note = Note.objects.with_latest().get()
    assert response.headers["Location"] == note.get_absolute_url()
    assert (note.project, note.text, note.severity, note.state) == (
        project,
        "监理月报缺失。",
        "ordinary",
        "open",
    )
    assert (note.organization, note.about) == (city.supervision_bureau, str(project))
    assert Event.objects.filter(verb="desk.write_note").get().project_id is None


def test_a_finding_is_written_on_an_event_and_shown_there(client: Client, city: City) -> None:
    event = record_event(verb="test.deed", by=city.actor("finance_bureau"))
    log_in(client, city, "audit_bureau")
    client.post(f"/desk/findings/new/?event={event.pk}", {"text": "操作异常。", "severity": "grave"})
    note = Note.objects.get()
    assert (note.event_id, note.project) == (event.pk, None)
    assert client.get(f"/trail/{event.pk}/").context["notes"] == [note]


def test_what_an_auditor_does_not_see_takes_no_finding(client: Client, city: City) -> None:
    elsewhere = City()
    foreign = make_project(elsewhere, stage=Stage.PROPOSED)
    event = record_event(verb="test.deed", by=elsewhere.actor("finance_bureau"))
    log_in(client, city, "audit_bureau")
    for named in (f"project={foreign.number}", f"event={event.pk}", "flag=late&row=1", "flag=none&row=1", ""):
        assert client.get(f"/desk/findings/new/?{named}").status_code == 404


def test_nothing_typed_is_lost_where_something_is_missing(
    client: Client, city: City, project: Project
) -> None:
    log_in(client, city, "audit_bureau")
    page = client.post(f"/desk/findings/new/?project={project.number}", {"text": "写了一半"})
    assert "写了一半" in page.text
    assert page.context["form"].errors.keys() == {"severity"}
    assert not Note.objects.exists()


def test_a_revision_stands_beside_the_earlier_ones(client: Client, city: City, note: Note) -> None:
    log_in(client, city, "supervision_bureau")
    form = {"text": "已补充依据，予以办结。", "severity": "grave", "state": "settled", "seen": "1"}
    assert client.post(note.get_absolute_url(), form).status_code == 302
    shown = client.get(note.get_absolute_url()).context["revisions"]
    assert [(one.number, one.text, one.organization) for one, _severity, _state in shown] == [
        (2, "已补充依据，予以办结。", city.supervision_bureau),
        (1, "概算依据不足。", city.audit_bureau),
    ]
    assert not Note.objects.open().exists()


def test_who_read_an_older_revision_loses_nothing_and_is_told(client: Client, city: City, note: Note) -> None:
    fields = {"text": "第二版", "severity": "grave", "state": "open"}
    revise_note(note=note, seen=1, **fields, by=city.actor("audit_bureau"))
    with pytest.raises(NoteChanged):
        revise_note(note=note, seen=1, **fields, by=city.actor("audit_bureau"))
    log_in(client, city, "audit_bureau")
    page = client.post(note.get_absolute_url(), {**fields, "text": "我的意见", "seen": "1"})
    assert "我的意见" in page.text
    assert "已被他人修订" in page.text
    assert note.revisions.count() == 2


def test_others_neither_write_nor_revise(city: City, project: Project, note: Note) -> None:
    for by in (city.actor("informatization_office"), City().actor("audit_bureau")):
        with pytest.raises(PermissionDenied):
            revise_note(note=note, seen=1, text="改", severity="grave", state="open", by=by)
    with pytest.raises(PermissionDenied):
        write_note(text="写", severity="grave", about="", project=project, by=city.actor("owner_unit"))


@pytest.mark.parametrize("table", ["dashboard_note", "dashboard_noterevision"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_the_database_refuses_to_change_a_finding(note: Note, table: str, deed: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(deed.format(table))
    assert NoteRevision.objects.filter(note=note).count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_finding_and_for_three(
    client: Client,
    city: City,
    project: Project,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _n in range(count):
        write_note(text="无", severity="grave", about="", project=project, by=city.actor("audit_bureau"))
    log_in(client, city, "audit_bureau")
    with django_assert_num_queries(9):
        client.get("/desk/findings/")


def test_a_search_is_kept_under_a_name_and_opens_again(client: Client, city: City) -> None:
    log_in(client, city, "audit_bureau")
    client.post("/trail/searches/", {"name": "财政局", "query": "organization=%E8%B4%A2"})
    client.post("/trail/searches/", {"name": "财政局", "query": "refused=on"})
    kept = SavedSearch.objects.get()
    assert kept.url == "/trail/?refused=on"
    assert list(client.get("/trail/").context["searches"]) == [kept]
    client.post(f"/trail/searches/{kept.pk}/drop/")
    assert not SavedSearch.objects.exists()


def test_a_search_is_its_owners_alone(client: Client, city: City) -> None:
    kept = save_search(name="我的", query="refused=on", by=city.actor("audit_bureau"))
    log_in(client, city, "supervision_bureau")
    assert list(client.get("/trail/").context["searches"]) == []
    assert client.post(f"/trail/searches/{kept.pk}/drop/").status_code == 404
    with pytest.raises(PermissionDenied):
        drop_search(search=kept, by=city.actor("supervision_bureau"))
