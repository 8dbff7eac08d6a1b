"""The performance evaluation report, with the last of the five signatures; 三(四)3."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from egov.accounts.models import Organization
from egov.accounts.roles import Role
from egov.pdf.papers import Column, NumberToCome, OfficialPaper, Section, Table
from egov.pdf.typography import chinese_date
from projects.models import Project
from projects.papers.wording import called, copies_to, facts_table, identity_of

GRADES = {"excellent": "优", "good": "良", "fair": "中", "poor": "差"}


def evaluation_report(
    project: Project, *, issuer: Organization, number: NumberToCome, on: date
) -> OfficialPaper | None:
    """Return the report on a graded evaluation; None without one."""
    evaluation: Any = project.evaluations.exclude(grade="").first()
    if evaluation is None:
        return None
    sheets = list(evaluation.sheets.select_related("organization"))
    return OfficialPaper(
        issuer=issuer.name,
        number=number,
        title=f"{called(project)}绩效评价报告",
        addressees=(project.owner_unit.name,),
        date=on,
        opening=f"按照电子政务建设流程有关规定，{'、'.join(sheet.organization.name for sheet in sheets)}"
        f"对{called(project)}进行了绩效评价。现将结果报告如下：",
        sections=(
            Section(heading="项目概况", table=facts_table(identity_of(project))),
            Section(heading="评价结论", text=_conclusion(evaluation)),
            Section(heading="各方评分", table=_parties(evaluation, sheets)),
            Section(
                heading="指标得分",
                text="下表得分为各方评分的平均值。",
                table=_indicators(evaluation),
            ),
            *_comments(sheets),
            Section(
                heading="结果应用",
                text="评价结果作为以后年度项目资金安排和运行维护经费拨付的依据。",
            ),
        ),
        copies_to=copies_to(
            project,
            Role.MUNICIPAL_GOVERNMENT,
            Role.FINANCE_BUREAU,
            Role.SUPERVISION_BUREAU,
            Role.AUDIT_BUREAU,
        ),
    )


def evaluation_facts(project: Project) -> dict[str, object]:
    """Return what the report states, by name; points out of 100."""
    evaluation: Any = project.evaluations.exclude(grade="").first()
    totals = evaluation.sheets.totals()
    return {
        "grade": evaluation.grade,
        "total": f"{evaluation.total:.2f}",
        "parties": {role: f"{total:.2f}" for role, total in totals.items()},
    }


def _conclusion(evaluation: Any) -> str:
    day = chinese_date(timezone.localdate(evaluation.scored_at))
    return (
        f"各方评分于{day}全部提交，按权重计算，总分{evaluation.total:.2f}分，"
        f"评价等级为“{GRADES[evaluation.grade]}”。评价结果已经各方会签。"
    )


def _parties(evaluation: Any, sheets: list[Any]) -> Table:
    totals = evaluation.sheets.totals()
    columns = (Column(label="评价单位", share=70), Column(label="评分", amount=True, share=30))
    rows = tuple((sheet.organization.name, f"{totals.get(sheet.role, 0):.2f}") for sheet in sheets)
    return Table(columns=columns, rows=rows)


def _indicators(evaluation: Any) -> Table:
    columns = (
        Column(label="一级指标", share=18),
        Column(label="二级指标", share=22),
        Column(label="三级指标", share=36),
        Column(label="分值", amount=True, share=12),
        Column(label="得分", amount=True, share=12),
    )
    given: dict[int, list[Decimal]] = defaultdict(list)
    for indicator, points in evaluation.sheets.values_list("scores__indicator", "scores__points"):
        if points is not None:
            given[indicator].append(points)
    rows = tuple(
        (one.level1, one.level2, one.level3, f"{one.weight:.1f}", _mean(given[one.pk]))
        for one in evaluation.indicators.all()
    )
    return Table(columns=columns, rows=rows)


def _mean(points: list[Decimal]) -> str:
    return f"{sum(points, Decimal(0)) / len(points):.2f}" if points else "—"


def _comments(sheets: list[Any]) -> tuple[Section, ...]:
    told = [f"{one.organization.name}：{' '.join(one.comment.split())}" for one in sheets if one.comment]
    return (Section(heading="评价意见", text="\n".join(told)),) if told else ()
