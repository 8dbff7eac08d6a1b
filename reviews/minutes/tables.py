"""The tables of a panel's minutes."""

from decimal import Decimal

from egov.pdf.papers import Column, Table
from egov.policy.rules import value_of
from egov.ui.formats import grouped
from reviews.models import Assessment, PanelMember, PanelSignature, Resolution, Tally
from reviews.models.opinions import DIMENSIONS_OF
from reviews.models.results import Result, Value
from reviews.suggestions import NAMES

S = PanelSignature.Stance
STANCES = {S.AGREES: "同意", S.DISSENTS: "保留意见", S.SILENT: "未签字，视为同意"}
ASSESSMENTS = (
    (Assessment.MEETS, "符合"),
    (Assessment.MEETS_LARGELY, "基本符合"),
    (Assessment.FAILS, "不符合"),
)


def findings(tally: Tally) -> Table:
    """Return per dimension how many members found what."""
    found = [finding for opinion in tally.opinions for finding in opinion.findings.all()]
    rows = []
    for dimension in DIMENSIONS_OF[tally.panel.kind]:
        here = [one.assessment for one in found if one.dimension == dimension]
        rows.append((NAMES[dimension], *(here.count(value) for value, _label in ASSESSMENTS)))
    columns = (Column(label="评价维度"), *(_column(f"{label}（人）") for _value, label in ASSESSMENTS))
    return Table(columns=columns, rows=tuple(rows))


def marks(tally: Tally, result: Result) -> Table:
    """Return criteria by members with totals; the policy says whether members are named."""
    named = value_of("panel_paper_names", jurisdiction_id=tally.panel.project.jurisdiction_id)
    heads = [m.user.name if named else f"成员{place}" for place, m in enumerate(tally.members, start=1)]
    rows: list[tuple[object, ...]] = [
        (_criterion(row.criterion), *(_value(value) for value in row.values), _value(row.average))
        for row in result.rows
    ]
    totals = [f"{total:f}{'*' if far else ''}" for total, far in zip(result.totals, result.far, strict=True)]
    rows.append(("合计", *totals, f"{result.average:f}"))
    if result.price_points is not None and result.price is not None:
        blanks = [""] * len(heads)
        rows.append((f"投标报价（{grouped(result.price)}元）", *blanks, f"{result.price_points:f}"))
        rows.append(("得分", *blanks, f"{result.total:f}"))
    columns = (Column(label="评分指标", share=30), *map(_column, heads), _column("平均分"))
    return Table(columns=columns, rows=tuple(rows))


def _column(label: str) -> Column:
    return Column(label=label, amount=True)


def _criterion(criterion: object) -> str:
    return str(criterion)


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:f}" if isinstance(value, Decimal) else ""


def ranking(tally: Tally) -> Table:
    """Return the order with what it follows from; what is not placed comes last, with why."""
    rows: list[tuple[object, ...]] = [
        (one.place, str(one.subject), f"{one.average:f}", _value(one.price_points), f"{one.total:f}")
        for one in tally.placed
    ]
    rows.extend(
        ("—", f"{one.subject}（不符合：{'、'.join(one.faults)}）", f"{one.average:f}", "", "")
        for one in tally.results
        if not one.place
    )
    columns = [
        Column(label="名次", share=10),
        Column(label="名称", share=42),
        *map(_column, ("成员平均分", "价格分", "得分")),
    ]
    if tally.sheet.price is None:
        # Without a price the average is the score.
        rows = [(*row[:2], row[4] or row[2]) for row in rows]
        columns = [*columns[:2], _column("得分")]
    return Table(columns=tuple(columns), rows=tuple(rows))


def experts(resolution: Resolution, tally: Tally) -> Table:
    """Return who sat: name, employer, specialty, title and signature; no number of anybody's."""
    stances = {one.member_id: STANCES[S(one.stance)] for one in resolution.signatures.all()}
    rows = tuple((*_person(member), stances.get(member.pk, "")) for member in tally.members)
    labels = (("姓名", 16), ("工作单位", 28), ("专业", 20), ("职称", 16), ("签字", 20))
    return Table(columns=tuple(Column(label=label, share=share) for label, share in labels), rows=rows)


def _person(member: PanelMember) -> tuple[str, str, str, str]:
    profile = getattr(member.user, "expert_profile", None)
    name = f"{member.user.name}（组长）" if member.is_leader else member.user.name
    if profile is None:
        return name, member.organization.name, "", ""
    return name, profile.employer, profile.focus, profile.title
