"""Each dossier has an official paper that speaks for it: numbered, sealed, issued once, open to be verified."""

import json
from io import BytesIO

import pikepdf
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from egov.audit.models import Event
from egov.dossier.certificate import certificate_piece
from egov.dossier.collecting import plan_dossier
from egov.dossier.progress import Progress
from egov.dossier.tasks import collect_dossiers
from egov.dossier.volume import volume_piece
from egov.jobs.actions import running, start_job
from egov.jobs.models import Job
from projects.actions.papers import may_correct
from projects.flow import Stage
from projects.models import Document, IssuedPaper, PaperKind
from projects.papers.store import content_of
from tests.dossier.scenes import archive_of, collect, with_papers
from tests.factories import City, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    cache.clear()
    return City()


def told_in(paper: IssuedPaper) -> dict:
    with pikepdf.open(BytesIO(content_of(paper))) as document:
        attached = document.attachments["data.json"].get_file().read_bytes()
    return json.loads(attached)


def test_it_states_the_volume_each_file_and_the_trail_as_an_archival_paper(city: City) -> None:
    project, by = with_papers(city), city.actor("informatization_office")
    archive = archive_of(collect(by, project))
    paper = IssuedPaper.objects.get(kind=PaperKind.DOSSIER)
    volume = [line for line in archive.read("SHA256SUMS").decode().splitlines() if "dossier.pdf" in line]
    assert (paper.attests, paper.issuer, paper.serial) == (volume[0].split()[0], by.organization, 1)
    assert archive.read("certificate.pdf") == content_of(paper)
    manifest, stated = json.loads(archive.read("manifest.json")), told_in(paper)["facts"]
    assert manifest["certificate"] == paper.number
    assert manifest["files"][1]["number"] == paper.number
    filed = {one["path"]: one["sha256"] for one in manifest["files"] if "kind" in one}
    assert {one["path"]: one["sha256"] for one in stated["files"]} == filed
    assert (stated["volume"]["pages"], stated["trail"]) == (
        manifest["files"][0]["pages"],
        {key: manifest["trail"][key] for key in ("sequence", "algorithm", "hash")},
    )
    with pikepdf.open(BytesIO(content_of(paper))) as document, document.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
    assert Event.objects.filter(project_id=project.pk, verb="paper.issue").count() == 1


def test_certificates_are_numbered_one_after_the_other_and_not_filed_among_what_they_list(city: City) -> None:
    by, projects = city.actor("audit_bureau"), [make_project(city, stage=Stage.PLANNED), with_papers(city)]
    collect(by, *projects)
    collect(by, projects[0])
    papers = IssuedPaper.objects.order_by("pk")
    assert [(paper.serial, paper.version) for paper in papers] == [(1, None), (2, None), (3, None)]
    assert not Document.objects.filter(kind=PaperKind.DOSSIER).exists()


def test_a_worker_that_was_lost_after_issuing_is_not_followed_by_a_second_certificate(city: City) -> None:
    project, by = make_project(city), city.actor("owner_unit")
    job = start_job(title="项目卷宗", task=collect_dossiers, parameters={"projects": [project.number]}, by=by)
    with running(str(job.pk)) as held:
        dossier = plan_dossier(held, project)
        volume = volume_piece(held, dossier, Progress(held, dossier.count))
        first = certificate_piece(held, dossier, volume)
        held.pieces.filter(key__endswith="/certificate").delete()
        again = certificate_piece(held, dossier, volume)
    assert first is not None
    assert again is not None
    assert again.sha256 == first.sha256
    assert IssuedPaper.objects.count() == 1


def test_who_issues_no_papers_gets_a_dossier_without_one_and_is_told(city: City) -> None:
    unit, project = city.owner_unit, with_papers(city)
    unit.document_prefix = ""
    unit.save()
    archive = archive_of(collect(city.actor("owner_unit"), project))
    assert "certificate.pdf" not in archive.namelist()
    assert "未附证明书" in json.loads(archive.read("manifest.json"))["certificate"]
    assert not IssuedPaper.objects.exists()


def verified(client: Client, content: bytes) -> str:
    return client.post(reverse("opendata:verify"), {"paper": SimpleUploadedFile("卷宗.pdf", content)}).text


def test_anybody_has_the_volume_and_the_certificate_verified(client: Client, city: City) -> None:
    project = make_project(city, title="秘密建设的指挥平台")
    archive = archive_of(collect(city.actor("owner_unit"), project))
    paper = IssuedPaper.objects.get()
    volume = archive.read("dossier.pdf")
    page = verified(client, volume)
    assert "卷宗与证明书一致" in page
    assert paper.number in page
    assert "秘密建设" not in page
    assert "文件真实有效" in verified(client, archive.read("certificate.pdf"))
    middle = len(volume) // 2
    altered = volume[:middle] + bytes([volume[middle] ^ 1]) + volume[middle + 1 :]
    assert "卷宗与证明书一致" not in verified(client, altered)


def test_it_is_for_the_organ_that_issued_it_and_is_never_written_anew(client: Client, city: City) -> None:
    project, auditor = make_project(city, stage=Stage.PLANNED), city.actor("audit_bureau")
    collect(auditor, project)
    paper = IssuedPaper.objects.get()
    assert list(IssuedPaper.objects.visible_to(auditor)) == [paper]
    assert not IssuedPaper.objects.visible_to(city.actor("owner_unit")).exists()
    assert not may_correct(paper, auditor)
    client.force_login(auditor.user)
    assert client.get(paper.get_absolute_url()).status_code == 200
    assert client.get(paper.url).content == content_of(paper)
    job = client.get(reverse("jobs:job", args=[Job.objects.get().pk])).text
    assert "项目卷宗证明书.pdf" in job
