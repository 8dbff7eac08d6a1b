"""The text of the initiation approval (立项批复), from the data; after the sample in domain-facts.md H1.

Official papers are in simplified Chinese whatever the screen's language: no gettext here.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from egov.accounts.models import Organization
from egov.accounts.roles import Role
from egov.pdf.papers import Column, NumberToCome, OfficialPaper, Section, Table
from egov.pdf.typography import chinese_number
from egov.ui.formats import grouped
from projects.brief import brief_of
from projects.models import Decision, Figure, FundingSource, FundLine, Project
from projects.papers.wording import called

STANDARD_DUTIES = """\
严格按照批复的建设内容和投资规模组织实施，不得擅自变更；确需变更的，按程序报批。
吸收专家论证意见，公开征集并优化设计方案，编制项目概算；优化方案由市信息化主管部门和项目使用方共同确认后，方可依法招标采购。
落实信息资源共享要求，编制信息资源目录，不得重复采集、重复建设。
落实网络安全等级保护和密码应用要求，与项目同步规划、同步建设、同步运行。
实行工程监理制。项目建成后先行试运行，经初步验收、竣工验收合格方可投入使用；未经验收或者验收不合格的，不得投入使用。
项目投入使用后接受绩效评价，评价结果作为以后年度资金安排和运行维护经费拨付的依据。"""

SOURCES = {
    FundingSource.SPECIAL_FUND: "电子政务专项资金",
    FundingSource.UPPER_LEVEL: "上级补助资金",
    FundingSource.OWN: "单位自筹资金",
}
CONCLUSIONS = {"pass": "通过", "pass_after_revision": "修改完善后通过"}
TEN_THOUSAND = Decimal(10_000)


def draft_of(
    project: Project, *, issuer: Organization, number: NumberToCome, on: date, duties: str
) -> OfficialPaper:
    """Return the paper as it would be issued, without a number and marked as a draft."""
    paper = paper_of(project, issuer=issuer, number=number, on=on, duties=duties)
    return replace(paper, note="预览稿，尚未编号签发，不具效力")


def paper_of(
    project: Project, *, issuer: Organization, number: NumberToCome, on: date, duties: str
) -> OfficialPaper:
    """Return the initiation approval of an approved project; ``duties`` has one point per line."""
    return OfficialPaper(
        issuer=issuer.name,
        number=number,
        title=f"{issuer.name}关于{called(project)}立项的批复",
        addressees=(project.owner_unit.name,),
        date=on,
        opening=_opening(project),
        sections=(
            Section(heading="原则同意项目立项", text=_consent(project)),
            Section(heading="主要建设内容", text=brief_of(project).content),
            Section(heading="总投资及资金来源", text=_investment(project), table=_funding(project)),
            *_period(project),
            Section(heading="有关要求", text=_numbered(duties)),
        ),
        closing="此复。",
        copies_to=_copies(project),
    )


def facts_of(project: Project) -> dict[str, object]:
    """Return what the approval states, by name; amounts in yuan."""
    brief = brief_of(project)
    return {
        "construction_entity": str(project.construction_entity),
        "user_unit": project.user_unit.name,
        "approved_investment": f"{project.approved_investment or 0:.2f}",
        "funding": {str(source): f"{amount:.2f}" for source, amount in _sources(project)},
        "begins": brief.begins,
        "ends": brief.ends,
    }


def _opening(project: Project) -> str:
    request = project.approval_requests.select_related("filed_by").latest("filed_at")
    office = project.organization_of(Role.INFORMATIZATION_OFFICE)
    decision = project.decisions.filter(outcome="approve").latest("decided_at")
    government = project.organization_of(Role.MUNICIPAL_GOVERNMENT)
    return (
        f"你单位报送的{called(project)}立项申报材料及{office or ''}《{request.title}》"
        f"（{request.document_number}）收悉。经专家论证，并报{_meeting(decision, government)}"
        f"（{decision.meeting_on.year}年{decision.meeting_on.month}月{decision.meeting_on.day}日）"
        "审议同意，现批复如下："
    )


def _meeting(decision: Decision, government: Organization | None) -> str:
    # People write the meeting with or without the government's name before it.
    name = government.name if government else ""
    return decision.meeting if decision.meeting.startswith(name) else f"{name}{decision.meeting}"


def _numbered(duties: str) -> str:
    """Number the points in the second level (7.3.3), unless whoever wrote them has done so."""
    points = [line.strip() for line in duties.splitlines() if line.strip()]
    if any(point.startswith("（") for point in points):
        return "\n".join(points)
    return "\n".join(f"（{chinese_number(place)}）{point}" for place, point in enumerate(points, 1))


def _consent(project: Project) -> str:
    panel = project.panels.argumentation_conclusion()
    consent = (
        f"同意{called(project)}立项，由{project.construction_entity}作为项目建设主体，"
        f"{project.user_unit.name}作为项目使用方。"
    )
    if panel is None:
        return consent
    return (
        f"{consent}\n项目经专家组论证，结论为“{CONCLUSIONS.get(panel.conclusion, '')}”。"
        "建设主体应当在方案设计和项目实施中落实专家组意见。"
    )


def _investment(project: Project) -> str:
    approved = project.approved_investment or Decimal(0)
    accounts = project.fund_accounts.on(FundLine.CONSTRUCTION).filter(
        figure=Figure.ALLOCATED, amount_fen__gt=0
    )
    given = accounts.select_related("fund").order_by("fund__year")
    shares = [f"{one.fund.year}年度安排电子政务专项资金{_wan(one.amount)}万元" for one in given]
    sentences = [f"核定项目总投资{_wan(approved)}万元", *shares, "资金来源如下："]
    return "。".join([sentences[0], "，".join(sentences[1:-1]), sentences[-1]] if shares else sentences)


def _funding(project: Project) -> Table:
    return Table(
        columns=(Column(label="资金来源", share=60), Column(label="金额（万元）", amount=True, share=40)),
        rows=tuple((SOURCES[source], _wan(amount)) for source, amount in _sources(project)),
    )


def _sources(project: Project) -> list[tuple[FundingSource, Decimal]]:
    """Return who pays what of the approved investment: the special fund bears what the others leave."""
    approved = project.approved_investment or Decimal(0)
    others = [(s, a) for s, a in brief_of(project).funding if s != FundingSource.SPECIAL_FUND]
    rest = approved - sum(amount for _source, amount in others)
    if rest < 0:
        return [(FundingSource.SPECIAL_FUND, approved)]
    return ([(FundingSource.SPECIAL_FUND, rest)] if rest else []) + others


def _period(project: Project) -> tuple[Section, ...]:
    brief = brief_of(project)
    if not brief.begins or not brief.ends:
        return ()
    text = f"{brief.begins.year}年{brief.begins.month}月至{brief.ends.year}年{brief.ends.month}月。"
    return (Section(heading="建设周期", text=text),)


def _copies(project: Project) -> tuple[str, ...]:
    roles = (Role.MUNICIPAL_GOVERNMENT, Role.INFORMATIZATION_OFFICE, Role.FINANCE_BUREAU, Role.AUDIT_BUREAU)
    units = [project.organization_of(role) for role in roles]
    units += [project.construction_entity, project.user_unit]
    names = [unit.name for unit in units if unit is not None and unit != project.owner_unit]
    return tuple(dict.fromkeys(names))


def _wan(amount: Decimal) -> str:
    return grouped(amount / TEN_THOUSAND)
