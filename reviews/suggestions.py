"""The first draft of a panel's opinion, from what its members filed. Panels write in Chinese: no gettext."""

from collections import Counter
from collections.abc import Iterator

from reviews.models import Assessment, Dimension, Tally
from reviews.models.opinions import DIMENSIONS_OF
from reviews.scoring import rounded

WORDS = {
    Assessment.MEETS: "符合要求",
    Assessment.MEETS_LARGELY: "基本符合要求",
    Assessment.FAILS: "不符合要求",
}
NAMES = {
    Dimension.NECESSITY: "必要性",
    Dimension.FEASIBILITY: "技术可行性",
    Dimension.ECONOMY: "投资合理性",
    Dimension.EFFECT: "成效",
    Dimension.SECURITY: "安全性",
    Dimension.CONFORMITY: "需求响应",
    Dimension.TECHNIQUE: "技术方案",
    Dimension.IMPLEMENTATION: "实施组织",
    Dimension.SCOPE: "合同内容完成情况",
    Dimension.FUNCTION: "功能和性能",
    Dimension.PAPERS: "文档完整性",
}


def suggested_opinion(tally: Tally) -> str:
    """Return the findings, problems, suggestions and the order, one paragraph a line."""
    return "\n".join([*_findings(tally), *_order(tally), *_words(tally)])


def _findings(tally: Tally) -> Iterator[str]:
    for dimension in DIMENSIONS_OF[tally.panel.kind]:
        yield f"{NAMES[Dimension(dimension)]}：{finding_of(tally, dimension)}。"


def finding_of(tally: Tally, dimension: str) -> str:
    """Return how many members found what in one dimension."""
    findings = [finding for opinion in tally.opinions for finding in opinion.findings.all()]
    found = [one.assessment for one in findings if one.dimension == dimension]
    counted = Counter(found)
    parts = [f"{counted[one]}名成员认为{WORDS[one]}" for one in WORDS if counted[one]]
    return "，".join(parts) if len(parts) > 1 else f"专家组一致认为{WORDS[Assessment(found[0])]}"


def _order(tally: Tally) -> Iterator[str]:
    if tally.panel.ranks:
        for result in tally.placed:
            yield f"第{result.place}名：{result.subject}，得分{rounded(result.total)}。"
        for result in tally.results:
            if not result.place:
                yield f"{result.subject}：{'、'.join(result.faults)}不符合要求，不参加排序。"
    else:
        yield f"评分平均{tally.results[0].average}分。"


def _words(tally: Tally) -> Iterator[str]:
    for label, name in (("问题", "problems"), ("建议", "suggestions")):
        texts = dict.fromkeys(getattr(one, name).strip() for one in tally.opinions)
        told = [text for text in texts if text]
        if told:
            yield f"{label}：{'；'.join(text.rstrip('。；') for text in told)}。"
