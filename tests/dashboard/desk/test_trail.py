"""Who may read which part of the trail, how it is searched, and what the page of an event says."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from egov.accounts.models import AdminRole
from egov.accounts.roles import Role
from egov.audit.actions import make_checkpoint, record_event
from egov.audit.deeds import DEEDS
from egov.audit.models import AppendOnlyError, Event
from egov.dashboard.desk.deeds import GROUPS, deed_choices, verbs_of
from projects.actions import record
from projects.flow import Stage
from tests.audit.tampering import alter
from tests.factories import City, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def auditor(client: Client, city: City) -> Client:
    client.force_login(city.actor("audit_bureau").user)
    return client


def found(client: Client, **query: str) -> list[str]:
    """Return the verbs of the events that a search shows."""
    return [event.verb for event, _label in client.get("/trail/", query).context["lines"]]


def test_auditors_read_their_jurisdiction_and_no_other(client: Client) -> None:
    city, other = City(), City()
    for place in (city, other):
        project = make_project(place, stage=Stage.PROPOSED)
        record(verb="test.deed", project=project, by=place.actor("informatization_office"))
    client.force_login(city.actor("audit_bureau").user)
    lines = client.get("/trail/").context["lines"]
    assert {event.jurisdiction_id for event, _label in lines} == {city.jurisdiction.pk}
    foreign = Event.objects.filter(jurisdiction_id=other.jurisdiction.pk).get()
    assert client.get(f"/trail/{foreign.pk}/").status_code == 404


def test_auditors_read_the_districts_below_theirs(auditor: Client, city: City) -> None:
    district = City(parent=city.jurisdiction)
    record_event(verb="test.district", by=district.actor("finance_bureau"))
    assert found(auditor) == ["test.district"]


def test_departments_do_not_read_the_trail(client: Client) -> None:
    client.force_login(City().actor("owner_unit").user)
    assert client.get("/trail/").status_code == 403


def test_the_audit_administrator_reads_logs_and_no_project(client: Client, city: City) -> None:
    record(verb="test.deed", project=make_project(city), by=city.actor("owner_unit"))
    client.force_login(make_user(admin_role=AdminRole.AUDIT))
    assert not any(event.project_id for event, _label in client.get("/trail/").context["lines"])
    assert client.get(f"/trail/{Event.objects.get().pk}/").status_code == 404


def test_events_are_append_only_in_python_too(city: City) -> None:
    record(verb="test.deed", project=make_project(city), by=city.actor("owner_unit"))
    event = Event.objects.get()
    for change in (event.save, event.delete, Event.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            change()


def test_each_filter_finds_its_own(auditor: Client, city: City) -> None:
    owner, finance = city.actor("owner_unit"), city.actor("finance_bureau")
    project = make_project(city, title="智慧水务平台")
    record(verb="test.own", project=project, by=owner, reason="依据会议纪要")
    record_event(verb="test.money", by=finance, on=city.finance_bureau)
    record_event(verb="test.refused", by=finance, refused=True)
    about = f"accounts.organization:{city.finance_bureau.pk}"
    assert found(auditor, person=owner.user.name) == ["test.own"]
    assert found(auditor, person=owner.user.username) == ["test.own"]
    assert found(auditor, organization=city.finance_bureau.name) == ["test.refused", "test.money"]
    assert found(auditor, project=project.number) == ["test.own"]
    assert found(auditor, project="水务") == ["test.own"]
    assert found(auditor, object=city.finance_bureau.name) == ["test.money"]
    assert found(auditor, about=about) == ["test.money"]
    assert found(auditor, words="会议") == ["test.own"]
    assert found(auditor, words="没有这样的话") == []
    assert found(auditor, refused="on") == ["test.refused"]
    assert found(auditor, person="没有这个人") == []


def test_a_deed_is_sought_alone_or_with_its_group(auditor: Client, city: City) -> None:
    by = city.actor("finance_bureau")
    for verb in ("fund.pay", "payment.accept", "plan.open"):
        record_event(verb=verb, by=by)
    assert found(auditor, deed="fund.pay") == ["fund.pay"]
    assert found(auditor, deed="money") == ["payment.accept", "fund.pay"]


def test_days_bound_the_search(auditor: Client, city: City) -> None:
    record_event(verb="test.today", by=city.actor("finance_bureau"))
    today = timezone.localdate()
    day_before, day_after = str(today - timedelta(days=1)), str(today + timedelta(days=1))
    assert found(auditor, since=str(today), until=str(today)) == ["test.today"]
    assert found(auditor, since=day_after) == []
    assert found(auditor, until=day_before) == []


def test_what_was_done_to_a_person_is_found_on_demand(auditor: Client, city: City) -> None:
    person = city.actor("owner_unit").user
    record_event(verb="test.done_to", by=city.actor("finance_bureau"), on=person, person_id=person.pk)
    assert found(auditor, person=person.name) == []
    assert found(auditor, person=person.name, also_about="on") == ["test.done_to"]


def test_a_request_shows_all_its_events(auditor: Client, city: City) -> None:
    finance = city.actor("finance_bureau")
    by = type(finance)(user=finance.user, membership=finance.membership, request_id="r-1")
    first = record_event(verb="test.first", by=by)
    record_event(verb="test.second", by=by)
    record_event(verb="test.other", by=finance)
    assert found(auditor, request="r-1") == ["test.second", "test.first"]
    others = auditor.get(f"/trail/{first.pk}/").context["same_request"]
    assert [event.verb for event, _label in others] == ["test.second"]


def test_every_deed_is_in_exactly_one_group() -> None:
    grouped = [verb for group in GROUPS if group != "steps" for verb in verbs_of(group)]
    assert sorted(grouped) == sorted(DEEDS)
    assert len(deed_choices()) == len(GROUPS)


def test_an_event_shows_who_what_and_the_difference_in_words(auditor: Client, city: City) -> None:
    project = make_project(city, stage=Stage.PROPOSED)
    record(
        verb="project.include_in_plan",
        project=project,
        by=city.actor("informatization_office"),
        before={"stage": "proposed"},
        after={"stage": "planned", "approved_investment": "1200000.00"},
        reason="列入计划",
    )
    page = auditor.get(f"/trail/{Event.objects.get().pk}/")
    told = [(one.label, one.before, one.after) for one in page.context["differences"]]
    assert told == [("阶段", "已提出", "已列入计划"), ("批复投资", "", "1,200,000.00 元")]
    assert page.context["roles"] == str(Role.INFORMATIZATION_OFFICE.label)
    for text in ("列入计划", project.title, "127.0.0.1"):
        assert text in page.text


def test_an_event_shows_its_neighbors_and_its_checkpoint(auditor: Client, city: City) -> None:
    by = city.actor("finance_bureau")
    events = [record_event(verb=f"test.{n}", by=by) for n in range(3)]
    make_checkpoint()
    last = record_event(verb="test.last", by=by)
    middle = auditor.get(f"/trail/{events[1].pk}/").context
    assert (middle["previous"], middle["following"]) == (events[0], events[2])
    assert middle["proof"].covered.checkpoint.number == 1
    assert auditor.get(f"/trail/{last.pk}/").context["proof"].covered is None


def test_an_altered_event_says_so(auditor: Client, city: City) -> None:
    event = record_event(verb="test.deed", by=city.actor("finance_bureau"), reason="旧")
    following = record_event(verb="test.deed", by=city.actor("finance_bureau"))
    assert auditor.get(f"/trail/{event.pk}/").context["proof"].fits
    alter(event.pk, "reason", "新")
    assert not auditor.get(f"/trail/{event.pk}/").context["proof"].fits_hash
    assert auditor.get(f"/trail/{following.pk}/").context["proof"].fits


@pytest.mark.parametrize("count", [1, 3])
def test_the_trail_costs_the_same_for_one_event_and_for_three(
    auditor: Client, city: City, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    by = city.actor("finance_bureau")
    for _n in range(count):
        record_event(verb="test.deed", by=by, on=city.finance_bureau)
    with django_assert_num_queries(13):
        auditor.get("/trail/", {"person": by.user.name})
