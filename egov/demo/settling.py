"""What follows a panel in the demo: its experts are rated, and paid where the review line has enough."""

from random import Random

from egov.demo.journey import Journey
from projects.models import FundLine, SpecialFund
from reviews.actions import list_fees, pay_fees, rate_experts
from reviews.actions.fees import dues_of
from reviews.actions.ratings import rateable
from reviews.models import Panel

ROOM = 100_000
"""Yuan that the review line must have left, so that the supervision contracts still find theirs."""

WORDS = (
    "准时到会，审阅材料细致，意见具体可行。",
    "独立公正，对技术路线的质询切中要害。",
    "专业水平高，提出的修改建议均被采纳。",
    "意见明确，按时完成评分和签字。",
)
LATE = "迟到半小时，未通读材料，意见较为笼统。"


def settle(j: Journey, panel: Panel) -> None:
    """Let the office rate the experts and list their fees, and the finance bureau pay them."""
    office, finance = j.here("office").handler, j.here("finance").handler
    chance = Random(f"{j.tale.key}/{panel.kind}/settled")
    given = {}
    for member in rateable(panel):
        late = chance.random() < 0.05
        score = chance.randint(48, 58) if late else chance.randint(82, 97)
        given[member.pk] = (score, LATE if late else chance.choice(WORDS))
    rate_experts(panel=panel, ratings=given, by=office)
    funds = SpecialFund.objects.open().filter(jurisdiction=j.project.jurisdiction)
    if any(fund.left_on(FundLine.REVIEW) > ROOM for fund in funds):
        days = {due.member.pk: chance.choice((1, 1, 2)) for due in dues_of(panel)}
        pay_fees(fee_list=list_fees(panel=panel, half_days=days, by=office), by=finance)
