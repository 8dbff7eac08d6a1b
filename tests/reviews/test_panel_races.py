"""Two people at the same moment; on PostgreSQL, where they really meet."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from egov.audit.models import Event
from projects.flow import Stage
from projects.models import Task, TaskKind
from reviews.actions import PanelRefused, file_conclusion, file_opinion
from reviews.models import Opinion, Panel, Verdict
from reviews.models.opinions import DIMENSIONS_OF
from tests.factories import (
    City,
    acting,
    draw_up,
    file_opinions,
    fix_preset,
    make_panel,
    make_project,
    marks_for,
    sign_all,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def together(*deeds):
    """Let the deeds begin at the same moment; return what each gave, a refusal included."""
    barrier = Barrier(len(deeds))

    def do(deed):
        barrier.wait()
        try:
            return deed()
        except PanelRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def sitting():
    city = City()
    return make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))


def test_the_last_two_who_file_at_once_open_one_line_for_the_leader():
    panel = sitting()
    fix_preset(panel)
    members = list(panel.members.order_by("pk"))
    findings = dict.fromkeys(DIMENSIONS_OF[panel.kind], ("meets", ""))
    marks = marks_for(panel)

    def filing(member):
        by = acting(member)
        return lambda: file_opinion(
            member=member, findings=findings, marks=marks, verdict=Verdict.PASS, by=by
        )

    for member in members[:3]:
        filing(member)()
    filed = together(filing(members[3]), filing(members[4]))
    assert all(isinstance(one, Opinion) for one in filed)
    assert Task.objects.open().filter(kind=TaskKind.CONCLUDE_PANEL).count() == 1


def test_one_member_filing_twice_at_once_files_once():
    panel = sitting()
    fix_preset(panel)
    member = panel.members.first()
    findings = dict.fromkeys(DIMENSIONS_OF[panel.kind], ("meets", ""))
    marks, by = marks_for(panel), acting(member)

    def deed():
        return file_opinion(member=member, findings=findings, marks=marks, verdict=Verdict.PASS, by=by)

    filed = together(deed, deed)
    assert sorted(type(one).__name__ for one in filed) == ["Opinion", "PanelRefused"]


def test_the_leader_filing_twice_at_once_concludes_once():
    panel = sitting()
    file_opinions(panel)
    draw_up(panel)
    sign_all(panel)
    leader = acting(panel.members.get(is_leader=True))
    done = together(*[lambda: file_conclusion(panel=panel, by=leader)] * 2)
    assert sorted(type(one).__name__ for one in done) == ["Panel", "PanelRefused"]
    assert Panel.objects.get().minutes
    assert Event.objects.filter(verb="review.conclude_panel").count() == 1
