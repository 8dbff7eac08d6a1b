"""The first pages of a volume: cover, table of contents, and the digests of all files."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.html import format_html

from egov.dossier.binding.links import address_of
from egov.dossier.outline import ROWS
from egov.dossier.printing import pages_in
from egov.pdf.papers import Column, Report, Section, Table
from egov.pdf.render import render_report
from egov.ui import formats
from projects.models import Project
from projects.papers.wording import called

NOTE = (
    "本卷宗由平台按项目办理顺序汇编，右下角为全卷连续页码。",
    "已报送文件的页面系由原文件复制。为加注页码，原文件上的电子签名和印章在本卷中仅为图样，不具有验证效力。",
    "经签名的原文件一字未动，收在同时生成的压缩包中，以其 SHA-256 散列值为准。",
    "“未纳入的内容”系汇编时依规定尚不能向申请人公开，或者并未正式提交的内容。",
)


@dataclass(frozen=True)
class Line:
    """A line of the contents; ``page`` counts from 1 at the first page after these."""

    title: str
    page: int
    level: int


@dataclass(frozen=True)
class Digest:
    """A filed file by its digest."""

    title: str
    version: str
    sha256: str


def _linked(line: Line, page: int) -> str:
    indent = "　　" * line.level
    return format_html('{}<a href="{}">{}</a>', indent, address_of(page), line.title)


@dataclass(frozen=True)
class Front:
    """What the first pages say."""

    project: Project
    made_for: str
    made_by: str
    opened_at: str
    trail: str
    lines: Sequence[Line]
    digests: Sequence[Digest]
    left_out: Sequence[str]
    is_sealed: bool

    def printed(self) -> list[tuple[str, bytes]]:
        """Return the first pages by title. Set twice: how many they are moves all page numbers."""
        ahead = sum(pages_in(pdf) for _title, pdf in self._set(0))
        return self._set(ahead)

    def _set(self, ahead: int) -> list[tuple[str, bytes]]:
        reports = [self._cover(), *self._contents(ahead), *self._digests()]
        return [(report.title, render_report(report)) for report in reports]

    def _report(self, title: str, facts: tuple[tuple[str, object], ...], *sections: Section) -> Report:
        day = timezone.localdate()
        return Report(
            title=title, organ=self.made_for, date=day, facts=facts, sections=sections, numbers_pages=False
        )

    def _cover(self) -> Report:
        project = self.project
        units = (
            ("业主单位", project.owner_unit),
            ("使用方", project.user_unit),
            ("建设主体", project.construction_entity),
            ("监理单位", project.supervisor),
        )
        approved = project.approved_investment
        facts = (
            ("项目编号", project.number),
            ("项目名称", project.title),
            ("项目类别", project.get_category_display()),
            ("建设类型", project.get_construction_type_display()),
            *((label, unit.name) for label, unit in units if unit),
            ("当前阶段", project.get_stage_display()),
            *((("批复投资", f"{formats.grouped(approved, 2, 2)} 元"),) if approved else ()),
            ("汇编单位", self.made_for),
            ("汇编人", self.made_by),
            ("汇编时间", self.opened_at),
            ("审计轨迹截至", self.trail),
            ("电子签章", f"{self.made_for}（全卷）" if self.is_sealed else "未签章"),
            ("收录文件", f"{len(self.digests)}份"),
        )
        omitted = "\n".join(self.left_out) or "无。"
        return self._report(
            f"{called(project)}卷宗",
            facts,
            Section(heading="说明", text="\n".join(NOTE)),
            Section(heading="未纳入的内容", text=omitted),
        )

    def _contents(self, ahead: int) -> list[Report]:
        columns = (Column(label="内容", share=88), Column(label="页码", amount=True, share=12))
        rows = [(_linked(line, line.page + ahead), line.page + ahead) for line in self.lines]
        return self._tables("目录", "各部分及起始页", columns, rows)

    def _digests(self) -> list[Report]:
        columns = (
            Column(label="文件", share=27),
            Column(label="版本", share=8),
            Column(label="SHA-256", share=65),
        )
        rows = [(one.title, one.version, one.sha256) for one in self.digests]
        return self._tables("收录文件散列值清单", "按收录顺序", columns, rows) if rows else []

    def _tables(
        self, title: str, heading: str, columns: tuple[Column, ...], rows: Sequence[tuple[object, ...]]
    ) -> list[Report]:
        parts = [tuple(rows[start : start + ROWS]) for start in range(0, len(rows), ROWS)]
        tables = [Table(columns=columns, rows=part) for part in parts]
        return [self._report(title, (), Section(heading=heading, table=table)) for table in tables]
