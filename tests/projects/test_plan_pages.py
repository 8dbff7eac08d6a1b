"""The pages of the annual plan."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from egov.ui.xlsx import read_rows
from projects.actions.plan import (
    rank_proposals,
)
from projects.flow import Stage
from projects.models import AnnualPlan, Project
from tests.factories import City, make_plan, make_project, make_proposal
from tests.projects.test_plan import decide, proposed

pytestmark = pytest.mark.django_db

OFFICE, FINANCE = "informatization_office", "finance_bureau"


def as_role(client: Client, city: City, role: str) -> Client:
    client.force_login(city.actor(role).user)
    return client


def address(plan: AnnualPlan, name: str = "plan") -> str:
    return reverse(f"projects:{name}", args=[plan.jurisdiction.code, plan.year])


def test_the_office_opens_a_year_on_its_page(client: Client) -> None:
    city = City()
    as_role(client, city, OFFICE)
    assert client.get(reverse("projects:plans")).status_code == 200
    form = {"year": "2028", "priorities": "一网通办", "ceiling": "5,000万"}
    client.post(reverse("projects:start_plan"), form)
    plan = AnnualPlan.objects.get()
    assert plan.ceiling == Decimal("50000000.00")
    assert client.post(reverse("projects:start_plan"), form).context["form"].errors["year"]
    edited = {"version": plan.version, "priorities": "改", "ceiling": "1"}
    assert client.post(address(plan, "change_plan"), edited).status_code == 302
    plan.refresh_from_db()
    assert plan.ceiling == Decimal("1.00")


def test_a_decision_says_in_chinese_what_it_lacks_and_where(client: Client) -> None:
    city = City()
    plan = make_plan(city)
    proposed(city, plan)
    as_role(client, city, OFFICE)
    assert "列入或暂缓时必须填写" in client.get(address(plan)).text
    page = client.post(address(plan, "decide_proposals"), {"decision": "included"}).text
    assert "Chosen" not in page
    assert '<a href="#id_chosen">项目建议：请先选择要处理的建议。</a>' in page
    assert 'id="id_chosen"' in page
    assert page.count("请先选择要处理的建议。") == 2
    assert page.count("请填写理由。") == 2


def test_from_decision_to_publication_on_the_page(client: Client) -> None:
    city = City()
    plan = make_plan(city)
    first, second = proposed(city, plan), proposed(city, plan)
    as_role(client, city, OFFICE)
    client.post(address(plan, "order_proposals"), {"up": str(second.pk)})
    client.post(address(plan, "rank_proposals"), {"chosen": [second.pk], "tier": "1_urgent"})
    refused = client.post(address(plan, "decide_proposals"), {"chosen": [first.pk], "decision": "deferred"})
    assert refused.context["decide_form"].errors["reason"]
    decision = {"chosen": [first.pk, second.pk], "decision": "included", "reason": "急需"}
    client.post(address(plan, "decide_proposals"), decision)
    client.post(address(plan, "set_plan_open"), {"open": "0"})
    for role in (OFFICE, FINANCE):
        as_role(client, city, role)
        version = client.get(address(plan, "sign_plan")).context["plan"].version
        client.post(address(plan, "sign_plan"), {"version": version})
    as_role(client, city, OFFICE)
    assert client.get(address(plan, "publish_plan")).status_code == 200
    client.post(address(plan, "publish_plan"))
    assert set(Project.objects.values_list("stage", flat=True)) == {Stage.PLANNED}
    assert client.get(address(plan)).context["can_manage"] is False


@pytest.mark.parametrize(
    "name",
    [
        "set_plan_open",
        "decide_proposals",
        "order_proposals",
        "rank_proposals",
        "sign_plan",
        "publish_plan",
        "change_plan",
    ],
)
def test_a_department_is_told_no(client: Client, name: str) -> None:
    city = City()
    plan = make_plan(city)
    proposal = proposed(city, plan)
    as_role(client, city, "owner_unit")
    sent = {"chosen": [proposal.pk], "tier": "1_urgent", "decision": "included", "reason": "急"}
    assert client.post(address(plan, name), sent).status_code == 403
    as_role(client, City(), OFFICE)
    assert client.post(address(plan, name), sent).status_code == 404


def test_a_refusal_is_told_on_the_page(client: Client) -> None:
    city = City()
    plan = make_plan(city)
    as_role(client, city, FINANCE)
    response = client.post(address(plan, "sign_plan"), {"version": plan.version}, follow=True)
    assert [str(message) for message in response.context["messages"]]


def test_a_citys_office_reads_the_districts_plan(client: Client) -> None:
    city = City()
    district = City(parent=city.jurisdiction)
    plan = make_plan(district)
    proposed(district, plan)
    as_role(client, city, OFFICE)
    context = client.get(address(plan)).context
    assert len(context["rows"]) == 1
    assert not any(context[right] for right in ("can_manage", "may_sign", "may_start"))
    as_role(client, district, OFFICE)
    assert client.get(address(make_plan(city))).status_code == 404


def test_a_tentative_decision_is_not_told_to_departments(client: Client) -> None:
    city = City()
    plan = make_plan(city)
    proposal = proposed(city, plan)
    decide(plan, proposal, city=city, decision="deferred", reason="重复建设，建议整合")
    rank_proposals(plan=plan, tier="4_can_wait", proposals=[proposal.pk], by=city.actor(OFFICE))
    as_role(client, city, "owner_unit")
    assert "重复建设，建议整合" not in client.get(address(plan)).text
    response = client.get(address(plan, "export_plan"))
    (row,) = read_rows(BytesIO(b"".join(response.streaming_content)))[1:]
    assert (row.values[0], row.values[8:10]) == ("重要", [None, None])
    as_role(client, city, FINANCE)
    assert "重复建设，建议整合" in client.get(address(plan)).text


def test_a_project_leads_to_its_plan(client: Client) -> None:
    city = City()
    plan = make_plan(city)
    proposal = proposed(city, plan)
    as_role(client, city, OFFICE)
    response = client.get(reverse("projects:plan_of_project", args=[proposal.project.number]))
    assert response.url == address(plan)


def test_the_plan_is_exported_as_shown(client: Client) -> None:
    city = City()
    plan = make_plan(city)
    proposal = proposed(city, plan)
    make_proposal(make_project(city), plan)
    as_role(client, city, OFFICE)
    response = client.get(address(plan, "export_plan"))
    rows = read_rows(BytesIO(b"".join(response.streaming_content)))
    assert [row.values[2] for row in rows[1:]] == [proposal.project.number]
    assert rows[1].values[7] == 1200000


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("plan", 13), ("export_plan", 15)])
def test_a_plan_costs_the_same_whatever_its_length(
    client: Client, django_assert_num_queries, count: int, name: str, queries: int
) -> None:
    city = City()
    plan = make_plan(city)
    for _ in range(count):
        proposed(city, plan)
        make_proposal(make_project(city, owner_unit=city.informatization_office), plan)
    as_role(client, city, OFFICE)
    client.get(address(plan))
    with django_assert_num_queries(queries):
        client.get(address(plan, name))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_plans_costs_the_same(client: Client, django_assert_num_queries, count: int) -> None:
    city = City()
    for n in range(count):
        make_plan(city, year=2027 + n)
        make_plan(City(parent=city.jurisdiction))
    as_role(client, city, OFFICE)
    client.get(reverse("projects:plans"))
    with django_assert_num_queries(5):
        client.get(reverse("projects:plans"))
