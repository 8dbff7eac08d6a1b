"""Tells the whole story of the demo city, through the same actions that people use."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

import time_machine

from egov.audit.actions import make_checkpoint
from egov.demo.applying import apply_for
from egov.demo.approving import approve, terminate
from egov.demo.arguing import argue
from egov.demo.building import accept, build_up
from egov.demo.clock import Shift, tell
from egov.demo.founding import found
from egov.demo.habits import habits
from egov.demo.journey import Journey
from egov.demo.planning import propose
from egov.demo.procuring import procure, solicit
from egov.demo.running import run
from egov.demo.tales import TALES
from egov.demo.watching import watching
from egov.demo.years import Plans
from projects.models import Transition
from projects.tasks import follow_deadlines

FOUNDED = "2024-08-26"


def build(*, on_month: Callable[[date], None] = lambda month: None) -> int:
    """Found the city and let three plan years happen in it; return how many deeds that took.

    ``on_month`` is told of each month of these years as it begins.
    """
    shift = Shift()
    with time_machine.travel(shift.moment(FOUNDED), tick=True):
        town = found()
    plans = Plans(town, shift)
    journeys = [Journey(tale, town, plans, shift) for tale in TALES]
    deeds = tell(
        [
            *plans.stories(),
            *habits(town, shift),
            *watching(town, shift),
            *(walk(journey) for journey in journeys),
        ],
        on_month=on_month,
    )
    follow_deadlines()
    make_checkpoint()
    return deeds


def life(j: Journey) -> Iterator[datetime]:
    """A project's whole life, phase by phase."""
    yield from propose(j)
    if not j.tale.applies:
        return
    yield from apply_for(j)
    yield from argue(j)
    if j.tale.has("argumentation fails"):
        return
    yield from approve(j)
    yield from solicit(j)
    if j.tale.has("terminated"):
        yield from terminate(j)
        return
    yield from procure(j)
    yield from build_up(j)
    yield from accept(j)
    yield from run(j)


def walk(j: Journey) -> Iterator[datetime]:
    """Let a project live until it stands where its tale ends, and do what deeds the tale still tells there."""
    left: int | None = None
    for moment in life(j):
        if left is None and j.pk and has_arrived(j):
            left = j.tale.further
        if left == 0:
            return
        if left:
            left -= 1
        yield moment


def has_arrived(j: Journey) -> bool:
    """Tell whether the project has come to the stay in which its tale leaves it."""
    if j.stage != j.tale.until:
        return False
    stays = Transition.objects.filter(project=j.pk, target=j.tale.until).count()
    return stays >= j.tale.nth or j.tale.until == "draft"
