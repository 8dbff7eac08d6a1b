import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from egov.audit.models import Event
from projects.flow import Stage
from projects.models import Task, TaskKind
from reviews.actions import PanelRefused, rate_experts
from reviews.actions.pool import record_credit, suspend_expert
from reviews.models import Rating, suggests_suspension
from tests.factories import (
    City,
    acting,
    conclude_panel,
    file_opinions,
    make_experts,
    make_panel,
    make_project,
    succeed,
    take_seats,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def office(city):
    return city.actor("informatization_office")


def concluded(city, members=None):
    panel = make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION), members=members)
    file_opinions(panel)
    return conclude_panel(panel)


def rate(panel, member, score, by, reason="意见具体。"):
    return rate_experts(panel=panel, ratings={member.pk: (score, reason)}, by=by)


def waiting(kind):
    return Task.objects.open().filter(kind=kind).count()


def test_the_office_rates_each_expert_once_after_the_conclusion(city, office):
    panel = concluded(city)
    assert waiting(TaskKind.RATE_EXPERTS) == 1
    for member in panel.members.all():
        rate(panel, member, 90, office)
    assert waiting(TaskKind.RATE_EXPERTS) == 0
    with pytest.raises(PanelRefused, match="未评价"):
        rate(panel, panel.members.first(), 80, office)
    event = Event.objects.filter(verb="review.rate_experts").earliest("id")
    assert list(event.after) == ["experts"]


def test_a_rating_has_its_range_its_reason_and_its_time(city, office):
    panel = concluded(city)
    member = panel.members.first()
    for score, reason in ((101, "好"), (-1, "好"), (90, " ")):
        with pytest.raises(PanelRefused, match="0 至 100"):
            rate(panel, member, score, office, reason)
    with pytest.raises(PermissionDenied):
        rate(panel, member, 90, city.actor("finance_bureau"))
    sitting = make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))
    with pytest.raises(PanelRefused, match="形成结论后"):
        rate(sitting, sitting.members.first(), 90, office)


def test_who_left_early_is_not_rated(city, office):
    panel = make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))
    gone = panel.members.filter(is_leader=False).first()
    succeed(gone, make_experts(city, 1)[0], office)
    take_seats(panel)
    file_opinions(panel)
    conclude_panel(panel)
    with pytest.raises(PanelRefused, match="未评价"):
        rate(panel, gone, 90, office)


def low(city, office, scores):
    members = make_experts(city, 5)
    for score in scores:
        panel = concluded(city, members)
        rate(panel, panel.members.get(user=members[0].user), score, office)
    return members[0].user.expert_profile


@pytest.mark.parametrize(
    ("scores", "suggested"), [((50, 60, 69), True), ((60, 60, 60), False), ((10, 10), False)]
)
def test_low_ratings_suggest_a_suspension_and_do_nothing_else(city, office, scores, suggested):
    expert = low(city, office, scores)
    assert suggests_suspension(expert) is suggested
    assert waiting(TaskKind.CONSIDER_SUSPENSION) == int(suggested)
    expert.refresh_from_db()
    assert expert.state == "active"


@pytest.mark.parametrize("suspends", [True, False])
def test_the_office_decides_one_way_or_the_other(client, city, office, suspends):
    expert = low(city, office, (20, 20, 20))
    client.force_login(office.user)
    assert "考虑暂停" in client.get(expert.get_absolute_url()).text
    if suspends:
        suspend_expert(expert=expert, reason="评价过低。", by=office)
    else:
        record_credit(expert=expert, kind="misconduct", text="已约谈，暂不停用。", by=office)
    assert waiting(TaskKind.CONSIDER_SUSPENSION) == 0


def test_experts_and_the_office_read_the_ratings_others_do_not(client, city, office):
    panel = concluded(city)
    member = panel.members.first()
    rate(panel, member, 88, office, "分析透彻")
    page = member.user.expert_profile.get_absolute_url()
    for reader, reads in ((office, True), (acting(member), True), (city.actor("audit_bureau"), False)):
        client.force_login(reader.user)
        assert ("分析透彻" in client.get(page).text) is reads
    client.force_login(acting(panel.members.last()).user)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("deed", ["UPDATE reviews_rating SET score = 1", "DELETE FROM reviews_rating"])
def test_a_rating_changes_by_no_hand(city, office, deed):
    panel = concluded(city)
    rate(panel, panel.members.first(), 88, office)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)


def test_the_page_rates_several_at_once_and_asks_for_reasons(client, city, office):
    panel = concluded(city)
    first, second = panel.members.order_by("pk")[:2]
    address = reverse("reviews:ratings", args=[panel.project.number, panel.pk])
    client.force_login(office.user)
    wrong = client.post(address, {f"score_{first.pk}": "95", f"reason_{second.pk}": "迟到"}).text
    assert 'value="95"' in wrong
    assert "迟到" in wrong
    assert not Rating.objects.exists()
    client.post(address, {
        f"score_{first.pk}": "95", f"reason_{first.pk}": "认真", f"score_{second.pk}": "70",
        f"reason_{second.pk}": "迟到",
    })  # fmt: skip
    assert Rating.objects.count() == 2
    assert "迟到" in client.get(address).text
