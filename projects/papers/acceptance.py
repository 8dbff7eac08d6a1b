"""The acceptance opinion and the certificate, with final acceptance; 三(四)1."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from egov.accounts.models import Organization
from egov.accounts.roles import Role
from egov.pdf.papers import Certificate, Column, NumberToCome, OfficialPaper, Section, Table
from egov.pdf.typography import chinese_date
from projects.models import Project
from projects.papers.panels import minutes_of, panel_facts
from projects.papers.wording import called, copies_to, facts_table, identity_of

KINDS = {
    "technical": "技术验收",
    "financial": "财务验收",
    "archive": "档案验收",
    "security": "安全验收",
    "data_sharing": "数据共享验收",
}


def acceptance_opinion(
    panel: Any, *, issuer: Organization, number: NumberToCome, on: date, signers: Sequence[str] = ()
) -> OfficialPaper:
    """Return the opinion with which the office passes final acceptance, or with which it failed."""
    project: Project = panel.project
    parts = list(project.sub_acceptances.latest_per_kind().values())
    return OfficialPaper(
        issuer=issuer.name,
        number=number,
        title=f"{issuer.name}关于{called(project)}竣工验收的意见",
        addressees=tuple(dict.fromkeys(unit.name for unit in _builders(project))),
        date=on,
        opening=f"{called(project)}已建成并经试运行和初步验收。"
        f"按照电子政务建设流程有关规定，{issuer.name}组织了竣工验收，现提出意见如下：",
        sections=(
            Section(heading="项目概况", table=facts_table(identity_of(project))),
            Section(heading="分项验收", text=_summary(parts), table=_parts_table(parts)),
            *minutes_of(panel),
            *_outstanding(parts),
            Section(heading="验收结论", text=_verdict(panel)),
        ),
        copies_to=copies_to(project, Role.MUNICIPAL_GOVERNMENT, Role.FINANCE_BUREAU, Role.AUDIT_BUREAU),
    )


def acceptance_certificate(
    project: Project, *, issuer: Organization, number: NumberToCome, on: date
) -> Certificate:
    """Return the certificate that the project has passed final acceptance."""
    return Certificate(
        issuer=issuer.name,
        number=number,
        heading="竣工验收合格证书",
        title=f"{called(project)}竣工验收合格证书",
        addressees=(),
        date=on,
        opening=f"{called(project)}按照电子政务建设流程有关规定，经初步验收、分项验收和竣工验收，"
        "验收结论为合格。特发此证。",
        facts=tuple(
            (name, str(value))
            for name, value in [*identity_of(project), ("竣工验收日期", chinese_date(on))]
            if value
        ),
    )


def acceptance_facts(project: Project) -> dict[str, object]:
    """Return what the certificate states, by name."""
    return {"conclusion": "pass", **_parts_facts(project)}


def opinion_facts(panel: Any) -> dict[str, object]:
    """Return what the opinion states, by name."""
    return {**panel_facts(panel), **_parts_facts(panel.project)}


def _parts_facts(project: Project) -> dict[str, object]:
    parts = project.sub_acceptances.latest_per_kind()
    return {
        "sub_acceptances": {
            kind: {"held_on": part.held_on, "passed": part.passed} for kind, part in parts.items()
        },
    }


def _builders(project: Project) -> list[Organization]:
    return [unit for unit in (project.construction_entity, project.user_unit) if unit is not None]


def _summary(parts: list[Any]) -> str:
    return f"{len(parts)}项分项验收均为合格。" if parts and all(part.passed for part in parts) else ""


def _parts_table(parts: list[Any]) -> Table | None:
    columns = (
        Column(label="分项", share=24),
        Column(label="验收日期", share=24),
        Column(label="负责人", share=20),
        Column(label="结果", share=12),
        Column(label="遗留问题", amount=True, share=20),
    )
    rows = tuple(
        (
            KINDS.get(part.kind, part.kind),
            chinese_date(part.held_on),
            part.responsible,
            "合格" if part.passed else "不合格",
            f"{part.outstanding_issues.count()}项",
        )
        for part in parts
    )
    return Table(columns=columns, rows=rows) if rows else None


def _verdict(panel: Any) -> str:
    if panel.conclusion == "pass":
        return f"同意{called(panel.project)}通过竣工验收。使用方落实运行维护安排后，可以投入使用。"
    return f"{called(panel.project)}未通过竣工验收，按规定整改后重新组织验收。"


def _outstanding(parts: list[Any]) -> tuple[Section, ...]:
    left = [issue for part in parts for issue in part.outstanding_issues.all() if issue.settled_at is None]
    if not left:
        return ()
    columns = (
        Column(label="遗留问题", share=56),
        Column(label="责任人", share=20),
        Column(label="完成期限", share=24),
    )
    rows = tuple((issue.description, issue.responsible, chinese_date(issue.due_on)) for issue in left)
    text = "以下遗留问题由责任人负责解决："
    return (Section(heading="遗留问题", text=text, table=Table(columns=columns, rows=rows)),)
