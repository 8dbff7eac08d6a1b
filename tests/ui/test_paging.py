from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from egov.accounts.models import Jurisdiction
from egov.ui.paging import capped_count, paginate

pytestmark = pytest.mark.django_db
ORDER = ("-expire_date", "-session_key")
START = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def sessions():
    """Seven rows, three of which share a moment to the microsecond."""
    moments = [0, 1, 1, 1, 2, 3, 4]
    Session.objects.bulk_create(
        Session(session_key=f"键{n}", expire_date=START + timedelta(microseconds=moment))
        for n, moment in enumerate(moments)
    )
    return Session.objects.all()


def turn(queryset, url, order=ORDER, per_page=3):
    return paginate(queryset, RequestFactory().get(f"/{url}"), order=order, per_page=per_page)


def keys(page) -> list[str]:
    return [session.session_key for session in page.items]


def test_pages_follow_each_other_and_lead_back(sessions):
    first = turn(sessions, "")
    second = turn(sessions, first.next_url)
    third = turn(sessions, second.next_url)
    assert [keys(page) for page in (first, second, third)] == [
        ["键6", "键5", "键4"],
        ["键3", "键2", "键1"],
        ["键0"],
    ]
    assert (first.previous_url, third.next_url) == ("", "")
    assert keys(turn(sessions, third.previous_url)) == keys(second)
    back = turn(sessions, turn(sessions, third.previous_url).previous_url)
    assert (keys(back), back.previous_url) == (keys(first), "")
    assert keys(turn(sessions, back.next_url)) == keys(second)


def test_ascending_lists_page_too(sessions):
    order = ("expire_date", "session_key")
    first = turn(sessions, "", order, per_page=5)
    second = turn(sessions, first.next_url, order, per_page=5)
    assert keys(first) + keys(second) == [f"键{n}" for n in range(7)]
    assert keys(turn(sessions, second.previous_url, order, per_page=5)) == keys(first)


def test_other_parts_of_the_address_are_kept(sessions):
    first = turn(sessions, "?q=平台&stage=1&stage=2")
    assert "q=%E5%B9%B3%E5%8F%B0&stage=1&stage=2&after=" in first.next_url
    second = turn(sessions, first.next_url)
    assert second.previous_url.count("before=") == 1
    assert "after=" not in second.previous_url


@pytest.mark.parametrize(
    "cursor", ["", "x", "%00", "bnVsbA==", "W10=", "WyJ4IiwgIngiXQ==", "eyJhIjogMX0=", "é"]
)
@pytest.mark.parametrize("direction", ["after", "before"])
def test_a_damaged_cursor_shows_the_first_page(sessions, cursor, direction):
    page = turn(sessions, f"?{direction}={cursor}")
    assert keys(page) == ["键6", "键5", "键4"]
    assert page.previous_url == ""


def test_a_page_is_one_query_by_row_comparison(sessions, django_assert_num_queries):
    url = turn(sessions, "").next_url
    with django_assert_num_queries(1) as queries:
        turn(sessions, url)
    assert ") < (" in queries[0]["sql"].replace('"', "")


def test_an_annotation_can_order(sessions):
    Group.objects.bulk_create(Group(name=f"组{n}") for n in range(4))
    labelled = Group.objects.annotate(label=Concat(Value("的"), "name"))
    first = turn(labelled, "", ("label", "id"))
    assert [group.name for group in turn(labelled, first.next_url, ("label", "id")).items] == ["组3"]


def test_mixed_directions_and_nullable_columns_are_refused():
    with pytest.raises(ValueError, match="one direction"):
        turn(Session.objects.all(), "", ("-expire_date", "session_key"))
    with pytest.raises(ValueError, match="may be null"):
        turn(Jurisdiction.objects.all(), "", ("parent", "id"))


def test_an_empty_list_has_nowhere_to_turn():
    page = turn(Session.objects.none(), "")
    assert (page.items, page.next_url, page.previous_url) == ([], "", "")


def test_counting_stops_at_the_cap(sessions):
    assert capped_count(sessions, cap=10).display == "7"
    assert capped_count(sessions, cap=7).display == "7"
    capped = capped_count(sessions, cap=5)
    assert (capped.value, capped.capped, capped.display) == (5, True, "5+")


class EveryRowOnce(TestCase):
    @given(st.lists(st.integers(0, 3), max_size=12), st.integers(1, 4))
    def test_walking_all_pages_meets_every_row_once(self, moments, per_page):
        Session.objects.bulk_create(
            Session(session_key=str(n), expire_date=START + timedelta(days=moment))
            for n, moment in enumerate(moments)
        )
        walked, url = [], ""
        while True:
            page = turn(Session.objects.all(), url, per_page=per_page)
            walked += keys(page)
            if not page.next_url:
                break
            url = page.next_url
        assert walked == list(Session.objects.order_by(*ORDER).values_list("session_key", flat=True))
