"""Logging in, lock-out, idle time, and acting for one of several organizations."""

import pytest
from django.test import Client
from django.urls import reverse

from egov.accounts.middleware import LAST_SEEN
from egov.audit.models import Event
from tests.factories import City, make_member, make_organization, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def test_everything_is_private_by_default(client: Client) -> None:
    for address in ("/", "/projects/", "/projects/x/", "/trail/", "/accounts/people/"):
        response = client.get(address)
        assert (response.status_code, response.url.split("?")[0]) == (302, LOGIN)


def test_logging_in_and_out_is_in_the_trail(client: Client) -> None:
    member = make_member(make_organization())
    client.post(LOGIN, {"username": member.user.username, "password": "wrong"})
    client.post(LOGIN, {"username": member.user.username, "password": "Correct-Horse-9"})
    client.post(reverse("accounts:logout"))
    verbs = list(Event.objects.order_by("id").values_list("verb", "refused"))
    assert verbs == [
        ("accounts.log_in_failed", True),
        ("accounts.log_in", False),
        ("accounts.log_out", False),
    ]


def test_five_failures_lock_the_account(client: Client) -> None:
    member = make_member(make_organization())
    for _attempt in range(5):
        response = client.post(LOGIN, {"username": member.user.username, "password": "wrong"})
    assert response.status_code == 429
    right = client.post(LOGIN, {"username": member.user.username, "password": "Correct-Horse-9"})
    assert right.status_code == 429
    assert "_auth_user_id" not in client.session


def test_an_idle_session_ends(client: Client) -> None:
    member = make_member(make_organization())
    client.force_login(member.user)
    assert client.get("/").status_code == 200
    session = client.session
    session[LAST_SEEN] -= 31 * 60
    session.save()
    assert client.get("/").url.startswith(LOGIN)


def test_whoever_was_logged_out_keeps_the_page_they_typed_on(client: Client) -> None:
    address = "/projects/x/follow/"  # It takes posts alone: to be led there by the login would show nothing.
    page = client.post(address)
    assert page.status_code == 401
    assert "您已退出登录" in page.text
    assert f'href="{LOGIN}" target="_blank"' in page.text


def test_an_address_that_takes_posts_alone_says_so(client: Client) -> None:
    client.force_login(make_member(make_organization()).user)
    page = client.get("/notices/read/")
    assert page.status_code == 405
    assert "此地址没有可查看的内容" in page.text


def test_a_part_that_a_script_reloads_becomes_a_message_not_the_login_page(client: Client) -> None:
    sent = {"HX-Request": "true", "HX-Target": "saved-state"}
    page = client.post("/projects/x/application/", headers=sent)
    assert (page.status_code, page.text.count("<p ")) == (200, 1)
    assert 'id="saved-state" role="alert"' in page.text
    assert "<html" not in page.text


def test_a_file_sent_after_the_end_of_the_session_leaves_the_form_where_it_is(client: Client) -> None:
    page = client.post("/projects/x/documents/", headers={"X-Upload": "1"})
    assert (page.status_code, page.content) == (401, b"")


def test_two_memberships_ask_for_whom_one_acts_and_the_trail_says_so(client: Client) -> None:
    city = City()
    user = make_member(city.owner_unit).user
    other = user.memberships.create(organization=city.finance_bureau, is_handler=True)
    client.force_login(user)
    assert client.get("/").url == reverse("accounts:choose_membership")
    client.post(reverse("accounts:choose_membership"), {"membership": other.pk})
    assert client.get("/").context["actor"].organization == city.finance_bureau
    assert Event.objects.filter(verb="accounts.act_for", object_id=str(other.pk)).exists()


def test_nobody_acts_for_an_organization_not_theirs(client: Client) -> None:
    city = City()
    stranger = make_member(city.audit_bureau)
    user = make_member(city.owner_unit).user
    client.force_login(user)
    for value in (stranger.pk, "x", ""):
        assert client.post(reverse("accounts:choose_membership"), {"membership": value}).status_code == 404


def test_an_ended_membership_counts_no_more(client: Client) -> None:
    member = make_member(make_organization())
    client.force_login(member.user)
    assert client.get("/").context["actor"].membership == member
    member.is_active = False
    member.save()
    assert client.get("/").context["actor"].membership is None


def test_a_first_password_must_be_changed_before_anything_else(client: Client) -> None:
    user = make_user(must_change_password=True)
    make_organization().memberships.create(user=user, is_handler=True)
    client.force_login(user)
    assert client.get("/projects/").url == reverse("accounts:change_password")
    weak = {"old_password": "Correct-Horse-9", "new_password1": "short", "new_password2": "short"}
    assert client.post(reverse("accounts:change_password"), weak).status_code == 200
    strong = "Another-Horse-10"
    client.post(
        reverse("accounts:change_password"),
        {"old_password": "Correct-Horse-9", "new_password1": strong, "new_password2": strong},
    )
    assert client.get("/projects/").status_code == 200


def test_an_open_redirect_is_not_followed(client: Client) -> None:
    city = City()
    user = make_member(city.owner_unit).user
    second = user.memberships.create(organization=city.finance_bureau, is_handler=True)
    client.force_login(user)
    data = {"membership": second.pk, "next": "https://evil.example/"}
    assert client.post(reverse("accounts:choose_membership"), data).url == "/start/"
