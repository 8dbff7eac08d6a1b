"""What goes on beside the cases: days pass, people read their notices and follow what is close to them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from egov.accounts.acting import Actor
from egov.accounts.models import User
from egov.demo.clock import Shift, Story, working_hour
from egov.demo.founding import Town
from egov.notices.actions import mark_read
from projects.actions.following import follow
from projects.models import Project
from projects.tasks import follow_deadlines

FIRST_MORNING, LAST_MORNING, FORTNIGHT = "2024-10-07T06:00", "2026-11-16T06:00", timedelta(weeks=2)
FIRST_READING, LAST_READING, EVERY = "2024-10-14", "2026-11-09", timedelta(weeks=4)
FOLLOWED_ON, FOLLOWED = "2026-10-20", 3
FOLLOWERS = ("office", "finance", "government", "audit", "supervision", "datacenter", "harbor_office")


def habits(town: Town, shift: Shift) -> list[Story]:
    """Return the stories of the timetable and of people's habits."""
    return [_pass_days(shift), _read(shift), _follow(town, shift)]


def _pass_days(shift: Shift) -> Iterator[datetime]:
    """Let the timetable follow the deadlines: each fortnight instead of each morning."""
    moment = shift.moment(FIRST_MORNING)
    while moment <= shift.moment(LAST_MORNING):
        yield moment
        follow_deadlines()
        moment += FORTNIGHT


def _read(shift: Shift) -> Iterator[datetime]:
    chance = Random("readers")
    day, last = shift.moment(FIRST_READING), shift.moment(LAST_READING)
    days = [last - EVERY * n for n in range((last - day) // EVERY, -1, -1)]
    for moment in days:
        yield working_hour(moment, chance)
        for user in User.objects.filter(notices__read_at__isnull=True).distinct():
            mark_read(user=user)


def _follow(town: Town, shift: Shift) -> Iterator[datetime]:
    chance = Random("followers")
    yield working_hour(shift.moment(FOLLOWED_ON), chance)
    for key in FOLLOWERS:
        desk = town.desks[key]
        people: dict[int, Actor] = {actor.user.pk: actor for actor in (*desk.handlers, *desk.heads)}
        for actor in people.values():
            seen = list(Project.objects.visible_to(actor).order_by("pk"))
            for project in chance.sample(seen, min(FOLLOWED, len(seen))):
                follow(project=project, by=actor)
