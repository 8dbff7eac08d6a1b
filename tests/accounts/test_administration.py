"""What system administrators do, and what nobody may."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from egov.accounts import actions
from egov.accounts.acting import Actor
from egov.accounts.models import AdminRole, Membership, Organization, User
from egov.audit.models import Event
from projects.models import Project
from tests.factories import City, make_jurisdiction, make_organization, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Actor:
    return Actor(user=make_user(admin_role=AdminRole.SYSTEM))


@pytest.fixture
def admin_client(client: Client, admin: Actor) -> Client:
    client.force_login(admin.user)
    return client


def test_a_new_person_gets_a_first_password_that_is_shown_once(admin_client: Client) -> None:
    data = {"username": "wang", "name": "王芳", "phone": "", "email": "", "admin_role": ""}
    response = admin_client.post(reverse("accounts:create_person"), data)
    person = User.objects.get(username="wang")
    assert person.check_password(response.context["password"])
    assert person.must_change_password
    event = Event.objects.get(verb="accounts.create_person")
    assert response.context["password"] not in str(event.after)


def test_a_membership_is_set_and_ended(admin_client: Client) -> None:
    person, unit = make_user(), make_organization()
    url = reverse("accounts:set_membership", args=[person.pk])
    admin_client.post(url, {"organization": unit.pk, "is_handler": "on"})
    assert person.memberships.get().is_handler
    admin_client.post(url, {"organization": unit.pk})
    assert not person.memberships.get().is_active


def test_an_administrator_never_acts_for_an_organization(admin: Actor) -> None:
    security = make_user(admin_role=AdminRole.SECURITY)
    with pytest.raises(actions.AdministratorActsNot):
        actions.set_membership(
            person=security, organization=make_organization(), is_handler=True, is_signatory=True, by=admin
        )
    forced = Membership.objects.create(user=security, organization=make_organization(), is_handler=True)
    assert forced not in Membership.objects.usable()


def test_a_member_does_not_become_administrator(admin: Actor) -> None:
    member = City().actor("owner_unit").user
    with pytest.raises(actions.AdministratorActsNot):
        actions.edit_person(person=member, fields={"admin_role": AdminRole.AUDIT}, by=admin)


def test_nobody_manages_their_own_rights(admin: Actor) -> None:
    with pytest.raises(PermissionDenied):
        actions.edit_person(person=admin.user, fields={"admin_role": AdminRole.SECURITY}, by=admin)


@pytest.mark.parametrize("role", [AdminRole.SECURITY, AdminRole.AUDIT, AdminRole.NONE])
def test_only_system_administrators_manage_accounts(client: Client, role: str) -> None:
    client.force_login(make_user(admin_role=role))
    for name in ("people", "create_person", "organizations", "create_organization", "create_jurisdiction"):
        assert client.get(reverse(f"accounts:{name}")).status_code == 403


def test_administrators_see_no_project(admin: Actor) -> None:
    make_project(City())
    assert not Project.objects.visible_to(admin).exists()


def test_there_is_no_superuser() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user(is_superuser=True)


def test_one_organization_of_a_kind_per_jurisdiction(admin_client: Client) -> None:
    city = City()
    office = city.informatization_office
    data = {
        "name": "另一个信息办",
        "short_name": "信息办",
        "kind": office.kind,
        "jurisdiction": city.jurisdiction.pk,
    }
    response = admin_client.post(reverse("accounts:create_organization"), data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert Organization.objects.filter(kind=office.kind).count() == 1


def test_a_wrong_credit_code_is_refused_beside_the_field(admin_client: Client) -> None:
    data = {
        "name": "东海软件", "short_name": "东海", "kind": "company", "uscc": "91110000600037341X",
        "jurisdiction": make_jurisdiction().pk,
    }  # fmt: skip
    response = admin_client.post(reverse("accounts:create_organization"), data)
    assert list(response.context["form"].errors) == ["uscc"]
    admin_client.post(reverse("accounts:create_organization"), data | {"uscc": "91110000600037341L"})
    assert Organization.objects.get().uscc == "91110000600037341L"


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_three(
    admin_client: Client, count: int, django_assert_num_queries: object
) -> None:
    for _n in range(count):
        make_organization().memberships.create(user=make_user(), is_handler=True)
    admin_client.get(reverse("accounts:people"))
    with django_assert_num_queries(9):
        admin_client.get(reverse("accounts:people"))
    with django_assert_num_queries(7):
        admin_client.get(reverse("accounts:organizations"))


def test_a_leaver_hands_over_every_membership_and_the_account_is_closed(admin_client: Client) -> None:
    city = City()
    leaver, heir = city.actor("finance_bureau").user, make_user()
    Membership.objects.create(user=heir, organization=city.finance_bureau, is_handler=True)
    url = reverse("accounts:hand_over", args=[leaver.pk])
    response = admin_client.post(url, {"successor": heir.username})
    assert response.headers["Location"] == reverse("accounts:person", args=[heir.pk])
    taken = heir.memberships.get()
    assert (taken.is_handler, taken.is_signatory, taken.is_active) == (True, True, True)
    leaver.refresh_from_db()
    assert not leaver.is_active
    assert not Membership.objects.usable().filter(user=leaver).exists()
    event = Event.objects.get(verb="accounts.hand_over")
    told = event.particulars_of("object").after
    assert told == {"successor": heir.username, "organizations": [city.finance_bureau.name]}


def test_a_seat_in_the_expert_pool_is_not_handed_over(admin: Actor) -> None:
    leaver, heir = City().actor("expert").user, make_user()
    assert actions.hand_over(person=leaver, successor=heir, by=admin) == []
    assert not Membership.objects.usable().filter(user__in=[leaver, heir]).exists()


@pytest.mark.parametrize("who", ["leaver", "administrator", "nobody"])
def test_who_cannot_take_over_is_refused_beside_the_field(admin_client: Client, who: str) -> None:
    leaver = City().actor("owner_unit").user
    security = make_user(admin_role=AdminRole.SECURITY)
    names = {"leaver": leaver.username, "administrator": security.username, "nobody": "没有此人"}
    response = admin_client.post(reverse("accounts:hand_over", args=[leaver.pk]), {"successor": names[who]})
    assert "successor" in response.context["form"].errors
    assert response.context["form"]["successor"].value() == names[who]
    leaver.refresh_from_db()
    assert leaver.is_active


def test_an_organization_for_whom_nobody_can_sign_is_marked(admin_client: Client) -> None:
    unit = make_organization()
    Membership.objects.create(user=make_user(), organization=unit, is_handler=True)
    assert unit in Organization.objects.lacking_signatory()
    assert admin_client.get(reverse("accounts:organization", args=[unit.pk])).context["lacks_signatory"]
    Membership.objects.create(user=make_user(), organization=unit, is_signatory=True)
    assert unit not in Organization.objects.lacking_signatory()
