"""One project's dossier in pieces: each sheet, each filed paper, the volume, the open data."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from egov.audit.models import Event
from egov.dossier.binding.errors import Unbindable
from egov.dossier.binding.papers import copy_pages
from egov.dossier.binding.pictures import draw_pages
from egov.dossier.chapters import CHAPTERS
from egov.dossier.outline import Chapter, Content, Sheet
from egov.dossier.printing import pages_in
from egov.jobs.actions import piece_of
from egov.jobs.models import Job, Piece
from egov.pdf.papers import Report, Section
from egov.pdf.render import render_report
from egov.ui import formats
from projects.access import may_read
from projects.models import DocumentVersion, Project


@dataclass(frozen=True)
class Paper:
    """A version of a filed document, with its place. ``is_bound``: its pages are in the volume."""

    version: DocumentVersion
    chapter: Chapter
    path: str
    is_bound: bool


@dataclass(frozen=True)
class Opening:
    """When a dossier was begun, and where the project's trail stood."""

    at: str
    sequence: int
    hash: str
    algorithm: str


@dataclass(frozen=True)
class Dossier:
    """A project's dossier as it is to become: for whom, of what, with all that goes in."""

    project: Project
    actor: Actor
    opening: Opening
    chapters: tuple[Chapter, ...]
    papers: tuple[Paper, ...]
    left_out: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many pieces it takes, the volume, its certificate and the data among them."""
        sheets = sum(len(chapter.sheets) for chapter in self.chapters)
        return sheets + sum(paper.is_bound for paper in self.papers) + 3

    def papers_of(self, chapter: Chapter) -> Iterator[Paper]:
        return (paper for paper in self.papers if paper.chapter.key == chapter.key)


REST = Chapter("10-other", "其他材料")
"""Files of no particular kind; they stand before money and trail, which end a dossier."""


def plan_dossier(job: Job, project: Project) -> Dossier:
    """Return what goes into a project's dossier, as far as whoever asked for it may see it."""
    actor = job.actor()
    opening = Opening(**_opened(job, project, actor))
    chapters = tuple(chapter(project, actor) for chapter in CHAPTERS)
    papers, hidden = _papers(project, actor, chapters)
    omitted = tuple(reason for chapter in chapters for reason in chapter.left_out)
    if hidden:
        omitted += (f"{hidden}份文件按规定对申请人不公开，未纳入。",)
    if any(paper.chapter is REST for paper in papers):
        chapters = (*chapters[:-2], REST, *chapters[-2:])
    return Dossier(project, actor, opening, chapters, papers, omitted)


def _opened(job: Job, project: Project, actor: Actor) -> dict[str, Any]:
    """Note in the project's trail that its dossier is made, once, and where the trail stood then."""

    def write(file: BinaryIO) -> dict[str, Any]:
        return asdict(_opening_of(_noted(job, project) or _note(job, project, actor)))

    return piece_of(job, f"{project.number}/opening", write).facts


def _noted(job: Job, project: Project) -> Event | None:
    """Return what an earlier worker noted before it was lost."""
    events = Event.objects.filter(project_id=project.pk, verb="dossier.collect", after__job=str(job.pk))
    return events.first()


@transaction.atomic
def _note(job: Job, project: Project, actor: Actor) -> Event:
    return record_event(
        verb="dossier.collect",
        by=actor,
        on=project,
        project_id=project.pk,
        jurisdiction_id=project.jurisdiction_id,
        after={"job": str(job.pk)},
        roles=project.roles_of(actor),
    )


def _opening_of(event: Event) -> Opening:
    return Opening(timezone.localtime(event.at).isoformat(), event.sequence, event.hash, event.algorithm)


def _papers(project: Project, actor: Actor, chapters: tuple[Chapter, ...]) -> tuple[tuple[Paper, ...], int]:
    """Return the files that the person may read, by chapter and document; and how many they may not."""
    chapter_of = {str(kind): chapter for chapter in chapters for kind in chapter.kinds}
    versions = DocumentVersion.objects.filter(document__project=project, document__removed_at__isnull=True)
    versions = versions.select_related("document", "uploaded_by", "organization")
    last = {version.document_id: version.pk for version in versions.order_by("number")}
    found, hidden = [], 0
    for version in versions.order_by("document_id", "number"):
        version.document.project = project
        if not may_read(actor, version.document):
            hidden += 1
            continue
        chapter = chapter_of.get(version.document.kind, REST)
        path = f"files/{chapter.key}/{version.pk:06d}-v{version.number}-{version.name}"
        found.append(Paper(version, chapter, path, is_bound=last[version.document_id] == version.pk))
    return tuple(sorted(found, key=lambda paper: paper.chapter.key)), hidden


def sheet_piece(job: Job, dossier: Dossier, chapter: Chapter, sheet: Sheet) -> Piece:
    """Return the pages of a sheet."""

    def write(file: BinaryIO) -> dict[str, Any]:
        return _printed(file, dossier, sheet.title, sheet.write())

    return piece_of(job, f"{dossier.project.number}/{chapter.key}/{sheet.key}", write)


def paper_piece(job: Job, dossier: Dossier, paper: Paper) -> Piece:
    """Return the pages of a filed paper or, where none can be made of it, a sheet that says so."""

    def write(file: BinaryIO) -> dict[str, Any]:
        try:
            return {"pages": _copied(paper.version, file)}
        except Unbindable as reason:
            file.seek(0)
            file.truncate()
            return _printed(file, dossier, paper.version.document.title, _stand_in(paper, str(reason)))

    return piece_of(job, f"{dossier.project.number}/file/{paper.version.pk}", write)


_PAGES_OF: dict[str, Callable[[Any, BinaryIO], int]] = {"application/pdf": copy_pages}


def _copied(version: DocumentVersion, file: BinaryIO) -> int:
    picture = version.media_type.startswith("image/")
    make = draw_pages if picture else _PAGES_OF.get(version.media_type)
    if make is None:
        raise Unbindable("该格式不能直接排入页面，请查看压缩包中的原文件")
    try:
        with version.file.open("rb") as source:
            return make(source, file)
    except FileNotFoundError as error:
        raise Unbindable("文件存储中找不到该文件，请联系系统管理员") from error


def _stand_in(paper: Paper, reason: str) -> Content:
    version = paper.version
    facts = (
        ("文件名", version.name),
        ("材料类别", str(version.document.get_kind_display())),
        ("版本", f"第{version.number}版"),
        ("大小", formats.file_size(version.size)),
        ("SHA-256", version.sha256),
        ("报送单位", version.organization.name),
        ("上传", f"{version.uploaded_by.name} {formats.moment(version.uploaded_at)}"),
        ("压缩包内路径", paper.path),
    )
    return Content(facts, (Section(heading="说明", text=f"{reason}。"),))


def _printed(file: BinaryIO, dossier: Dossier, title: str, content: Content) -> dict[str, Any]:
    report = Report(
        title=title,
        organ=f"{dossier.project.number} {dossier.project.title}",
        date=timezone.localdate(),
        facts=content.facts,
        sections=content.sections,
        numbers_pages=False,
    )
    printed = render_report(report)
    file.write(printed)
    return {"pages": pages_in(printed)}
