"""In use: maintenance, evaluation by five parties, and the end, clauses 三(四)2–3."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from acceptance.actions import (
    PRESET,
    Points,
    arrange_maintenance,
    commit_maintenance,
    explain_retirement,
    file_scores,
    open_evaluation,
)
from acceptance.models import MaintenanceArrangement, ScoreSheet
from egov.demo import papers
from egov.demo.founding import Desk
from egov.demo.journey import WAN, Journey
from egov.demo.paying import check, claim, fund_maintenance, settle
from projects.actions import advance
from projects.models import FundLine


def run(j: Journey) -> Iterator[datetime]:
    """Put the system into use, and have it evaluated."""
    yield j.wait(6)
    plan = papers.word("运行维护方案", j.user.name, j.today, j.words.maintenance())
    arrange_maintenance(
        project=j.project,
        operator=j.firms[1].name,
        contact=j.chance.choice(("陶工", "夏工", "庄工", "邹工")),
        phone=f"0570-8{j.chance.randrange(100000, 999999)}",
        service_level=j.words.service_level(),
        annual_cost=Decimal(j.topic.wan * 8 // 100 * WAN),
        starts_on=j.today,
        ends_on=j.today + timedelta(days=365),
        plan=plan,
        by=j.user.handler,
    )
    claim(j, 4)
    yield j.wait(4)
    check(j)
    advance(project=j.project, step="put_into_use", by=j.user.head)
    if j.tale.has("retires"):
        yield from _retire(j)
        return
    yield from _evaluate(j)


def _retire(j: Journey) -> Iterator[datetime]:
    yield j.wait(60)
    settle(j)
    explain_retirement(project=j.project, reason=j.words.retirement(), by=j.user.handler)
    for desk in (j.user, j.here("office")):
        yield j.wait(4)
        advance(project=j.project, step="retire", by=desk.head)


def _evaluate(j: Journey) -> Iterator[datetime]:
    yield j.wait(80)
    settle(j)
    _commit_maintenance(j)
    open_evaluation(project=j.project, indicators=PRESET, by=j.here("office").handler)
    parties = {
        "user_unit": j.user,
        "informatization_office": j.here("office"),
        "finance_bureau": j.here("finance"),
        "audit_bureau": j.here("audit"),
        "supervision_bureau": j.here("supervision"),
    }
    for role, desk in parties.items():
        yield j.wait(4)
        _score(j, role, desk)
    for desk in parties.values():
        yield j.wait(2)
        advance(project=j.project, step="publish_evaluation", by=desk.head)
    claim(j, 1, FundLine.MAINTENANCE)


def _commit_maintenance(j: Journey) -> None:
    arrangement = MaintenanceArrangement.objects.filter(project=j.pk).first()
    if arrangement is None or not fund_maintenance(j, arrangement.annual_cost):
        return
    number = f"{j.user.organization.document_prefix}运〔{j.now.year}〕{j.chance.randrange(3, 60)}号"
    commit_maintenance(arrangement=arrangement, number=number, by=j.user.handler)


def _score(j: Journey, role: str, desk: Desk) -> None:
    sheet = ScoreSheet.objects.select_related("evaluation__project").get(evaluation__project=j.pk, role=role)
    least = 78 if j.tale.has("disappoints") else 88
    scores = [
        Points(
            indicator,
            (indicator.weight * j.chance.randrange(least, 100) / 100).quantize(Decimal("0.5")),
            j.words.score_comment(indicator.level3) if place % 5 == 0 else "",
        )
        for place, indicator in enumerate(sheet.evaluation.indicators.order_by("order"))
    ]
    file_scores(sheet=sheet, scores=scores, comment=j.words.evaluation_comment(), by=desk.handler)
