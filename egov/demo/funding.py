"""The special fund of the demo city's years, as the office and the finance bureau arrange it."""

from decimal import Decimal

from egov.demo.founding import Desk
from projects.actions.ledger.arranging import propose_arrangement, sign_arrangement
from projects.models import AnnualPlan, FundLine

REVIEW_PERCENT, MAINTENANCE_PERCENT = Decimal(6), Decimal(14)


def arrange_fund(plan: AnnualPlan, *, office: Desk, finance: Desk) -> None:
    """Arrange the year's fund after its plan: the ceiling for construction, more for review and upkeep."""
    review = round(plan.ceiling * REVIEW_PERCENT / 100, -4)
    maintenance = round(plan.ceiling * MAINTENANCE_PERCENT / 100, -4)
    arrangement = propose_arrangement(
        year=plan.year,
        appropriation=plan.ceiling + review + maintenance,
        earmarks={
            FundLine.CONSTRUCTION: plan.ceiling,
            FundLine.REVIEW: review,
            FundLine.MAINTENANCE: maintenance,
        },
        basis=f"{plan.year}年市级部门预算批复",
        reason="按年度建设计划安排建设资金，并按建设规模测算论证评审监理费和运行维护费。",
        by=finance.handler,
    )
    sign_arrangement(arrangement=arrangement, by=office.head)
    sign_arrangement(arrangement=arrangement, by=finance.head)
