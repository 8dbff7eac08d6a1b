"""Projects with many filed pages, and what it costs to make their dossiers."""

import os
import resource
import time
import zipfile
from io import BytesIO

import pikepdf
from django.core.management import call_command
from django.utils import timezone
from pikepdf import Array, Dictionary, Name

from egov.accounts.acting import Actor
from egov.dossier.tasks import collect_dossiers
from egov.jobs.actions import start_job
from egov.jobs.models import Job
from egov.pdf.papers import Report
from egov.pdf.render import render_report
from projects.actions.documents import file_document
from projects.flow import Stage
from projects.models import DocumentKind, Project
from tests.factories import City, make_project
from tests.uploads import upload

PAGES_PER_FILE = 10
PICTURE = 183  # dots on each side: 100 KB


def measure(projects: int, pages: int) -> dict[str, float]:
    """Make dossiers in an empty database; return what it took."""
    call_command("migrate", verbosity=0)
    city = City()
    by = city.actor("owner_unit")
    made = [make_project(city, stage=Stage.PLANNED) for _ in range(projects)]
    for project in made:
        file_papers(project, by, pages // PAGES_PER_FILE)
    print_one_sheet()
    before, start = peak(), time.perf_counter()
    numbers = [project.number for project in made]
    task = Silent(collect_dossiers)
    job = start_job(title="bench", task=task, parameters={"projects": numbers}, by=by)
    collect_dossiers(str(job.pk))
    seconds = time.perf_counter() - start
    job.refresh_from_db()
    most = peak()
    return {
        "pages": bound_pages(job),
        "archive": job.result.size / 1_000_000,
        "seconds": seconds,
        "before": before,
        "peak": most,
    }


class Silent:
    """A task that is not sent to any worker: it is run here."""

    def __init__(self, task) -> None:
        self.name = task.name

    def delay(self, job_id: str) -> None:
        pass


def file_papers(project: Project, by: Actor, count: int) -> None:
    for n in range(count):
        name = f"材料{n + 1:03d}.pdf"
        content = upload(name, paper())
        file_document(project=project, kind=DocumentKind.OTHER, title=name, upload=content, by=by)


def paper() -> bytes:
    with pikepdf.new() as pdf:
        for _ in range(PAGES_PER_FILE):
            picture = pdf.make_stream(os.urandom(PICTURE * PICTURE * 3))
            picture.Type, picture.Subtype = Name.XObject, Name.Image
            picture.Width = picture.Height = PICTURE
            picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
            page = pdf.add_blank_page(page_size=(595, 842))
            page.obj.Resources = Dictionary(XObject=Dictionary(P=picture))
            page.obj.Contents = Array([pdf.make_stream(b"q 400 0 0 400 90 300 cm /P Do Q")])
        out = BytesIO()
        pdf.save(out, compress_streams=False)
    return out.getvalue()


def print_one_sheet() -> None:
    render_report(Report(title="一页", organ="单位", date=timezone.localdate()))


def bound_pages(job: Job) -> int:
    total = 0
    with job.result.open("rb") as file, zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.endswith("dossier.pdf"):
                with pikepdf.open(BytesIO(archive.read(name))) as volume:
                    total += len(volume.pages)
    return total


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
