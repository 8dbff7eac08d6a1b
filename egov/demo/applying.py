"""From the application form to the acceptance of the application, clause 三(二)1."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from egov.demo import papers
from egov.demo.journey import WAN, Journey
from egov.demo.planning import costs_of
from projects.actions import advance
from projects.actions.application import (
    Draft,
    draft_from,
    return_application,
    save_application,
    start_application,
    submit_application,
)
from projects.actions.documents import file_document
from projects.actions.duplicates import answer_duplicates
from projects.application_content import prefill_of
from projects.models import Application, DocumentKind


def apply_for(j: Journey) -> Iterator[datetime]:
    """Fill in the form, attach the reports, submit; and once more where the office sends it back."""
    yield j.until(j.tale.applies)
    start_application(project=j.project, by=j.owner.handler)
    yield j.wait(4)
    save_application(project=j.project, draft=_first_draft(j), version=_version(j), by=j.owner.handler)
    yield j.wait(5)
    save_application(project=j.project, draft=_draft(j), version=_version(j), by=j.owner.handler)
    yield j.wait(3)
    _attach_reports(j)
    yield j.wait(2)
    _answer_duplicates(j)
    submit_application(project=j.project, by=j.owner.head)
    if j.tale.has("returned"):
        yield from _correct(j)
    yield j.wait(5)
    advance(project=j.project, step="accept_application", by=j.here("office").handler)


def _correct(j: Journey) -> Iterator[datetime]:
    yield j.wait(6)
    marks = {"cost_basis": j.words.say("{part}的单价缺少询价依据，请附报价单。"), "resources": j.topic.doubt}
    return_application(
        project=j.project, marks=marks, reason=j.words.return_reason(), by=j.here("office").handler
    )
    yield j.wait(7)
    draft = _draft(j)
    basis = j.words.say("\n补充：{part}已取得三家书面报价，取平均值计列；报价单见可行性研究报告附件。")
    facts = draft.facts | {"cost_basis": draft.facts["cost_basis"] + basis}
    save_application(
        project=j.project, draft=replace(draft, facts=facts), version=_version(j), by=j.owner.handler
    )
    yield j.wait(2)
    _answer_duplicates(j)
    submit_application(project=j.project, by=j.owner.head)


def _version(j: Journey) -> int:
    return Application.objects.get(project=j.pk).version


def _first_draft(j: Journey) -> Draft:
    draft = draft_from(prefill_of(j.project))
    facts = {"leader_name": j.owner.head.user.name, "contact_name": j.owner.handler.user.name}
    return replace(draft, facts=draft.facts | facts)


def _draft(j: Journey) -> Draft:
    project, topic = j.project, j.topic
    costs = costs_of(topic, j.plan_year)
    begins = j.now.date() + timedelta(days=120)
    plain = {
        "leader_name": j.owner.head.user.name,
        "contact_name": j.owner.handler.user.name,
        "contact_phone": j.owner.handler.user.phone,
        "confidentiality": "no",
        "starts_on": begins,
        "ends_on": begins + timedelta(days=300),
        "location": f"{project.jurisdiction.name}{j.chance.choice(('政务云数据中心', '行政中心', '政务云及各使用单位'))}",
        "deployment": "own" if topic.category == "network" else "cloud",
        "network": "extranet",
        "annual_maintenance": Decimal(topic.wan * 8 // 100 * WAN),
    }
    return Draft(
        facts=draft_from(prefill_of(project)).facts | plain | j.application_words,
        costs=costs.cost_lines,
        funding=costs.funding_lines,
        resources=_resources(j),
        indicators=_indicators(j),
    )


def _resources(j: Journey) -> list[dict[str, str]]:
    kinds = ("unconditional", "conditional", "unconditional", "conditional")
    notes = {"unconditional": "", "conditional": "依申请共享，限于履行法定职责使用，不得转供第三方"}
    return [
        {"name": name, "sharing": kind, "note": notes[kind]}
        for name, kind in zip(j.topic.shares, kinds, strict=False)
    ]


def _indicators(j: Journey) -> list[dict[str, str]]:
    topic = j.topic
    return [
        {
            "kind": "quantity",
            "name": f"完成{'、'.join(topic.parts[:2])}建设",
            "target": f"{len(topic.parts)}项全部上线",
        },
        {"kind": "quality", "name": "系统验收一次通过率", "target": "100%"},
        {"kind": "timeliness", "name": "按合同工期完成率", "target": f"≥{j.chance.choice((95, 98, 100))}%"},
        {"kind": "cost", "name": "投资控制", "target": f"不超过{topic.wan}万元"},
        {"kind": "benefit", "name": topic.objectives.split("，")[0][:60], "target": "达到项目目标"},
        {
            "kind": "satisfaction",
            "name": f"{topic.users[:40]}满意度",
            "target": f"≥{j.chance.choice((90, 92, 95))}%",
        },
    ]


def _attach_reports(j: Journey) -> None:
    topic, organ, today = j.topic, j.owner.name, j.now.date()
    words = j.application_words
    feasibility = papers.pdf(
        f"{topic.title}可行性研究报告",
        organ,
        today,
        (
            ("总论", f"{j.words.opening()}\n{topic.background}"),
            ("建设目标与内容", f"{topic.objectives}\n{topic.content}"),
            ("总体方案", f"{words['architecture']}\n{words['functions']}"),
            (
                "数据共享与安全",
                f"{words['data_classification']}\n{words['cryptography']}\n{words['xinchuang']}",
            ),
            ("投资估算与资金筹措", words["cost_basis"]),
            ("结论", j.words.conclusion()),
        ),
        业主单位=organ,
        投资估算=f"{topic.wan}万元",
        安全保护等级=f"第{topic.grade}级",
    )
    requirements = papers.word(f"{topic.title}需求分析报告", organ, today, j.words.requirements())
    reports = (
        (DocumentKind.FEASIBILITY_REPORT, feasibility),
        (DocumentKind.REQUIREMENTS_REPORT, requirements),
    )
    for kind, paper in reports:
        file_document(
            project=j.project,
            kind=kind,
            title=(paper.name or "").rsplit(".", 1)[0],
            upload=paper,
            by=j.owner.handler,
        )


def _answer_duplicates(j: Journey) -> None:
    project = j.project
    hits = project.duplicate_hits.filter(answer="").select_related("earlier")
    answers = {hit.pk: j.words.duplicate_answer(hit.earlier.title) for hit in hits}
    if answers:
        answer_duplicates(project=project, answers=answers, by=j.owner.handler)
