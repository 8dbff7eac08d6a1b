"""From the first draft to the published plan, clause 三(一)."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from egov.demo.journey import WAN, Journey
from egov.demo.texts.topic import Topic
from projects.actions.proposal import Costs, save_proposal, start_again, start_proposal, submit_proposal
from projects.models import AnnualPlan, CostItem, FundingSource, Proposal

SHARES = {
    "application": {"software_development": 58, "integration": 9, "data": 8, "security": 9, "training": 2},
    "resources": {"software_development": 34, "data": 36, "integration": 6, "security": 10, "training": 1},
    "network": {"hardware": 61, "security": 16, "integration": 9, "training": 1},
    "support": {"hardware": 68, "software_products": 13, "integration": 5, "training": 1},
}
"""How an estimate divides by cost item, in percent; supervision, testing and design take the rest."""

COMMON = {"supervision": 3, "testing": 4, "design": 4}


def propose(j: Journey) -> Iterator[datetime]:
    """Draft a proposal, cost it, and put it before the office."""
    tale, topic = j.tale, j.tale.topic
    yield j.now
    proposal = start_proposal(
        plan=j.plans.plan(tale.code, tale.year),
        title=topic.title,
        category=topic.category,
        construction_type=topic.kind,
        user_unit=j.user.organization,
        by=j.owner.handler,
    )
    j.pk = proposal.project_id
    j.plans.keys[j.pk] = tale.key
    yield j.wait(2)
    proposal = save_proposal(
        proposal=proposal, version=proposal.version, facts=_facts(topic, ""), by=j.owner.handler
    )
    yield j.wait(3)
    save_proposal(
        proposal=proposal,
        version=proposal.version,
        facts=_facts(topic, tale.priority),
        costs=costs_of(topic, proposal.plan.year),
        by=j.owner.handler,
    )
    yield j.wait(4)
    submit_proposal(project=j.project, by=j.owner.head)
    if tale.again:
        yield from _propose_again(j)


def _propose_again(j: Journey) -> Iterator[datetime]:
    """Bring a deferred project back for the next year."""
    yield j.until(j.tale.again)
    project = j.project
    plan = AnnualPlan.objects.get(jurisdiction=project.jurisdiction, year=j.plan_year + 1)
    proposal = start_again(project=project, plan=plan, by=j.owner.handler)
    yield j.wait(3)
    save_proposal(
        proposal=proposal,
        version=proposal.version,
        facts={
            "background": f"{proposal.background}\n{j.tale.topic.doubt}上一年度暂缓后，我单位已按此完善。"
        },
        by=j.owner.handler,
    )
    yield j.wait(5)
    submit_proposal(project=j.project, by=j.owner.head)


def _facts(topic: Topic, priority: str) -> dict[str, str]:
    facts = {
        "background": topic.background,
        "objectives": topic.objectives,
        "content": topic.content,
        "related_systems": topic.systems,
    }
    if not priority:
        return facts
    return facts | {
        "priority": Proposal.Priority[priority].value,
        "shares": "、".join(topic.shares),
        "consumes": "、".join(topic.consumes),
        "security_grade": topic.grade,
    }


def amounts_of(topic: Topic, total: Decimal) -> dict[str, Decimal]:
    """Divide a sum in yuan among the cost items that a project of this kind has."""
    shares = SHARES[topic.category] | COMMON
    amounts = {
        item: (total * percent / 100 / 1000).quantize(Decimal(1)) * 1000 for item, percent in shares.items()
    }
    amounts[CostItem.CONTINGENCY] = total - sum(amounts.values())
    return {item: amount for item, amount in amounts.items() if amount > 0}


def costs_of(topic: Topic, year: int) -> Costs:
    """Return the estimate by item and year; a large project's supervision and rest fall into a second one."""
    large = topic.wan >= 600
    later = {"supervision", "testing", "training", CostItem.CONTINGENCY} if large else set()
    total = Decimal(topic.wan * WAN)
    lines = {(item, year + (item in later)): amount for item, amount in amounts_of(topic, total).items()}
    granted = total / 5 if topic.category == "resources" and large else Decimal(0)
    funding = {FundingSource.SPECIAL_FUND.value: total - granted}
    if granted:
        funding[FundingSource.UPPER_LEVEL.value] = granted
    return Costs(cost_lines=lines, funding_lines=funding)
