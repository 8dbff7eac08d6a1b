"""The demo's own time: each deed of the city happens at a working hour of its day, years back."""

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random

import time_machine
from django.utils import timezone

from egov.policy.holidays import ANNOUNCED

NOMINAL_TODAY = datetime(2026, 11, 22, 12, tzinfo=timezone.get_default_timezone())
"""The day on which the stories were written; they are told as if it were the day of the telling."""

Story = Iterator[datetime]
"""Yields the moment of its next deed, and does the deed when it is resumed at that moment."""

SATURDAY = 5
SPECIAL = {day: is_worked for year in ANNOUNCED.values() for one in year for day, is_worked in one.days()}
"""The days that are not as their weekdays: whether they are worked."""


class Shift:
    """From the stories' days to real ones: whole weeks, so that a Monday stays a Monday."""

    def __init__(self) -> None:
        self.today = timezone.now()
        self.by = timedelta(weeks=(self.today - NOMINAL_TODAY).days // 7)

    @property
    def years(self) -> int:
        return round(self.by.days / 365)

    def moment(self, day: str) -> datetime:
        """Return the real moment at which a day of the stories begins, such as "2025-03-10"."""
        naive = datetime.fromisoformat(day)
        return timezone.make_aware(naive) + self.by


def is_worked(day: date) -> bool:
    return SPECIAL.get(day, day.weekday() < SATURDAY)


def next_worked(moment: datetime) -> datetime:
    """Return the moment, or the same hour of the next day that is worked."""
    while not is_worked(timezone.localdate(moment)):
        moment += timedelta(days=1)
    return moment


def working_hour(moment: datetime, chance: Random, *, after: datetime | None = None) -> datetime:
    """Return a moment in office hours on that day, or on the next that is worked.

    What falls into a public holiday is done on the day before it, where that comes after ``after``: people
    clear their desks, and a story takes no longer for the holidays.
    """
    local = timezone.localtime(moment)
    if after is not None and local.date() in SPECIAL:
        before = local
        while not is_worked(before.date()):
            before -= timedelta(days=1)
        local = before if before.date() > timezone.localdate(after) else local
    local = next_worked(local)
    hour = chance.choice((8, 9, 9, 9, 10, 10, 10, 11, 14, 14, 15, 15, 16, 16, 17))
    return local.replace(hour=hour, minute=chance.randrange(30, 60), second=chance.randrange(60))


class FutureDeed(Exception):
    """A story goes on beyond the present day."""


def tell(stories: list[Story], *, on_month: Callable[[date], None] = lambda month: None) -> int:
    """Let all stories happen side by side, in the order of time; return how many deeds there were.

    ``on_month`` is told the first day of each month that begins.
    """
    today = timezone.now()
    queue = [(moment, place, story) for place, story in enumerate(stories) if (moment := next(story, None))]
    heapq.heapify(queue)
    deeds, month = 0, None
    with time_machine.travel(today, tick=False) as traveller:
        while queue:
            moment, place, story = heapq.heappop(queue)
            if moment > today:
                raise FutureDeed(place, moment)
            traveller.move_to(moment)
            begun = timezone.localdate(moment).replace(day=1)
            if begun != month:
                month = begun
                on_month(month)
            following = next(story, None)
            deeds += 1
            if following is not None:
                heapq.heappush(queue, (following, place, story))
    return deeds
