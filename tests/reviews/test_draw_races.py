"""Two clerks at once: one list, one result, one set of invitations. Needs real threads and real locks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from projects.flow import Stage
from reviews.actions import PanelRefused, close_candidates, make_draw
from reviews.models import CandidateList, Draw, DrawResult
from reviews.proof import faults_of_draw
from tests.factories import City, acting, convene, make_experts, make_member, make_project

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

CLERKS = 4


def at_once(city, deed, draw):
    """Let several clerks do the same deed on the same draw at the same moment; return what came of each."""
    clerks = [acting(make_member(city.informatization_office)) for _ in range(CLERKS)]
    barrier = Barrier(CLERKS)

    def work(clerk):
        try:
            own = Draw.objects.select_related("panel__project").get(pk=draw.pk)
            barrier.wait()
            deed(draw=own, by=clerk)
        except PanelRefused:
            return "refused"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(CLERKS) as pool:
        return sorted(pool.map(work, clerks))


def test_clerks_who_close_and_draw_at_once_get_one_result():
    city = City()
    make_experts(city, 7)
    panel = convene(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))
    draw = panel.draws.get()
    once = ["done", *["refused"] * (CLERKS - 1)]
    assert at_once(city, close_candidates, draw) == once
    assert at_once(city, make_draw, draw) == once
    assert (CandidateList.objects.count(), DrawResult.objects.count()) == (1, 1)
    assert panel.members.count() == 5
    assert faults_of_draw(Draw.objects.told().get(pk=draw.pk)) == []
