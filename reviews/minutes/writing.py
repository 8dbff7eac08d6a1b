from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from egov.pdf.papers import Section
from egov.pdf.typography import chinese_date
from reviews.minutes.tables import experts, findings, marks, ranking
from reviews.models import Panel, PanelSignature, Resolution, Tally
from reviews.models.results import Result

HEARD = {
    Panel.Kind.ARGUMENTATION: "听取了项目单位的汇报，审阅了可行性研究报告、需求分析报告等材料",
    Panel.Kind.SCHEME: "听取了各应征单位的汇报，审阅了应征方案",
    Panel.Kind.BID: "审阅了通过开标的投标文件",
    Panel.Kind.ACCEPTANCE: (
        "听取了建设、承建、监理单位的汇报，观看了系统演示，审阅了测评报告、监理报告和验收文档"
    ),
}
CONCLUSIONS = {
    Panel.Conclusion.PASS: "同意通过",
    Panel.Conclusion.PASS_AFTER_REVISION: "修改完善后通过",
    Panel.Conclusion.FAIL: "不通过",
    Panel.Conclusion.RANKING: "按评分结果排序",
}


def minutes_of(resolution: Resolution, tally: Tally, *, convenor: str) -> dict[str, Any]:
    """Return what the panel says once all have signed: the facts by name, and the text as it is printed."""
    sections = (
        Section(heading="评审过程", text=_process(resolution, tally, convenor)),
        Section(heading="评审意见", text=resolution.opinion, table=findings(tally)),
        *_marks(tally),
        Section(heading="专家组结论", text="\n".join(_conclusion(resolution, tally))),
        *_dissents(resolution),
        Section(heading="专家组名单和签字", text=_signed(tally), table=experts(resolution, tally)),
    )
    return {"facts": _facts(resolution, tally), "sections": [asdict(section) for section in sections]}


def _facts(resolution: Resolution, tally: Tally) -> dict[str, Any]:
    stances = {one.member_id: one for one in resolution.signatures.all()}
    return {
        "conclusion": resolution.conclusion,
        "met_on": resolution.met_on,
        "place": resolution.place,
        "members": [
            {
                "name": member.user.name,
                "is_expert": member.is_expert,
                "is_leader": member.is_leader,
                "signature": stances[member.pk].stance,
                "reason": stances[member.pk].reason,
            }
            for member in tally.members
        ],
        "found_fail": tally.against,
        "results": [_outcome(result) for result in tally.results],
    }


def _outcome(result: Result) -> dict[str, Any]:
    return {
        "subject": str(result.subject or ""),
        "place": result.place,
        "average": result.average,
        "price": result.price,
        "price_points": result.price_points,
        "score": result.total,
        "faults": result.faults,
    }


def _process(resolution: Resolution, tally: Tally, convenor: str) -> str:
    members, leader = tally.members, _leader(tally)
    count = sum(member.is_expert for member in members)
    return (
        f"{chinese_date(resolution.met_on)}，{convenor}在{resolution.place}组织召开会议。"
        f"专家组由{len(members)}人组成，其中专家{count}人，组长{leader}。"
        f"专家组{HEARD[Panel.Kind(tally.panel.kind)]}，经质询、讨论，由成员各自独立评分，形成如下意见。"
    )


def _leader(tally: Tally) -> str:
    return next(member.user.name for member in tally.members if member.is_leader)


def _marks(tally: Tally) -> Iterator[Section]:
    if tally.panel.ranks:
        score = "成员评分的平均值与价格分之和" if tally.sheet.price else "成员评分的平均值"
        text = f"得分为{score}。得分相同的，依次比较报价、技术得分和收到时间。"
        yield Section(heading="排序", text=text, table=ranking(tally))
    for result in tally.placed + [one for one in tally.results if not one.place]:
        name = f"（{result.subject}）" if result.subject else ""
        far = "标*的总分明显偏离其他成员，仅作提示，未予剔除。" if any(result.far) else ""
        yield Section(heading=f"评分表{name}", text=far, table=marks(tally, result))


def _conclusion(resolution: Resolution, tally: Tally) -> Iterator[str]:
    yield f"专家组结论：{CONCLUSIONS[Panel.Conclusion(resolution.conclusion)]}。"
    if tally.placed and tally.panel.ranks:
        yield f"第一名：{tally.placed[0].subject}。"
    if resolution.rejection_reason:
        yield f"专家组建议不予立项：{resolution.rejection_reason}"


def _dissents(resolution: Resolution) -> Iterator[Section]:
    dissents = resolution.signatures.filter(stance=PanelSignature.Stance.DISSENTS)
    told = [f"{one.member.user.name}：{one.reason}" for one in dissents.select_related("member__user")]
    if told:
        yield Section(heading="不同意见", text="\n".join(told))


def _signed(tally: Tally) -> str:
    return f"组长：{_leader(tally)}　　{chinese_date(timezone.localdate())}"
