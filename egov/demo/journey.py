"""One project's way, deed by deed; each yields the moment of its next deed (see ``clock.tell``)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random

from django.utils import timezone

from egov.demo.cast import CITY, FIRMS, HARBOR, LAKE, Firm
from egov.demo.clock import Shift, working_hour
from egov.demo.founding import Desk, Town
from egov.demo.story import Tale
from egov.demo.texts.topic import Topic
from egov.demo.texts.works import Works
from egov.demo.years import Plans
from projects.models import Project

WAN = 10_000
PREFIXES = {CITY: "", HARBOR: "harbor_", LAKE: "lake_"}


@dataclass
class Journey:
    """A project on its way, with everybody it meets."""

    tale: Tale
    town: Town
    plans: Plans
    shift: Shift
    now: datetime = field(init=False)
    chance: Random = field(init=False)
    pk: int = 0

    def __post_init__(self) -> None:
        self.chance = Random(self.tale.key)
        self.now = working_hour(self.shift.moment(self.tale.begins), self.chance)

    @property
    def project(self) -> Project:
        """The project as it stands now."""
        return Project.objects.select_related("jurisdiction", "plan").get(pk=self.pk)

    def wait(self, days: float, *, exact: bool = False, before: datetime | None = None) -> datetime:
        """Let days pass, fewer for a project in a hurry unless they are exact; return when that is.

        Holidays may make it later; an hour before ``before`` it is done at the latest.
        """
        passed = days if exact else days * self.tale.pace
        since, due = self.now, self.now + timedelta(days=max(passed, 0.2))
        self.now = working_hour(due, self.chance, after=since)
        if before is not None:
            self.now = max(since, min(self.now, before - timedelta(hours=1)))
        return self.now

    def tonight(self) -> datetime:
        """Let people stay in the office until the evening of the day; return when that is."""
        self.now = timezone.localtime(self.now).replace(hour=21, minute=self.chance.randrange(5, 20))
        return self.now

    def soon(self) -> datetime:
        """Let some minutes pass, whatever the hour."""
        self.now += timedelta(minutes=self.chance.randrange(15, 35))
        return self.now

    def until(self, day: str) -> datetime:
        """Let time pass until a day of the stories."""
        self.now = max(self.now, working_hour(self.shift.moment(day), self.chance))
        return self.now

    def desk(self, key: str) -> Desk:
        return self.town.desks[key]

    def here(self, key: str) -> Desk:
        """Return the desk of a kind of office in the project's own jurisdiction."""
        return self.desk(f"{PREFIXES[self.tale.code]}{key}")

    @property
    def office_key(self) -> str:
        return f"{PREFIXES[self.tale.code]}office"

    @property
    def owner(self) -> Desk:
        return self.desk(self.tale.owner)

    @property
    def builder(self) -> Desk:
        return self.desk(self.tale.builder or self.tale.owner)

    @property
    def user(self) -> Desk:
        return self.desk(self.tale.user or self.tale.owner)

    @property
    def stage(self) -> str:
        return str(Project.objects.values_list("stage", flat=True).get(pk=self.pk))

    @property
    def plan_year(self) -> int:
        """The year of the plan in which the project stands now."""
        return int(Project.objects.values_list("plan__year", flat=True).get(pk=self.pk) or 0)

    @property
    def today(self) -> date:
        """The day of the next deed."""
        return self.now.date()

    @property
    def topic(self) -> Topic:
        return self.tale.topic

    @cached_property
    def words(self) -> Works:
        return Works(self.topic, self.chance)

    @cached_property
    def application_words(self) -> dict[str, str]:
        return self.words.application()

    @cached_property
    def meeting_number(self) -> int:
        return self.chance.randrange(11, 58)

    @cached_property
    def firms(self) -> list[Firm]:
        """The companies that meet this project; the first designs, the second builds."""
        return self.chance.sample(FIRMS, 6)

    @property
    def investment(self) -> Decimal:
        """What the government approves of the estimate: a little less, in round figures; yuan."""
        return Decimal(self.topic.wan * 96 // 100 * WAN)

    @property
    def contract_sum(self) -> Decimal:
        """What the winner of the tender asks, in yuan."""
        return Decimal(self.topic.wan * 84 // 100 * WAN + 6_800)
