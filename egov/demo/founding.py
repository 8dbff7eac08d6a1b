"""Founds the demo city: jurisdictions, organizations, accounts, experts, working days."""

from random import Random

from django.contrib.auth.hashers import make_password
from stdnum.cn import uscc

from egov.accounts.acting import Actor
from egov.accounts.actions import create_jurisdiction, create_organization, set_membership
from egov.accounts.models import Jurisdiction, Organization, OrganizationKind, User
from egov.audit.actions import record_event
from egov.demo import cast
from egov.demo.desks import Desk, whole
from egov.demo.pool import fill_pool
from egov.policy.actions import enter_announced_holidays
from egov.policy.holidays import ANNOUNCED


class Town:
    """The founded city: ``town.desks["water"].handler`` is the person who types for the water bureau."""

    def __init__(self) -> None:
        self.jurisdictions: dict[str, Jurisdiction] = {}
        self.desks: dict[str, Desk] = {}

    @property
    def experts(self) -> list[Actor]:
        return self.desks["experts"].handlers


def found() -> Town:
    """Make everything that stands before the first plan year."""
    town = Town()
    password = make_password(cast.PASSWORD)
    administrators = [_account(*known, password=password) for known in cast.ADMINISTRATORS]
    system = Actor(user=administrators[0], ip="10.39.0.10")
    for code, name, parent in cast.JURISDICTIONS:
        fields = {"code": code, "name": name, "parent": town.jurisdictions.get(parent)}
        town.jurisdictions[code] = create_jurisdiction(fields=fields, by=system)
    for serial, office in enumerate(cast.OFFICES, start=1):
        town.desks[office.key] = Desk(_organization(office, serial, town, by=system))
    for serial, person in enumerate(cast.PEOPLE, start=1):
        _settle(person, serial, town, password=password, by=system)
    security = Actor(user=administrators[1], ip="10.39.0.11")
    for year in ANNOUNCED:
        enter_announced_holidays(year=year, by=security)
    fill_pool(town.desks["experts"], keeper=town.desks["office"].handler, password=password)
    return town


def _account(
    username: str, name: str, admin_role: str = "", *, password: str, by: Actor | None = None
) -> User:
    # Not by ``create_person``: it would hash a first password per person, for a third of a second each.
    user = User.objects.create(
        username=username,
        name=name,
        admin_role=admin_role,
        password=password,
        phone=f"0570-8{Random(username).randrange(100000, 999999)}",
        email=f"{username}@donghai.example",
    )
    record_event(
        verb="accounts.create_person",
        by=by,
        on=user,
        person_id=user.pk,
        after={"name": name, "username": username},
    )
    return user


def _organization(office: cast.Office, serial: int, town: Town, *, by: Actor) -> Organization:
    fields = {
        "name": office.name,
        "short_name": office.short_name,
        "kind": office.kind,
        "jurisdiction": town.jurisdictions[office.code],
        "uscc": credit_code("91" if office.kind == OrganizationKind.COMPANY else "11", office.code, serial),
        "document_prefix": office.prefix,
    }
    return create_organization(fields=fields, by=by)


def credit_code(kind: str, division: str, serial: int) -> str:
    """Return a unified social credit code that is well formed and belongs to nobody."""
    body = f"{kind}{division}MB{serial * 37:07d}"
    return body + uscc.calc_check_digit(body)


def _settle(person: cast.Person, serial: int, town: Town, *, password: str, by: Actor) -> None:
    user = _account(person.username, person.name, password=password, by=by)
    for place, capacity in person.places:
        desk = town.desks[place]
        handles, signs = "h" in capacity, "s" in capacity
        membership = set_membership(
            person=user,
            organization=desk.organization,
            is_handler=handles,
            is_signatory=signs,
            by=by,
        )
        actor = Actor(user=user, membership=whole(membership), ip=f"10.39.{serial % 8 + 1}.{serial + 20}")
        if handles:
            desk.handlers.append(actor)
        if signs:
            desk.heads.append(actor)
