"""The plan years of the city and its districts: opened, proposed for, decided, signed, published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from egov.demo import cast
from egov.demo.clock import Shift, Story, working_hour
from egov.demo.founding import Desk, Town
from egov.demo.funding import arrange_fund, close_fund, report_on_fund
from egov.demo.texts.plans import DEFERRED, INCLUDED, PRIORITIES
from projects.actions.plan import (
    close_plan,
    decide_proposals,
    open_plan,
    order_proposals,
    publish_plan,
    sign_plan,
)
from projects.models import AnnualPlan, Proposal, SpecialFund

OFFICES = {
    cast.CITY: ("office", "finance"),
    cast.HARBOR: ("harbor_office", "harbor_finance"),
    cast.LAKE: ("lake_office", "lake_finance"),
}


@dataclass(frozen=True)
class PlanYear:
    """What happens to a plan, and on which days; a day that is empty has not come yet."""

    code: str
    year: int
    ceiling: int
    """In 万元."""
    opened: str
    closed: str = ""
    decided: str = ""
    signed_by_office: str = ""
    signed_by_finance: str = ""
    published: str = ""
    deferred: tuple[str, ...] = ()
    """Keys of the projects that have to wait."""
    fund_closed: str = ""


PLAN_YEARS = (
    PlanYear(
        *(cast.CITY, 2025, 8000, "2024-09-02", "2024-10-25", "2024-11-20"),
        *("2024-12-09", "2024-12-12", "2024-12-18", ("hotline",), "2026-01-13"),
    ),
    PlanYear(
        *(cast.HARBOR, 2026, 1500, "2025-09-08", "2025-10-24", "2025-11-18"),
        *("2025-12-08", "2025-12-11", "2025-12-16"),
    ),
    PlanYear(
        *(cast.LAKE, 2026, 1200, "2025-09-10", "2025-10-30", "2025-11-21"),
        *("2025-12-15", "2025-12-17", "2025-12-22"),
    ),
    PlanYear(
        *(cast.CITY, 2026, 12000, "2025-09-01", "2025-11-07", "2025-11-19"),
        *("2025-12-08", "2025-12-10", "2025-12-15", ("drones", "newspapers")),
    ),
    PlanYear(cast.CITY, 2027, 11000, "2026-09-01"),
    PlanYear(cast.HARBOR, 2027, 1600, "2026-09-04", "2026-10-30", "2026-11-11", "2026-11-17"),
    PlanYear(cast.LAKE, 2027, 1300, "2026-09-07", "2026-11-06"),
)


class Plans:
    """Finds the plan of a year when a project asks for it."""

    def __init__(self, town: Town, shift: Shift) -> None:
        self.town, self.shift = town, shift
        self.keys: dict[int, str] = {}
        """By a project's id, how the stories call it."""

    def plan(self, code: str, year: int) -> AnnualPlan:
        return AnnualPlan.objects.get(jurisdiction__code=code, year=year + self.shift.years)

    def stories(self) -> list[Story]:
        return [self.story(year) for year in PLAN_YEARS]

    def story(self, told: PlanYear) -> Iterator[datetime]:
        """Let a plan year happen as far as it has come."""
        chance = Random(f"{told.code}{told.year}")
        office, finance = (self.town.desks[key] for key in OFFICES[told.code])
        yield self._moment(told.opened, chance)
        open_plan(
            year=told.year + self.shift.years,
            priorities=PRIORITIES[told.code, told.year],
            ceiling=Decimal(told.ceiling * 10_000),
            by=office.head,
        )
        if told.closed:
            yield self._moment(told.closed, chance)
            close_plan(plan=self.plan(told.code, told.year), by=office.handler)
        if told.decided:
            yield self._moment(told.decided, chance)
            self._decide(told, office, chance)
        yield from self._end(told, office, finance, chance)

    def _end(self, told: PlanYear, office: Desk, finance: Desk, chance: Random) -> Iterator[datetime]:
        for day, desk in ((told.signed_by_office, office), (told.signed_by_finance, finance)):
            if day:
                yield self._moment(day, chance)
                plan = self.plan(told.code, told.year)
                sign_plan(plan=plan, version=plan.version, by=desk.head)
        if told.published:
            yield self._moment(told.published, chance)
            plan = publish_plan(plan=self.plan(told.code, told.year), by=office.handler)
            yield working_hour(self.shift.moment(told.published) + timedelta(days=5), chance)
            arrange_fund(plan, office=office, finance=finance)
        if told.fund_closed:
            yield from self._settle_fund(told, finance, chance)

    def _settle_fund(self, told: PlanYear, finance: Desk, chance: Random) -> Iterator[datetime]:
        """Close the fund once its year is over, and issue the report on it, as far as these days have come."""
        year = told.year + self.shift.years
        over = datetime(year + 1, 1, 5, tzinfo=timezone.get_default_timezone())
        closes = working_hour(max(self.shift.moment(told.fund_closed), over), chance)
        reports = working_hour(closes + timedelta(days=9), chance)
        for moment, deed in ((closes, close_fund), (reports, report_on_fund)):
            if moment < self.shift.today:
                yield moment
                deed(SpecialFund.objects.get(jurisdiction__code=told.code, year=year), finance=finance)

    def _moment(self, day: str, chance: Random) -> datetime:
        return working_hour(self.shift.moment(day), chance)

    def _decide(self, told: PlanYear, office: Desk, chance: Random) -> None:
        plan = self.plan(told.code, told.year)
        proposals = list(plan.proposals.submitted().current().in_order().select_related("project"))
        by_cost = sorted(proposals, key=lambda proposal: proposal.estimate, reverse=True)
        order_proposals(
            plan=plan, positions={p.pk: place for place, p in enumerate(by_cost, start=1)}, by=office.handler
        )
        for proposal in proposals:
            key = self.keys[proposal.project_id]
            waits = key in told.deferred
            decision = Proposal.Included.DEFERRED if waits else Proposal.Included.INCLUDED
            reason = DEFERRED[key] if waits else chance.choice(INCLUDED)
            decide_proposals(
                plan=plan, proposals=[proposal.pk], decision=decision, reason=reason, by=office.handler
            )
