"""What the home page shows each role besides its to-do list."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from egov.accounts.roles import Role
from projects.actions.tasks import refresh_tasks
from projects.flow import Capacity, Stage
from projects.models import Project, Task, TaskKind
from tests.approvals import make_approved_project, make_fund
from tests.factories import City, make_built_project, make_plan, make_project

pytestmark = pytest.mark.django_db


def home(client: Client, city: City, role: str):
    client.force_login(city.actor(role).user)
    return client.get("/")


def test_the_office_counts_its_projects_by_phase_and_each_count_leads_to_its_list(client: Client) -> None:
    city = City()
    district = City(parent=city.jurisdiction)
    for stage in (Stage.TENDERING, Stage.SCHEME_CONFIRMED, Stage.UNDER_CONSTRUCTION, Stage.TERMINATED):
        make_project(city, stage=stage)
    make_project(city)
    make_project(district, stage=Stage.TENDERING)

    pipeline = home(client, city, "informatization_office").context["pipeline"]

    counts = {str(phase["label"]): phase["count"] for phase in pipeline}
    assert {label: n for label, n in counts.items() if n} == {"招标": 2, "建设": 1}
    url = next(phase["url"] for phase in pipeline if phase["count"] == 2)
    found = client.get(url).context["page"].items
    assert len(found) == 2
    assert {one.stage for one in found} == {Stage.TENDERING, Stage.SCHEME_CONFIRMED}


def test_no_phase_is_counted_further_than_is_shown(client: Client, monkeypatch) -> None:
    monkeypatch.setattr("egov.dashboard.around.MOST_SHOWN", 1)
    city = City()
    for stage in (Stage.TENDERING, Stage.SCHEME_CONFIRMED, Stage.TENDERING, Stage.UNDER_CONSTRUCTION):
        make_project(city, stage=stage)

    page = home(client, city, "informatization_office")

    shown = {str(phase["label"]): phase["shown"] for phase in page.context["pipeline"] if phase["count"]}
    assert shown == {"招标": "1+", "建设": 1}


def overdue(project: Project, *, days: int) -> None:
    Task.objects.create(
        project=project,
        organization=project.owner_unit,
        role=Role.OWNER_UNIT,
        capacity=Capacity.MEMBER,
        kind=TaskKind.STEP,
        name="propose",
        url=f"/projects/{project.number}/",
        due=timezone.localdate() - timedelta(days=days),
    )


@pytest.mark.parametrize("late", [1, 3])
def test_the_office_reads_how_many_projects_of_a_phase_are_late_and_for_how_long(
    client: Client, late: int, django_assert_num_queries
) -> None:
    city, district = City(), City()
    for days in (2, 5, 9)[:late]:
        overdue(make_project(city, stage=Stage.TENDERING), days=days)
    punctual = make_project(city, stage=Stage.TENDERING)
    overdue(punctual, days=-1)
    overdue(make_project(district, stage=Stage.TENDERING), days=30)
    building = make_project(city, stage=Stage.UNDER_CONSTRUCTION)
    for days in (1, 4):
        overdue(building, days=days)
    home(client, city, "informatization_office")

    with django_assert_num_queries(10):
        page = client.get("/")

    phases = {str(one["label"]): one["late"] for one in page.context["pipeline"]}
    assert (phases["招标"]["shown"], phases["招标"]["days"]) == (str(late), (2, 5, 9)[late - 1])
    assert (phases["建设"]["shown"], phases["建设"]["days"]) == ("1", 4)
    assert phases["申报"] is None
    url = next(one["url"] for one in page.context["pipeline"] if str(one["label"]) == "招标")
    found = client.get(f"{url}&overdue=on").context["page"].items
    assert len(found) == late
    assert punctual not in found


def test_where_too_much_is_late_to_be_counted_the_counts_say_so(client: Client, monkeypatch) -> None:
    monkeypatch.setattr("egov.dashboard.around.MOST_SHOWN", 1)
    city = City()
    for days in (1, 2, 3):
        overdue(make_project(city, stage=Stage.TENDERING), days=days)

    pipeline = home(client, city, "informatization_office").context["pipeline"]

    late = next(one["late"] for one in pipeline if one["late"])
    assert (late["shown"], late["days"]) == ("2+", 3)


def test_finance_sees_the_fund_of_the_year(client: Client) -> None:
    city = City()
    fund = make_fund(city, year=timezone.localdate().year)

    page = home(client, city, "finance_bureau")

    assert page.context["fund"]["has"] > Decimal(0)
    assert f"{fund.year} 年度专项资金" in page.text


def test_finance_without_a_fund_sees_its_list_alone(client: Client) -> None:
    assert home(client, City(), "finance_bureau").context["fund"] is None


def test_who_decides_reads_what_it_is_about_in_the_line_itself(client: Client) -> None:
    city = City()
    project = make_built_project(city, stage=Stage.AWAITING_APPROVAL)
    city.actor("municipal_government")
    refresh_tasks(project, by=city.actor("informatization_office"))

    line = home(client, city, "municipal_government").context["groups"][0]["tasks"][0]

    assert line["project"] == project.title
    assert dict(line["brief"])["批复投资"] == "200.00 万元"


@pytest.mark.parametrize(
    ("role", "label"),
    [("owner_unit", "提出项目"), ("finance_bureau", "专项资金"), ("audit_bureau", "审计日志")],
)
def test_a_day_with_nothing_to_do_offers_what_the_role_does_most(
    client: Client, role: str, label: str
) -> None:
    offers = [str(one["label"]) for one in home(client, City(), role).context["suggestions"]]
    assert offers[0] == label


def test_a_unit_can_propose_from_its_home_while_a_year_is_open(client: Client) -> None:
    city = City()
    assert home(client, city, "owner_unit").context["proposing"] is None
    plan = make_plan(city)
    address = f"/plans/{city.jurisdiction.code}/{plan.year}/propose/"
    assert f'href="{address}"' in home(client, city, "owner_unit").text
    assert client.get(address).status_code == 200


def test_who_decides_sees_what_was_decided_this_year(client: Client) -> None:
    city = City()
    make_project(city, stage=Stage.AWAITING_APPROVAL)
    make_approved_project(city)

    figures = home(client, city, "municipal_government").context["decided"]

    assert (figures["waiting"], figures["approved"], figures["rejected"]) == (1, 1, 0)
    assert figures["investment"] == Decimal("1000000.00")
