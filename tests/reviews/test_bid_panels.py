from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from procurement import actions
from reviews.actions import PanelRefused, file_opinion
from reviews.models import tally_of
from reviews.models.opinions import DIMENSIONS_OF
from tests.factories import City, acting, conclude_panel, convene, fix_sheet_for, make_panel
from tests.procurement import scenes
from tests.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def builder(city):
    return city.actor("construction_entity")


def opened(city, *, sheet=True):
    """Stand after the opening of three bids, the cheapest last; the sheet was fixed before."""
    project = scenes.with_bids(city)
    if sheet:
        fix_sheet_for(project, "bid")
    builder = city.actor("construction_entity")
    actions.record_opening(
        project=project, opened_at=timezone.now(), upload=upload("开标记录.pdf"), by=builder
    )
    return project


def sit(city, project, percents, extra=0):
    """Let a panel mark: per bid, what part of the points each member gives, in percent.

    The first bid has ``extra`` technical points.
    """
    bids = list(project.tenders.live().bids.order_by("pk"))
    panel = make_panel(city, project, "bid", subjects=[bid.supplier_name for bid in bids])
    subjects = list(panel.subjects.order_by("pk"))
    criteria = project.mark_sheets.get().marked
    marks = {
        (one.pk, subject.pk): True if one.is_gate else one.most * percent / 100
        for one in criteria
        for subject, percent in zip(subjects, percents, strict=True)
    }
    technique = next(one.pk for one in criteria if one.is_technical)
    marks[technique, subjects[0].pk] += Decimal(extra)
    for member in panel.members.order_by("pk"):
        findings = dict.fromkeys(DIMENSIONS_OF["bid"], ("meets", ""))
        file_opinion(member=member, findings=findings, marks=marks, by=acting(member))
    return panel


def judge_all(project, by):
    for bid in project.tenders.live().bids.all():
        actions.judge_bid(bid=bid, valid=True, by=by)


def test_the_price_is_computed_once_from_the_lowest(city):
    project = opened(city)
    tally = tally_of(sit(city, project, (80, 80, 80)))
    points = {result.price: result.price_points for result in tally.results}
    assert points == {
        Decimal(1000000): Decimal("19.60"),
        Decimal(990000): Decimal("19.80"),
        Decimal(980000): 20,
    }
    assert [result.total for result in tally.placed] == [84, Decimal("83.80"), Decimal("83.60")]


def test_even_totals_are_decided_by_the_lower_price(city):
    project = opened(city)
    # The dearest has 0.40 points less for its price, and as much more from the members.
    tally = tally_of(sit(city, project, (80, 70, 80), extra="0.40"))
    assert [result.price for result in tally.placed] == [980000, 1000000, 990000]
    assert [result.decided_by for result in tally.placed] == ["", "price", ""]


def test_a_bid_that_no_longer_stands_is_not_placed_nor_the_lowest_price(city, builder):
    project = opened(city)
    panel = sit(city, project, (80, 80, 80))
    cheapest = project.tenders.live().bids.get(price=980000)
    actions.judge_bid(bid=cheapest, valid=False, fault="unqualified", by=builder)
    tally = tally_of(panel)
    assert [result.price_points for result in tally.placed] == [20, Decimal("19.80")]
    assert [result.faults for result in tally.results if not result.place] == [["投标报价"]]


def test_no_bid_panel_is_formed_without_a_sheet_from_before_the_opening(city):
    project = opened(city, sheet=False)
    with pytest.raises(PanelRefused, match="开标前"):
        fix_sheet_for(project, "bid")
    with pytest.raises(PanelRefused, match="开标前"):
        convene(city, project, "bid", subjects=["甲"])


def test_the_result_follows_from_the_marks_and_no_other_can_be_recorded(client, city, builder):
    project = opened(city)
    judge_all(project, builder)
    bids = list(project.tenders.live().bids.order_by("pk"))
    panel = sit(city, project, (90, 70, 80))
    with pytest.raises(ValidationError, match="尚未形成结论"):
        actions.record_result(project=project, ranking=bids, upload=upload("报告.pdf"), by=builder)
    conclude_panel(panel, "ranking")
    with pytest.raises(ValidationError, match="评标专家组评分"):
        actions.record_result(project=project, ranking=bids, upload=upload("报告.pdf"), by=builder)
    client.force_login(builder.user)
    address = reverse("procurement:record_result", args=[project.number])
    page = client.get(address).text
    assert "place_" not in page
    client.post(address, {"upload": upload("评标报告.pdf")})
    placed = list(project.tenders.live().bids.candidates())
    assert placed == [bids[0], bids[2], bids[1]]
