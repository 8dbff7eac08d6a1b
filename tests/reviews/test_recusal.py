"""Recusal is computed: nobody with a relation to a party is drawn, whatever the relation and however it is named."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from egov.policy.models import Parameter
from procurement.models import Bid
from projects.flow import Stage
from reviews.actions import Ask, close_candidates
from reviews.lottery import FORMAT, ClosedList, drawn, written
from reviews.models import Expert, Tie
from reviews.models.candidates import candidates_for
from tests.factories import (
    City,
    convene,
    make_expert,
    make_organization,
    make_panel,
    make_paper,
    make_project,
    make_tender,
    run_draw,
)
from tests.procurement.scenes import put_scheme

pytestmark = pytest.mark.django_db

CODE, BIDDER = "91330000781234562C", "乙（东海）科技有限公司"


@pytest.fixture
def city():
    return City()


@pytest.fixture
def office(city):
    return city.actor("informatization_office")


@pytest.fixture
def project(city, office):
    """Its parties: the four units, the author of a scheme, and a bidder known by name and code."""
    made = make_project(
        city,
        stage=Stage.PRELIMINARILY_ACCEPTED,
        construction_entity=city.construction_entity,
        supervisor=city.supervisor,
    )
    paper = make_paper(made, office)
    put_scheme(made, "甲设计院", paper, office)
    tender = make_tender(made, city.actor("construction_entity"))
    Bid.objects.create(
        tender=tender, supplier_name=BIDDER, uscc=CODE, price=1, received_at=timezone.now(),
        file=paper, recorded_by=office.user,
    )  # fmt: skip
    return made


def reasons(project, expert):
    panel = type(project).objects.get(pk=project.pk).panels.latest("pk")
    found = candidates_for(panel, [{"specialty": "0101", "seats": 5, "reserves": 2}])
    listed = [line.split()[0] for line in found["candidates"]["0101"]]
    return found["out"].get(expert.number, []) if expert.number in listed else None


@pytest.fixture
def panel(city, project):
    return convene(city, project, kind="acceptance")


def parties(city):
    return {
        "owner": city.owner_unit.name,
        "user": city.user_unit.name,
        "builder": city.construction_entity.name,
        "supervisor": city.supervisor.name,
        "author": "甲设计院",
        "bidder": BIDDER,
    }


@pytest.mark.parametrize("party", ["owner", "user", "builder", "supervisor", "author", "bidder"])
def test_whoever_works_for_a_party_is_left_out(city, project, panel, party):
    name = parties(city)[party]
    assert reasons(project, make_expert(city, employer=name)) == [["employer", name]]


@pytest.mark.parametrize("kind", Tie.Kind.values)
def test_each_kind_of_tie_recuses(city, project, panel, kind):
    expert = make_expert(city)
    expert.ties.create(kind=kind, name=BIDDER, until=timezone.localdate())
    assert reasons(project, expert) == [[kind, BIDDER]]


@pytest.mark.parametrize(
    "named",
    [
        {"name": "乙(东海) 科技有限公司"},
        {"name": "另一名称", "uscc": CODE},
        {"name": "另一名称", "organization": True},
    ],
    ids=["by name", "by code", "by organization"],
)
def test_a_party_is_known_by_name_code_or_organization(city, project, panel, named):
    expert = make_expert(city)
    if "organization" in named:
        named = named | {"organization": city.owner_unit}
    expert.ties.create(kind="holding", **named)
    assert reasons(project, expert) == [["holding", named["name"]]]


@pytest.mark.parametrize(("days", "recuses"), [(3 * 365 - 5, True), (3 * 366 + 5, False)])
def test_a_former_employer_recuses_for_three_years(city, project, panel, days, recuses):
    expert = make_expert(city)
    until = timezone.localdate() - timedelta(days=days)
    expert.ties.create(kind="former_employer", name=city.owner_unit.name, until=until)
    assert bool(reasons(project, expert)) is recuses


def test_whoever_acts_for_a_party_is_left_out(city, project, panel):
    expert = make_expert(city)
    city.owner_unit.memberships.create(user=expert.user, is_handler=True)
    assert reasons(project, expert) == [["member", city.owner_unit.name]]


@pytest.mark.parametrize("kind", ["audit_bureau", "supervision_bureau", "finance_bureau"])
def test_whoever_works_for_a_bureau_that_supervises_is_left_out(city, project, panel, kind):
    name = city.organization(kind).name
    assert reasons(project, make_expert(city, employer=name)) == [["supervising", name]]


def test_a_city_may_admit_its_finance_staff(city, project, panel):
    name = city.finance_bureau.name
    Parameter.objects.create(
        jurisdiction=city.jurisdiction, code="draw_excludes_finance", value=0, effective_from=timezone.localdate(),
        source="本市规定", set_by=city.actor("informatization_office").user,
    )  # fmt: skip
    assert reasons(project, make_expert(city, employer=name)) == []


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"state": "suspended"}, "suspended"),
        ({"state": "unverified"}, "unverified"),
        ({"valid_until": timezone.localdate() - timedelta(days=1)}, "expired"),
    ],
)
def test_only_who_stands_in_the_pool_is_drawn(city, project, panel, fields, reason):
    assert reasons(project, make_expert(city, **fields)) == [[reason, ""]]


def test_who_has_no_account_left_is_not_drawn(city, project, panel):
    expert = make_expert(city)
    expert.user.memberships.update(is_active=False)
    assert reasons(project, expert) == [["no_account", ""]]


def test_who_sat_too_often_lately_is_left_out(city, project, panel):
    expert = make_expert(city)
    member = expert.user.memberships.get()
    for n in range(8):
        assert reasons(project, expert) == [], n
        other = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
        made = make_panel(city, other, members=[member], invited=True)
    assert reasons(project, expert) == [["overused", ""]]
    type(made).objects.filter(members__user=expert.user).update(
        formed_at=timezone.now() - timedelta(days=400)
    )
    assert reasons(project, expert) == []


def test_experts_of_another_city_are_not_on_the_list(project, panel):
    assert reasons(project, make_expert(City())) is None


def test_a_district_draws_from_its_own_pool_and_its_citys(city):
    district = City(parent=city.jurisdiction)
    experts = {make_expert(city, employer="一所").number, make_expert(district, employer="二所").number}
    panel = convene(district, make_project(district, stage=Stage.UNDER_ARGUMENTATION))
    closed = close_candidates(draw=panel.draws.get(), by=district.actor("informatization_office"))
    assert set(closed.listed().numbers("0101")) == experts


def test_nobody_shares_an_employer_however_it_is_written(city, office):
    for name in ("东海大学", "东海 大学", "东海大学"):
        make_expert(city, employer=name)
    for n in range(4):
        make_expert(city, employer=f"第{n}研究院")
    panel = convene(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))
    run_draw(panel, office)
    seated = Expert.objects.filter(user__in=panel.members.values("user"))
    assert seated.filter(employer_key="东海大学").count() == 1
    assert seated.count() == 5


LASTING = ("position", "holding", "kinship", "dispute", "other")
"""Ties that last until somebody says that they ended."""

relations = st.fixed_dictionaries(
    {
        "how": st.sampled_from(["none", "none", "employer", "former", "member", "supervising", *LASTING]),
        "party": st.sampled_from(["owner", "user", "builder", "supervisor", "author", "bidder", "nobody"]),
        "spaced": st.booleans(),
        "days": st.integers(0, 2000),
    }
)


def relate(city, relation):
    """Make an expert with a relation; return the number, and whether it recuses."""
    name = {**parties(city), "nobody": "无关公司"}[relation["party"]]
    written = f" {name[:2]} {name[2:]}" if relation["spaced"] else name
    how, party = relation["how"], relation["party"] != "nobody"
    expert = make_expert(city, employer=written if how == "employer" else f"研究所{Expert.objects.count()}")
    ended = timezone.localdate() - timedelta(days=relation["days"])
    if how == "former":
        expert.ties.create(kind="former_employer", name=written, until=ended)
        return expert.number, party and relation["days"] < 3 * 365
    if how == "supervising":
        unit = city.organization("audit_bureau" if relation["spaced"] else "supervision_bureau")
        expert.employer = unit.name
        expert.save()
        return expert.number, True
    if how in LASTING:
        expert.ties.create(kind=how, name=written)
    if how == "member" and party and relation["party"] not in {"author", "bidder"}:
        unit = {"owner": city.owner_unit, "user": city.user_unit, "builder": city.construction_entity}
        unit.get(relation["party"], city.supervisor).memberships.create(user=expert.user, is_handler=True)
        return expert.number, True
    return expert.number, party and how not in {"none", "member"}


@pytest.mark.slow
def test_nobody_with_a_relation_is_ever_drawn(city, project):
    panel = convene(city, project, kind="acceptance", asks=[Ask("0101", 5, 5)])
    # Made once: what an example makes is undone.
    assert city.expert
    assert parties(city)
    assert city.organization("audit_bureau") != city.organization("supervision_bureau")

    @given(st.lists(relations, min_size=1, max_size=6), st.binary(min_size=32, max_size=32))
    @settings(max_examples=100, deadline=None)
    def holds(known, seed):
        # Each example begins with an empty pool.
        with transaction.atomic():
            expected = dict(relate(city, relation) for relation in known)
            document = {"format": FORMAT, "asks": panel.asks} | candidates_for(panel, panel.asks)
            transaction.set_rollback(True)
        result = drawn(written(document), seed=seed.hex())
        chosen = {one["number"] for one in (*result["seats"], *result["reserves"])}
        listed = ClosedList(document, "")
        assert listed.numbers("0101") == sorted(expected)
        assert {number: number in listed.out for number in expected} == expected
        assert chosen <= {number for number, recuses in expected.items() if not recuses}

    holds()


def test_a_company_of_the_house_is_found_by_its_code(city, project, panel):
    company = make_organization(kind="company", jurisdiction=city.jurisdiction, uscc=CODE, name="乙科技旧称")
    expert = make_expert(city)
    company.memberships.create(user=expert.user, is_handler=True)
    assert reasons(project, expert) == [["member", "乙科技旧称"]]
