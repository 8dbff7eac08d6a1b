"""Each red flag finds what it asks for, leaves alone what lies within the numbers, and says why."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from egov.dashboard.desk.flags import FLAGS
from egov.dashboard.desk.flags.base import Flagged, thresholds
from egov.dashboard.desk.reading import watched
from egov.dashboard.models import Note
from egov.policy.models import Holiday, Parameter
from procurement.models import Tender
from projects.flow import Stage
from projects.models import Project, Task
from reviews.actions import file_opinion
from reviews.models import Panel, Verdict
from reviews.models.opinions import DIMENSIONS_OF
from tests.acceptance.test_changes import change
from tests.approvals import bind_contract, give
from tests.dashboard.desk.scenes import design_of
from tests.factories import (
    City,
    acting,
    conclude_panel,
    file_opinions,
    make_built_project,
    make_contract,
    make_experts,
    make_panel,
    make_project,
    make_tender,
    marks_for,
    put_in_stage,
)

pytestmark = pytest.mark.django_db

MILLION = Decimal(1_000_000)
EVENING = datetime(2026, 11, 18, 21, 40, tzinfo=timezone.get_default_timezone())
MORNING = datetime(2026, 11, 18, 9, 30, tzinfo=timezone.get_default_timezone())
SUNDAY = datetime(2026, 11, 15, 10, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def auditor(client: Client, city: City) -> Client:
    client.force_login(city.actor("audit_bureau").user)
    return client


def raised(city: City, code: str) -> list[Flagged]:
    """Return what a flag shows to the auditors of the city."""
    t = thresholds([FLAGS[code]], places=watched(city.actor("audit_bureau")))
    return [FLAGS[code].tell(row, t) for row in FLAGS[code].look(t).order_by("pk")]


def set_rule(city: City, code: str, value: str) -> None:
    Parameter.objects.create(
        jurisdiction=city.jurisdiction,
        code=code,
        value=Decimal(value),
        source="测试",
        effective_from=timezone.localdate(),
        set_by=city.actor("audit_bureau").user,
    )


def contracted(city: City, estimate: Decimal) -> Project:
    """Make a contract of 1,000,000 yuan with room for changes, beside a budget estimate."""
    project = make_built_project(city)
    contract = make_contract(project, city.actor("construction_entity"), MILLION)
    give(city, project, Decimal(1_150_000))
    bind_contract(city, contract)
    design_of(project, city.actor("construction_entity"), estimate)
    return project


def test_a_contract_that_its_changes_lift_above_the_estimate(city: City) -> None:
    over, within = contracted(city, Decimal(1_050_000)), contracted(city, Decimal(1_080_000))
    for project in (over, within):
        change(project, city, 80_000)
    hits = raised(city, "over-estimate")
    assert [hit.project for hit in hits] == [over]
    assert dict(hits[0].figures)["超出概算"] == "3.00 万元 (2.8%)"
    set_rule(city, "flag_over_estimate_percent", "5")
    assert raised(city, "over-estimate") == []


def test_a_change_just_below_the_limit(city: City) -> None:
    near, far = contracted(city, MILLION * 2), contracted(city, MILLION * 2)
    change(near, city, 50_000)
    change(near, city, 40_000)
    change(far, city, 80_000)
    hits = raised(city, "near-change")
    assert [(hit.project, dict(hit.figures)["累计变更额"]) for hit in hits] == [(near, "9.00 万元 (9.0%)")]


def test_a_change_that_awaits_approval_raises_nothing(city: City) -> None:
    project = contracted(city, MILLION * 2)
    change(project, city, 110_000)
    assert raised(city, "near-change") == []


def purchase(city: City, budget: int, *, days_ago: int = 10, method: str = "consultation") -> Tender:
    by = city.actor("construction_entity")
    return make_tender(
        make_project(city, stage=Stage.TENDERING),
        by,
        method=method,
        budget=Decimal(budget),
        published_at=timezone.now() - timedelta(days=days_ago),
        deadline=timezone.now(),
    )


@time_machine.travel(MORNING, tick=True)
def test_purchases_that_reach_the_limit_only_together(city: City) -> None:
    first, second = purchase(city, 2_500_000), purchase(city, 1_500_000)
    purchase(City(), 3_000_000)
    hits = raised(city, "split")
    assert [hit.project for hit in hits] == [first.project, second.project]
    assert dict(hits[0].figures)["当年同类采购"] == "2 次采购，共 400.00 万元"


@time_machine.travel(MORNING, tick=True)
def test_purchases_of_another_year_unit_or_below_the_limit_raise_nothing(city: City) -> None:
    purchase(city, 2_500_000)
    purchase(city, 1_400_000)
    purchase(city, 3_000_000, days_ago=400)
    other = purchase(city, 3_000_000)
    other.project.owner_unit = city.other_department
    other.project.save()
    assert raised(city, "split") == []


@time_machine.travel(MORNING, tick=True)
def test_open_tenders_count_only_just_below_the_limit(city: City) -> None:
    purchase(city, 3_900_000, method="open")
    assert raised(city, "split") == []
    purchase(city, 3_850_000, method="open")
    purchase(city, 3_000_000, method="open")
    assert len(raised(city, "split")) == 2


def ranked(city: City, members: list, first: str) -> Panel:
    """Let a panel put a company first."""
    project = make_project(city, stage=Stage.SOLICITING)
    others = [name for name in ("甲公司", "乙公司", "丙公司") if name != first]
    panel = make_panel(city, project, Panel.Kind.SCHEME, members=members, subjects=[first, *others])
    file_opinions(panel)
    conclude_panel(panel, Verdict.RANKING)
    return panel


def test_an_expert_who_keeps_meeting_the_same_winner(city: City) -> None:
    regular, *crowd = make_experts(city, 10)
    first = ranked(city, [regular, *crowd[:4]], "甲公司")
    second = ranked(city, [regular, *crowd[4:8]], "甲公司")
    ranked(city, [regular, *crowd[:4]], "乙公司")
    hits = raised(city, "repeated-winner")
    assert [(hit.project, dict(hit.figures)["专家组成员"]) for hit in hits] == [
        (panel.project, regular.user.name) for panel in (first, second)
    ]


def test_a_verdict_against_all_others(city: City) -> None:
    alone = make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))
    divided = make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))
    for panel, verdicts in ((alone, ["fail"]), (divided, ["fail", "fail"])):
        file_opinions(panel, *verdicts)
        Panel.objects.filter(pk=panel.pk).update(
            conclusion="pass",
            opinion="通过。",
            concluded_at=timezone.now(),
            concluded_by=city.actor("informatization_office").user,
        )
    hits = raised(city, "outlier")
    assert [hit.project for hit in hits] == [alone.project]
    assert "不通过（与其他成员均不同）" in hits[0].told


def test_marks_far_from_the_others(city: City) -> None:
    panel = make_panel(city, make_project(city, stage=Stage.SOLICITING), Panel.Kind.SCHEME)
    first, *others = panel.members.order_by("pk")
    for member, percent in ((first, 100), *((one, 70) for one in others)):
        file_opinion(
            member=member,
            findings=dict.fromkeys(DIMENSIONS_OF[panel.kind], ("meets", "")),
            marks=marks_for(panel, percent=percent),
            by=acting(member),
        )
    conclude_panel(panel, Verdict.RANKING)
    hits = raised(city, "outlier")
    assert [dict(hit.figures)["专家组成员"] for hit in hits] == [first.user.name]
    assert "30" in hits[0].told


def step_at(city: City, project: Project, *moments: datetime) -> None:
    for moment, stage in zip(moments, (Stage.ARGUED, Stage.AWAITING_APPROVAL), strict=False):
        with time_machine.travel(moment, tick=False):
            put_in_stage(project, stage, city)


@time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC), tick=True)
@pytest.mark.parametrize(
    ("moments", "number"),
    [
        ((EVENING, EVENING + timedelta(minutes=20)), 2),
        ((SUNDAY, SUNDAY + timedelta(minutes=59)), 2),
        ((EVENING, EVENING + timedelta(minutes=70)), 0),
        ((MORNING, MORNING + timedelta(minutes=20)), 0),
        ((EVENING,), 0),
    ],
)
def test_steps_in_haste_out_of_hours(city: City, moments: tuple[datetime, ...], number: int) -> None:
    project = make_project(city)
    step_at(city, project, *moments)
    assert len(raised(city, "haste")) == number


@time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC), tick=True)
def test_the_calendar_says_which_days_are_free(city: City) -> None:
    project = make_project(city)
    step_at(city, project, SUNDAY, SUNDAY + timedelta(minutes=5))
    Holiday.objects.create(day=SUNDAY.date(), is_worked=True, name="调休")
    assert raised(city, "haste") == []
    other = make_project(city)
    step_at(city, other, MORNING, MORNING + timedelta(minutes=5))
    Holiday.objects.create(day=MORNING.date(), is_worked=False, name="节日")
    assert {hit.project for hit in raised(city, "haste")} == {other}


def task(city: City, project: Project, *, due: int, closed: int | None = None) -> Task:
    """Make a task that was due so many days ago, and perhaps done some days ago."""
    today = timezone.localdate()
    return Task.objects.create(
        project=project,
        organization=city.owner_unit,
        role="owner_unit",
        capacity="member",
        kind="step",
        name="submit_application",
        url="/",
        due=today - timedelta(days=due),
        closed_at=None if closed is None else timezone.now() - timedelta(days=closed),
    )


def test_what_is_long_overdue_or_was_done_long_after_its_day(city: City) -> None:
    project = make_project(city, stage=Stage.PLANNED)
    late, done_late = task(city, project, due=30), task(city, project, due=90, closed=40)
    task(city, project, due=15)
    task(city, project, due=90, closed=80)
    hits = raised(city, "late")
    assert [hit.key for hit in hits] == [late.pk, done_late.pk]
    assert [dict(hit.figures)["逾期"] for hit in hits] == ["30 天", "50 天"]


def test_money_that_no_contract_binds_for_long(city: City) -> None:
    idle, bound = make_built_project(city), make_built_project(city)
    with time_machine.travel(timezone.now() - timedelta(days=100), tick=False):
        for project in (idle, bound):
            give(city, project, MILLION)
    contract = make_contract(bound, city.actor("construction_entity"), MILLION)
    bind_contract(city, contract)
    hits = raised(city, "idle")
    assert [(hit.project, dict(hit.figures)["闲置时间"]) for hit in hits] == [(idle, "100 天")]


def test_districts_are_seen_and_other_cities_are_not(city: City) -> None:
    district = City(parent=city.jurisdiction)
    for place in (district, City()):
        task(place, make_project(place, stage=Stage.PLANNED), due=30)
    assert [hit.project.jurisdiction for hit in raised(city, "late")] == [district.jurisdiction]


def test_only_so_far_back_as_the_rule_says(city: City) -> None:
    task(city, make_project(city, stage=Stage.PLANNED), due=200)
    assert len(raised(city, "late")) == 1
    set_rule(city, "flag_months", "6")
    assert raised(city, "late") == []


def test_every_flag_opens_with_its_source_and_its_numbers(auditor: Client) -> None:
    for code, flag in FLAGS.items():
        page = auditor.get(f"/desk/flags/{code}/")
        assert page.status_code == 200
        assert flag.source in page.text
        assert len(page.context["rules"]) == len(flag.rules) + 1
    assert auditor.get("/desk/flags/none/").status_code == 404


def test_a_finding_is_written_on_a_line_of_a_flag(auditor: Client, city: City) -> None:
    late = task(city, make_project(city, stage=Stage.PLANNED), due=30)
    address = f"/desk/findings/new/?flag=late&row={late.pk}"
    assert address.replace("&", "&amp;") in auditor.get("/desk/flags/late/").text
    auditor.post(address, {"text": "长期未办。", "severity": "considerable"})
    note = Note.objects.get()
    assert (note.flag, note.flagged, note.project) == ("late", str(late.pk), late.project)
    assert "逾期 30 天" in note.about
    assert [written for _row, written in auditor.get("/desk/flags/late/").context["rows"]] == [1]


@pytest.mark.parametrize("count", [1, 3])
def test_a_flag_costs_the_same_for_one_hit_and_for_three(
    auditor: Client, city: City, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(count):
        task(city, make_project(city, stage=Stage.PLANNED), due=30)
    with django_assert_num_queries(12):
        auditor.get("/desk/flags/late/")
