"""Policy parameters: dated, sourced, changed by the security administrator alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from egov.accounts.acting import Actor
from egov.accounts.models import AdminRole
from egov.policy.actions import enter_announced_holidays, set_holiday, set_parameter
from egov.policy.calendar import add_working_days
from egov.policy.holidays import ANNOUNCED
from egov.policy.models import Holiday
from egov.policy.rules import RULES, value_of
from tests.factories import City, make_jurisdiction, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def security() -> Actor:
    return Actor(user=make_user(admin_role=AdminRole.SECURITY))


def test_a_value_holds_from_its_day_on_and_in_its_place_alone(security: Actor) -> None:
    place, other = make_jurisdiction(), make_jurisdiction()
    start = date(2027, 3, 1)
    set_parameter(
        jurisdiction=place, code="trial_run_min_days", value=Decimal(60), effective_from=start, source="东政发",
        by=security,
    )  # fmt: skip
    assert value_of("trial_run_min_days", jurisdiction_id=place.pk, on=start) == 60
    assert value_of("trial_run_min_days", jurisdiction_id=place.pk, on=start - timedelta(days=1)) == 90
    assert value_of("trial_run_min_days", jurisdiction_id=other.pk, on=start) == 90


def test_nobody_else_sets_a_value() -> None:
    with pytest.raises(PermissionDenied):
        set_parameter(
            jurisdiction=make_jurisdiction(), code="trial_run_min_days", value=Decimal(1),
            effective_from=date(2027, 1, 1), source="x", by=City().actor("informatization_office"),
        )  # fmt: skip


def test_working_days_skip_weekends_holidays_and_count_worked_ones(security: Actor) -> None:
    friday = date(2026, 9, 25)
    assert add_working_days(friday, 1) == date(2026, 9, 28)
    set_holiday(day=date(2026, 9, 28), is_worked=False, name="中秋节", by=security)
    set_holiday(day=date(2026, 9, 27), is_worked=True, name="调休", by=security)
    assert add_working_days(friday, 1) == date(2026, 9, 27)
    assert add_working_days(friday, 2) == date(2026, 9, 29)


def test_every_rule_has_a_source_and_a_unit() -> None:
    assert all(rule.source and str(rule.unit) for rule in RULES.values())


def test_the_page_shows_and_sets_values(client: Client, security: Actor) -> None:
    place = make_jurisdiction()
    client.force_login(security.user)
    assert len(client.get(reverse("policy:parameters")).context["lines"]) == len(RULES)
    url = reverse("policy:parameter", args=[place.code, "panel_min_members"])
    client.post(url, {"value": "7", "effective_from": "2026-01-01", "source": "东信发〔2026〕1号"})
    assert value_of("panel_min_members", jurisdiction_id=place.pk) == 7
    assert client.get(reverse("policy:parameter", args=[place.code, "nothing"])).status_code == 404


def test_a_rule_that_holds_or_not_is_answered_with_yes_or_no(client: Client, security: Actor) -> None:
    place = make_jurisdiction()
    client.force_login(security.user)
    url = reverse("policy:parameter", args=[place.code, "draw_one_per_employer"])
    assert "默认为“是”" in client.get(url).text
    client.post(url, {"value": "0", "effective_from": "2026-01-01", "source": "东信发〔2026〕1号"})
    assert value_of("draw_one_per_employer", jurisdiction_id=place.pk) == 0
    page = client.get(reverse("policy:parameters") + f"?jurisdiction={place.code}")
    line = next(one for one in page.context["lines"] if one["rule"].code == "draw_one_per_employer")
    assert line["value"] == "否"


def test_announced_holidays_are_entered_once_with_their_source(client: Client, security: Actor) -> None:
    assert enter_announced_holidays(year=2026, by=security) == 39
    # The last working day before the Spring Festival is a Saturday, the next one nine days later.
    assert add_working_days(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert add_working_days(date(2026, 2, 14), 1) == date(2026, 2, 24)
    assert Holiday.objects.get(day=date(2026, 10, 1)).source == "国务院办公厅关于2026年部分节假日安排的通知"
    with pytest.raises(KeyError):
        enter_announced_holidays(year=1999, by=security)
    with pytest.raises(PermissionDenied):
        enter_announced_holidays(year=2025, by=City().actor("informatization_office"))


@pytest.mark.parametrize("year", sorted(ANNOUNCED))
def test_every_worked_day_is_a_weekend_day_of_its_year(year: int) -> None:
    days = [day for one in ANNOUNCED[year] for day in one.days()]
    assert len({day for day, _ in days}) == len(days)
    assert {day.year for day, _ in days} == {year}
    assert {day.weekday() for day, is_worked in days if is_worked} <= {5, 6}


def test_a_break_is_entered_in_one_go(client: Client, security: Actor) -> None:
    make_jurisdiction()
    client.force_login(security.user)
    page = reverse("policy:parameters")
    break_ = {"name": "春节", "day": "2027-02-05", "until": "2027-02-11", "source": "通知"}
    assert "31 天" in client.post(page, break_ | {"until": "2027-02-01"}).text
    client.post(page, break_)
    client.post(page, {"name": "春节", "day": "2027-02-14", "is_worked": "on", "source": "通知"})
    shown = client.get(page).context["stretches"]
    assert [(s["first"].day, s["last"].day, s["days"], s["is_worked"]) for s in shown] == [
        (5, 11, 7, False),
        (14, 14, 1, True),
    ]


@time_machine.travel("2026-11-24")
def test_a_year_that_was_announced_is_entered_with_one_button(client: Client, security: Actor) -> None:
    make_jurisdiction()
    client.force_login(security.user)
    page = reverse("policy:parameters")
    assert client.get(page).context["announced"] == [2026]
    assert client.post(reverse("policy:announced"), {"year": "2026"}).url == page
    assert client.get(page).context["announced"] == []
    assert Holiday.objects.count() == 39
    for wrong in ("1999", "x", ""):
        assert client.post(reverse("policy:announced"), {"year": wrong}).status_code == 404
