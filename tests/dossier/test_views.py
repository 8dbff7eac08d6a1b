import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from egov.jobs.models import Job
from projects.flow import Stage
from projects.models import Project
from tests.dossier.scenes import archive_of, collect
from tests.factories import City, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def log_in(client: Client, city: City, role: str) -> Client:
    client.force_login(city.actor(role).user)
    return client


def ask(client: Client, **fields: object) -> Job | None:
    """Ask for the dossiers of a selection; return the job that came of it, waiting for its turn."""
    client.post(reverse("dossier:selection"), fields)
    return Job.objects.order_by("-created_at").first()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("owner_unit", 302),
        ("informatization_office", 302),
        ("finance_bureau", 302),
        ("supervision_bureau", 302),
        ("audit_bureau", 302),
        ("user_unit", 404),
        ("construction_entity", 404),
        ("supervisor", 404),
        ("other_department", 404),
    ],
)
def test_who_sees_a_project_as_a_whole_may_have_its_dossier(
    client: Client, city: City, role: str, status: int
) -> None:
    units = {"construction_entity": city.construction_entity, "supervisor": city.supervisor}
    project = make_project(city, stage=Stage.UNDER_CONSTRUCTION, **units)
    log_in(client, city, role)
    address = reverse("dossier:project", args=[project.number])
    assert client.post(address).status_code == status
    overview = client.get(reverse("projects:overview", args=[project.number]))
    assert (address in overview.text) == (status == 302)


def test_the_button_leads_to_the_volume_and_the_archive(
    client: Client, city: City, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    project = make_project(city)
    log_in(client, city, "owner_unit")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("dossier:project", args=[project.number]))
    job = Job.objects.get()
    page = client.get(reverse("jobs:job", args=[job.pk])).text
    assert f"{project.number}-项目卷宗.zip" in page
    volume, certificate = job.pieces.order_by("pk")
    assert certificate.name.endswith("证明书.pdf")
    for piece in (certificate, volume):
        address = reverse("jobs:download_piece", args=[job.pk, piece.pk])
        assert address in page
        assert b"".join(client.get(address)).startswith(b"%PDF")
    assert log_in(Client(), city, "audit_bureau").get(address).status_code == 404


def test_the_checked_projects_are_collected_as_far_as_one_may(client: Client, city: City) -> None:
    own = [make_project(city, stage=Stage.PLANNED) for _ in range(3)]
    other = make_project(City(), stage=Stage.PLANNED)
    log_in(client, city, "audit_bureau")
    job = ask(client, project=[own[0].number, own[2].number, other.number], scope="checked")
    assert job.title == "2 个项目的卷宗"


def test_all_that_a_list_shows_is_collected(client: Client, city: City) -> None:
    for stage in (Stage.PLANNED, Stage.PLANNED, Stage.CONTRACTED):
        make_project(city, stage=stage)
    log_in(client, city, "audit_bureau")
    job = ask(client, query="stage=planned&after=x", scope="shown")
    assert (job.title, job.parameters["query"]) == ("2 个项目的卷宗", "stage=planned&after=x")


def test_without_a_choice_one_is_told_to_choose(client: Client, city: City) -> None:
    log_in(client, city, "audit_bureau")
    answer = client.post(
        reverse("dossier:selection"), {"scope": "checked", "query": "stage=planned"}, follow=True
    )
    assert answer.redirect_chain == [(reverse("projects:list") + "?stage=planned", 302)]
    assert "请先勾选" in answer.text
    assert not Job.objects.exists()


def test_the_list_offers_dossiers_to_whoever_may_have_some(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.UNDER_CONSTRUCTION, supervisor=city.supervisor)
    assert f'value="{project.number}"' in log_in(client, city, "audit_bureau").get("/projects/").text
    assert f'value="{project.number}"' not in log_in(client, city, "supervisor").get("/projects/").text


def test_a_selection_is_one_archive_with_a_folder_per_project(city: City) -> None:
    projects: list[Project] = [make_project(city, stage=Stage.PLANNED) for _ in range(2)]
    job = collect(city.actor("audit_bureau"), *projects)
    assert (job.state, job.done == job.total) == (Job.State.DONE, True)
    names = archive_of(job).namelist()
    for project in projects:
        folder = f"{project.number}-项目卷宗/"
        assert {f"{folder}{name}" for name in ("dossier.pdf", "manifest.json", "SHA256SUMS")} <= set(names)
    assert names[-1] == "manifest.json"
    assert job.pieces.count() == 0


def test_whoever_left_the_organization_gets_nothing(city: City) -> None:
    actor = city.actor("audit_bureau")
    actor.membership.is_active = False
    actor.membership.save()
    job = collect(actor, make_project(city, stage=Stage.PLANNED))
    assert (job.state, job.failure) == (Job.State.FAILED, "您已不再代表该单位办理业务。")
