"""What earlier results recommend for the next money, and what stands beside a decision that departs from it."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from acceptance.models import Evaluation
from egov.audit.models import Event
from projects.actions.ledger.closing import close_year
from projects.actions.ledger.paying import pay
from projects.actions.plan import close_plan, decide_proposals
from projects.flow import Stage
from projects.models import FundLine, Recommendation, Transition
from projects.track_record import records_of_projects, records_of_units
from tests.approvals import make_fund
from tests.factories import City, make_plan, make_project, make_proposal
from tests.projects.ledger.scenes import bind, funded_project, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


def spent(city, paid, given="100000.00"):
    """A project of an earlier year that was given and paid so much."""
    project = funded_project(city)
    give(
        city,
        project,
        make_fund(city, year=2026) if not city.jurisdiction.funds.exists() else city.jurisdiction.funds.get(),
        given,
    )
    if Decimal(paid):
        commitment = bind(city, project, given)
        pay(commitment=commitment, amount=Decimal(paid), reason="支付", by=city.actor("finance_bureau"))
    return project


def evaluated(city, project, grade):
    Evaluation.objects.create(
        project=project,
        opened_by=city.actor("informatization_office").user,
        scored_at="2026-06-01T00:00Z",
        total=Decimal(70),
        grade=grade,
    )
    office = city.actor("informatization_office")
    Transition(
        project=project,
        sequence=900,
        step="publish_evaluation",
        source=Stage.IN_USE,
        target=Stage.EVALUATED,
        user=office.user,
        organization=office.organization,
    ).save()


def record(city, project):
    place = city.jurisdiction.pk
    return records_of_units([project.owner_unit_id], jurisdiction_id=place, before=2027)[
        project.owner_unit_id
    ]


@pytest.mark.parametrize(
    ("paid", "grade", "wanted"),
    [
        ("90000.00", "", Recommendation.SUPPORT),
        ("80000.00", "good", Recommendation.SUPPORT),
        ("79999.99", "good", Recommendation.REDUCE),
        ("90000.00", "fair", Recommendation.REDUCE),
        ("49999.99", "excellent", Recommendation.HOLD),
        ("90000.00", "poor", Recommendation.HOLD),
    ],
)
def test_the_worst_result_rules(city, paid, grade, wanted):
    project = spent(city, paid)
    if grade:
        evaluated(city, project, grade)
    assert record(city, project).recommendation == wanted


def test_who_has_no_results_is_neither_supported_nor_held(city):
    project = make_project(city, stage=Stage.PROPOSED)
    assert record(city, project).recommendation == Recommendation.NONE


def test_what_a_year_carried_over_still_counts_against_it(city):
    project = spent(city, "30000.00")
    with time_machine.travel(date(2027, 1, 5)):
        close_year(fund=city.jurisdiction.funds.get(), reason="结转", by=city.actor("finance_bureau"))
    found = record(city, project)
    assert (found.given, found.execution_percent) == (Decimal(100_000), Decimal("30.0"))


def test_the_plan_shows_it_and_a_decision_that_departs_from_it_says_so(client, city):
    spent(city, "10000.00")
    plan = make_plan(city, year=2027)
    proposed = make_project(city, stage=Stage.PROPOSED)
    proposal = make_proposal(proposed, plan)
    office = city.actor("informatization_office")
    close_plan(plan=plan, by=office)
    decide_proposals(
        plan=plan, proposals=[proposal.pk], decision="included", reason="上级重点任务，已整改", by=office
    )
    proposal.refresh_from_db()
    assert proposal.recommendation == Recommendation.HOLD
    assert proposal.departs_from_recommendation
    assert Event.objects.get(verb="proposal.decide").after["recommendation"] == "hold"
    client.force_login(office.user)
    page = client.get(plan.get_absolute_url()).text
    assert "年建设资金执行率 10.0 %" in page
    assert "系统建议依据财预〔2020〕10号" in page
    assert "与建议不一致" in page


def test_the_maintenance_line_shows_each_project_in_operation(client, city):
    fund = make_fund(city, year=2027)
    good, none = (funded_project(city, stage=Stage.IN_USE) for _ in range(2))
    evaluated(city, good, "good")
    give(city, good, fund, "5000.00", line=FundLine.MAINTENANCE)
    client.force_login(city.actor("finance_bureau").user)
    page = client.get(reverse("projects:maintenance_fund", args=[city.jurisdiction.code, 2027]))
    rows = {row["project"]: row for row in page.context["rows"]}
    assert rows[good]["record"].recommendation == Recommendation.SUPPORT
    assert rows[good]["account"].amount == Decimal("5000.00")
    assert rows[none]["record"].recommendation == Recommendation.NONE
    assert Event.objects.filter(verb="fund.allocate").last().after["recommendation"] == "support"
    client.force_login(city.actor("owner_unit").user)
    assert client.get(page.request["PATH_INFO"]).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_maintenance_line_costs_the_same(client, city, django_assert_num_queries, count):
    make_fund(city, year=2027)
    for _ in range(count):
        funded_project(city, stage=Stage.IN_USE)
    client.force_login(city.actor("finance_bureau").user)
    address = reverse("projects:maintenance_fund", args=[city.jurisdiction.code, 2027])
    with django_assert_num_queries(15):
        client.get(address)
    assert records_of_projects([], jurisdiction_id=city.jurisdiction.pk, before=2027) == {}
