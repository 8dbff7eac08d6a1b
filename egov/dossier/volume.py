"""The volume of a dossier: first pages, sheets and papers, bound with bookmarks."""

from io import BytesIO
from typing import Any, BinaryIO

from egov.dossier.binding.volume import Part, bind
from egov.dossier.collecting import Dossier, Paper, paper_piece, sheet_piece
from egov.dossier.front import Digest, Front, Line
from egov.dossier.printing import pages_in
from egov.dossier.progress import Progress
from egov.jobs.actions import piece_of
from egov.jobs.models import Job, Piece
from egov.pdf.render import seal_file
from egov.pdf.sealing.keys import NoSeal, SealKey, seal_of


def volume_piece(job: Job, dossier: Dossier, progress: Progress, *, name: str = "") -> Piece:
    """Return the volume. ``name``: offered for download under it, beside the result."""
    parts = _parts(job, dossier, progress)

    def write(file: BinaryIO) -> dict[str, Any]:
        seal = _seal(dossier)
        printed = _front(dossier, parts, is_sealed=seal is not None).printed()
        front = [Part(title, pages_in(pdf), 1, BytesIO(pdf)) for title, pdf in printed]
        pages = bind(
            [Part("封面与目录", 0, 0), *front, *parts],
            file,
            title=f"{dossier.project.number} {dossier.project.title} 项目卷宗",
            author=_made_for(dossier),
            label=dossier.project.number,
            front=sum(part.pages for part in front),
        )
        if seal:
            seal_file(file, seal=seal, reason="项目卷宗汇编")
        return {"pages": pages}

    piece = piece_of(job, f"{dossier.project.number}/volume", write, name=name)
    progress.step()
    return piece


def _parts(job: Job, dossier: Dossier, progress: Progress) -> list[Part]:
    parts = []
    for chapter in dossier.chapters:
        parts.append(Part(chapter.title, 0, 0))
        for sheet in chapter.sheets:
            piece = sheet_piece(job, dossier, chapter, sheet)
            parts.append(Part(sheet.title, piece.facts["pages"], 1, piece.file))
            progress.step()
        for paper in dossier.papers_of(chapter):
            if paper.is_bound:
                piece = paper_piece(job, dossier, paper)
                parts.append(Part(_title(paper), piece.facts["pages"], 1, piece.file))
                progress.step()
    pairs = zip(parts, [*parts[1:], None], strict=True)
    return [part for part, following in pairs if _is_full(part, following)]


def _is_full(part: Part, following: Part | None) -> bool:
    """Tell whether a title has something below it."""
    return part.level > 0 or (following is not None and following.level > 0)


def _title(paper: Paper) -> str:
    version = paper.version
    kind = str(version.document.get_kind_display())
    title = version.document.title
    return kind if title == kind else f"{kind}：{title}"


def _made_for(dossier: Dossier) -> str:
    organization = dossier.actor.organization
    return organization.name if organization else ""


def _seal(dossier: Dossier) -> SealKey | None:
    """Return the seal of whoever has the dossier made; a unit without one leaves it unsealed."""
    organization = dossier.actor.organization
    if organization is None:
        return None
    try:
        return seal_of(organization.name, file=organization.uscc or f"organ-{organization.pk}")
    except NoSeal:
        return None


def _front(dossier: Dossier, parts: list[Part], *, is_sealed: bool) -> Front:
    lines, page = [], 1
    for part in parts:
        lines.append(Line(part.title, page, part.level))
        page += part.pages
    opening = dossier.opening
    return Front(
        project=dossier.project,
        made_for=_made_for(dossier),
        made_by=dossier.actor.user.name,
        opened_at=opening.at[:16].replace("T", " "),
        trail=f"第{opening.sequence}条，{opening.algorithm.upper()} {opening.hash}",
        lines=lines,
        digests=[
            Digest(paper.version.name, f"第{paper.version.number}版", paper.version.sha256)
            for paper in dossier.papers
        ],
        left_out=dossier.left_out,
        is_sealed=is_sealed,
    )
