"""The certificate of a dossier: the official paper that says what was bound; in simplified Chinese.

A volume cannot be an archival paper itself: it has pages of other people's files. The certificate can, and
names the volume and each filed file by its digest.
"""

from collections import Counter
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from egov.accounts.models import Organization
from egov.dossier.collecting import Dossier
from egov.jobs.actions import JobFailed, hold, piece_of
from egov.jobs.models import Job, Piece
from egov.pdf.papers import Column, NumberToCome, Report, Section, Table
from egov.pdf.sealing.keys import NoSeal, seal_of
from projects.actions.papers import NotPrintable, issue_paper, number_to_come
from projects.models import IssuedPaper, PaperKind
from projects.papers.store import content_of
from projects.papers.wording import called

NOTE = (
    "本证明书载明的卷宗由平台按项目办理顺序汇编。",
    "卷宗 PDF 的 SHA-256 散列值与本证明书所载一致的，即为本证明书所证明的卷宗，可在平台“文件验证”页面核验。",
    "每份已报送文件的 SHA-256 散列值列于本证明书所附数据文件 data.json，可据以核对压缩包中的原文件。",
)


def can_certify(organization: Organization | None) -> bool:
    """Tell whether an organization can issue papers: it has characters for their numbers, and a seal."""
    if organization is None or not organization.document_prefix:
        return False
    try:
        seal_of(organization.name, file=organization.uscc or f"organ-{organization.pk}")
    except NoSeal:
        return False
    return True


def certificate_piece(job: Job, dossier: Dossier, volume: Piece, *, name: str = "") -> Piece | None:
    """Return the certificate as a piece, issued once for a job; None where its maker issues no papers."""
    organ = dossier.actor.organization
    if organ is None or not can_certify(organ):
        return None

    def write(file: BinaryIO) -> dict[str, Any]:
        paper = _issued(job, dossier) or _issue(job, dossier, volume, organ)
        file.write(content_of(paper))
        return {"number": paper.number}

    return piece_of(job, f"{dossier.project.number}/certificate", write, name=name)


def _issued(job: Job, dossier: Dossier) -> IssuedPaper | None:
    """Return what an earlier worker issued before it was lost."""
    mine = IssuedPaper.objects.filter(kind=PaperKind.DOSSIER, project=dossier.project)
    return mine.filter(data__facts__job=str(job.pk)).first()


@transaction.atomic
def _issue(job: Job, dossier: Dossier, volume: Piece, organ: Organization) -> IssuedPaper:
    # While the job is held no other worker can take it over and issue a second one.
    hold(job)
    kind, today = PaperKind.DOSSIER, timezone.localdate()
    try:
        number = number_to_come(kind=kind, issuer=organ, on=today)
        return issue_paper(
            kind=kind,
            paper=_paper(dossier, volume, organ, number),
            issuer=organ,
            facts=_facts(job, dossier, volume),
            project=dossier.project,
            attests=volume.sha256,
            by=dossier.actor,
        )
    except NotPrintable as refusal:
        raise JobFailed(" ".join(refusal.messages)) from refusal


def _paper(dossier: Dossier, volume: Piece, organ: Organization, number: NumberToCome) -> Report:
    project, opening = dossier.project, dossier.opening
    filed = Counter(paper.chapter.title for paper in dossier.papers)
    columns = (Column(label="部分", share=80), Column(label="文件（份）", amount=True, share=20))
    table = Table(columns=columns, rows=tuple((title, count) for title, count in filed.items()))
    return Report(
        title=f"{called(project)}卷宗证明书",
        organ=organ.name,
        date=timezone.localdate(),
        number=number,
        facts=(
            ("项目编号", project.number),
            ("项目名称", project.title),
            ("当前阶段", project.get_stage_display()),
            ("汇编单位", organ.name),
            ("汇编人", dossier.actor.user.name),
            ("汇编时间", opening.at[:16].replace("T", " ")),
            ("卷宗页数", f"{volume.facts['pages']}页"),
            ("卷宗散列值", f"SHA-256 {volume.sha256}"),
            ("收录文件", f"{len(dossier.papers)}份"),
            ("审计轨迹截至", f"第{opening.sequence}条，{opening.algorithm.upper()} {opening.hash}"),
        ),
        sections=(
            Section(heading="说明", text="\n".join(NOTE)),
            *((Section(heading="各部分收录文件", table=table),) if filed else ()),
            Section(heading="未纳入的内容", text="\n".join(dossier.left_out) or "无。"),
        ),
    )


def _facts(job: Job, dossier: Dossier, volume: Piece) -> dict[str, object]:
    """Return what the certificate states, by name; digests are SHA-256."""
    opening = dossier.opening
    return {
        "job": str(job.pk),
        "stage": dossier.project.stage,
        "made_by": dossier.actor.user.name,
        "made_at": opening.at,
        "volume": {"pages": volume.facts["pages"], "size": volume.size, "sha256": volume.sha256},
        "trail": {"sequence": opening.sequence, "algorithm": opening.algorithm, "hash": opening.hash},
        "files": [
            {
                "path": paper.path,
                "title": paper.version.document.title,
                "version": paper.version.number,
                "sha256": paper.version.sha256,
            }
            for paper in dossier.papers
        ],
        "left_out": list(dossier.left_out),
    }
