"""Projects with papers of every sort, and the dossier that is made of them."""

import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf

from egov.accounts.acting import Actor
from egov.dossier.tasks import collect_dossiers
from egov.jobs.actions import start_job
from egov.jobs.models import Job
from projects.actions.documents import file_document
from projects.flow import Stage
from projects.models import DocumentKind, DocumentVersion, Project
from tests.factories import City, make_plan, make_project, make_proposal
from tests.uploads import pdf, picture, upload, word


def pages(count: int, *, turned: int = 0) -> bytes:
    """Write a PDF of some pages that says on each which it is."""
    with pikepdf.open(BytesIO(pdf("page"))) as one, pikepdf.new() as many:
        for _ in range(count):
            many.pages.extend(one.pages)
        for page in many.pages:
            page.rotate(turned, relative=False)
        out = BytesIO()
        many.save(out)
    return out.getvalue()


def locked() -> bytes:
    with pikepdf.open(BytesIO(pdf())) as document:
        out = BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user="secret"))
    return out.getvalue()


def file(project: Project, by: Actor, kind: str, name: str, content: bytes) -> DocumentVersion:
    return file_document(project=project, kind=kind, title=name, upload=upload(name, content), by=by)


def with_papers(city: City) -> Project:
    """Make a planned project with a report of three pages, a scan, a text, and a plan that is locked."""
    project = make_project(city, stage=Stage.PLANNED)
    make_proposal(project, city.jurisdiction.plans.first() or make_plan(city))
    by = city.actor("owner_unit")
    file(project, by, DocumentKind.FEASIBILITY_REPORT, "可行性研究报告.pdf", pages(3))
    file(project, by, DocumentKind.REQUIREMENTS_REPORT, "需求分析.docx", word())
    file(project, by, DocumentKind.OTHER, "现场照片.png", picture())
    file(project, by, DocumentKind.OTHER, "加密.pdf", locked())
    return project


def collect(actor: Actor, *projects: Project, **parameters: object) -> Job:
    """Let the dossiers be made, on the spot."""
    named = parameters or {"projects": [project.number for project in projects]}
    job = start_job(title="项目卷宗", task=collect_dossiers, parameters=named, by=actor)
    collect_dossiers(str(job.pk))
    job.refresh_from_db()
    return job


def archive_of(job: Job) -> zipfile.ZipFile:
    with job.result.open() as file:
        return zipfile.ZipFile(BytesIO(file.read()))


def volume_in(archive: zipfile.ZipFile, folder: str = "") -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(archive.read(f"{folder}dossier.pdf")))


def bookmarks(volume: pikepdf.Pdf) -> dict[str, list[str]]:
    with volume.open_outline() as outline:
        return {item.title: [child.title for child in item.children] for item in outline.root}


def corrupt(version: DocumentVersion, content: bytes) -> None:
    Path(version.file.path).write_bytes(content)
