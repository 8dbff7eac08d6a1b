"""The special fund of the demo city's years, as the office and the finance bureau arrange it."""

from decimal import Decimal

from egov.demo.founding import Desk
from projects.actions.fund_papers import issue_fund_report
from projects.actions.ledger.arranging import propose_arrangement, sign_arrangement
from projects.actions.ledger.closing import close_year
from projects.models import AnnualPlan, FundLine, SpecialFund

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


def close_fund(fund: SpecialFund, *, finance: Desk) -> None:
    """Close the year: what projects under way have not spent goes on into the next, the rest lapses."""
    close_year(
        fund=fund,
        reason=f"{fund.year}年度预算执行结束，在建项目结余资金结转下年继续使用，其余按规定收回。",
        by=finance.head,
    )


def report_on_fund(fund: SpecialFund, *, finance: Desk) -> None:
    """Issue the annual report of the closed year."""
    issue_fund_report(fund=fund, by=finance.head)
