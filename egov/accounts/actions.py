"""Deeds on accounts. System administrators manage them; nobody manages their own rights."""

from collections.abc import Mapping, Sequence
from typing import Any

from axes.utils import reset as axes_reset
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.crypto import get_random_string

from egov.accounts.acting import Actor
from egov.accounts.models import Jurisdiction, Membership, Organization, OrganizationKind, User
from egov.accounts.roles import Permission
from egov.audit.actions import record_event
from egov.audit.refusals import Refusal
from egov.audit.subjects import Stranger

READABLE = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Characters that are not mistaken for each other when a first password is read out."""

FOR_EVERY_RULE = "-Aa7"
"""Makes a first password meet every rule whatever chance drew."""


class AdministratorActsNot(Refusal):
    """An administrator was to get a membership, or a member an administrator's role (三权分立)."""


@transaction.atomic
def note_acting_choice(*, membership: Membership, by: Actor) -> None:
    """Leave in the trail under which membership a person acts from now on."""
    _record("accounts.act_for", membership, by=by)


@transaction.atomic
def note_login(*, by: Actor) -> None:
    """Leave in the trail that a person logged in."""
    _record("accounts.log_in", by.user, by=by)


@transaction.atomic
def choose_language(*, language: str | None, by: Actor) -> None:
    """Keep in which language a person reads; nothing is written where it stays the same."""
    before = by.user.language or settings.LANGUAGE_CODE
    if language not in dict(settings.LANGUAGES) or language == before:
        return
    by.user.language = language
    by.user.save(update_fields=["language"])
    _record(
        "accounts.choose_language", by.user, by=by, before={"language": before}, after={"language": language}
    )


@transaction.atomic
def note_failed_login(*, username: str, ip: str | None, request_id: str) -> None:
    """Leave in the trail that somebody failed to log in, under which name and from where."""
    known = User.objects.filter(username=username).first()
    stranger = Stranger(
        name=username[:60], ip=ip, request_id=request_id, person_id=known.pk if known else None
    )
    home = Actor(user=known).home_id if known else None
    record_event(verb="accounts.log_in_failed", by=stranger, jurisdiction_id=home, refused=True)


@transaction.atomic
def note_logout(*, by: Actor) -> None:
    """Leave in the trail that a person logged out."""
    _record("accounts.log_out", by.user, by=by)


@transaction.atomic
def note_idle_end(*, by: Actor) -> None:
    """Leave in the trail that a session was ended because nobody used it."""
    _record("accounts.idle_end", by.user, by=by)


@transaction.atomic
def note_own_password_change(*, by: Actor) -> None:
    """Clear the demand to change the password; the trail keeps that it was changed, never the word."""
    by.user.must_change_password = False
    by.user.save(update_fields=["must_change_password"])
    _record("accounts.change_password", by.user, by=by)


def _require(by: Actor, *, person: User | None = None) -> None:
    """Raise ``PermissionDenied`` unless a system administrator acts, and not on themselves."""
    if not by.may(Permission.MANAGE_ACCOUNTS) or (person is not None and person.pk == by.user.pk):
        raise PermissionDenied


def _values(row: Any, fields: dict[str, Any]) -> dict[str, str]:
    return {name: str(getattr(row, name)) for name in fields}


def _record(verb: str, on: User | Membership, *, by: Actor, **told: Any) -> None:
    """Write what was done to a person into the trail of their jurisdiction, where its auditors read it."""
    person = on.user if isinstance(on, Membership) else on
    home = Actor(user=person, membership=on if isinstance(on, Membership) else None).home_id
    record_event(verb=verb, by=by, on=on, person_id=person.pk, jurisdiction_id=home, **told)


def _first_password() -> str:
    return get_random_string(10, READABLE) + FOR_EVERY_RULE


@transaction.atomic
def create_person(*, fields: dict[str, Any], by: Actor) -> tuple[User, str]:
    """Make an account; return it with its first password, which is shown once and must be changed."""
    _require(by)
    password = _first_password()
    person = User.objects.create_user(**fields, password=password, must_change_password=True)
    _record("accounts.create_person", person, by=by, after=_values(person, fields))
    return person, password


@transaction.atomic
def edit_person(*, person: User, fields: dict[str, Any], by: Actor) -> User:
    """Change what is known of a person, whether they may log in, and an administrator's role.

    Raises ``AdministratorActsNot`` where a member of an organization would become administrator.
    """
    _require(by, person=person)
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if fields.get("admin_role") and locked.memberships.filter(is_active=True).exists():
        raise AdministratorActsNot
    before = _values(locked, fields)
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(fields))
    _record("accounts.edit_person", locked, by=by, before=before, after=_values(locked, fields))
    return locked


@transaction.atomic
def reset_password(*, person: User, by: Actor) -> str:
    """Set a new first password and return it; it is shown once and must be changed."""
    _require(by, person=person)
    password = _first_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    _record("accounts.reset_password", person, by=by)
    return password


@transaction.atomic
def unlock(*, person: User, by: Actor) -> None:
    """Forget a person's failed attempts to log in."""
    _require(by, person=person)
    axes_reset(username=person.username)
    _record("accounts.unlock", person, by=by)


@transaction.atomic
def set_membership(
    *, person: User, organization: Organization, is_handler: bool, is_signatory: bool, by: Actor
) -> Membership | None:
    """Let a person act for an organization as handler, signatory or both; with neither, no longer.

    Raises ``AdministratorActsNot`` for administrators: none of them acts in a project.
    """
    _require(by, person=person)
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if locked.admin_role:
        raise AdministratorActsNot
    former = Membership.objects.filter(user=locked, organization=organization).first()
    before = _rights(former) if former else {}
    if not (is_handler or is_signatory):
        _end_membership(former, by=by)
        return None
    membership, _created = Membership.objects.update_or_create(
        user=locked,
        organization=organization,
        defaults={"is_handler": is_handler, "is_signatory": is_signatory, "is_active": True},
    )
    _record("accounts.set_membership", membership, by=by, before=before, after=_rights(membership))
    return membership


def _rights(membership: Membership) -> dict[str, Any]:
    return {
        "organization": membership.organization.name,
        "is_handler": membership.is_handler,
        "is_signatory": membership.is_signatory,
        "is_active": membership.is_active,
    }


def _end_membership(membership: Membership | None, *, by: Actor) -> None:
    if membership is not None and membership.is_active:
        before = _rights(membership)
        membership.is_active = False
        membership.save(update_fields=["is_active"])
        _record("accounts.end_membership", membership, by=by, before=before, after=_rights(membership))


class CannotSucceed(Refusal):
    """Who was named cannot take over: an administrator, a closed account, or the leaver."""


@transaction.atomic
def hand_over(*, person: User, successor: User, by: Actor) -> list[Membership]:
    """Let a successor act wherever a leaver did, in the same capacities, and close the leaver's account.

    What waits for the organizations then waits for the successor. A seat in an expert pool is personal: it
    ends with the account. Return the successor's memberships. Raises ``CannotSucceed``.
    """
    _require(by, person=person)
    pair = [person.pk, successor.pk]
    people = {
        one.pk: one
        for one in User.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=pair)
        .order_by("pk")
    }
    leaver, heir = people[person.pk], people[successor.pk]
    if leaver == heir or heir.admin_role or not heir.is_active or leaver.admin_role:
        raise CannotSucceed
    taken = []
    for former in leaver.memberships.filter(is_active=True).select_related("organization"):
        if former.organization.kind != OrganizationKind.EXPERT_POOL:
            taken.append(_take_over(former, heir, by=by))
        _end_membership(former, by=by)
    leaver.is_active = False
    leaver.save(update_fields=["is_active"])
    after = {"successor": heir.username, "organizations": [one.organization.name for one in taken]}
    _record("accounts.hand_over", leaver, by=by, after=after)
    return taken


def _take_over(former: Membership, heir: User, *, by: Actor) -> Membership:
    held = Membership.objects.filter(user=heir, organization=former.organization, is_active=True).first()
    membership, _created = Membership.objects.update_or_create(
        user=heir,
        organization=former.organization,
        defaults={
            "is_handler": former.is_handler or bool(held and held.is_handler),
            "is_signatory": former.is_signatory or bool(held and held.is_signatory),
            "is_active": True,
        },
    )
    before = _rights(held) if held else {}
    _record("accounts.set_membership", membership, by=by, before=before, after=_rights(membership))
    return membership


@transaction.atomic
def enroll_in_pool(*, pool: Organization, people: Sequence[Mapping[str, str]], by: Actor) -> list[Membership]:
    """Make accounts for new members of an expert pool, and their memberships, in two statements.

    ``people`` give user name, name, phone and email. The accounts have no password: a system administrator
    sets the first one. Raises ``PermissionDenied`` unless who keeps the pool asks.
    """
    _require_pool(pool, by)
    users = [User(**person, must_change_password=True) for person in people]
    for user in users:
        user.set_unusable_password()
    users = User.objects.bulk_create(users)
    members = Membership.objects.bulk_create(
        Membership(user=user, organization=pool, is_handler=True) for user in users
    )
    record_event(
        verb="accounts.enroll_in_pool", by=by, on=pool, after={"usernames": [user.username for user in users]}
    )
    return members


@transaction.atomic
def change_contact(*, person: User, pool: Organization, phone: str, email: str, by: Actor) -> None:
    """Change how a member of an expert pool is reached: by the person, or by who keeps the pool."""
    if by.user != person:
        _require_pool(pool, by)
    before = {"phone": person.phone, "email": person.email}
    if before == {"phone": phone, "email": email}:
        return
    person.phone, person.email = phone, email
    person.save(update_fields=["phone", "email"])
    after = {"phone": phone, "email": email}
    _record("accounts.change_contact", person, by=by, before=before, after=after)


def _require_pool(pool: Organization, by: Actor) -> None:
    own = pool.kind == OrganizationKind.EXPERT_POOL and pool.jurisdiction == by.jurisdiction
    if not own or not by.may(Permission.MANAGE_EXPERTS):
        raise PermissionDenied


@transaction.atomic
def create_organization(*, fields: dict[str, Any], by: Actor) -> Organization:
    """Make an organization; its kind and jurisdiction stay as they are from then on."""
    _require(by)
    organization = Organization.objects.create(**fields)
    record_event(
        verb="accounts.create_organization",
        by=by,
        on=organization,
        jurisdiction_id=organization.jurisdiction_id,
        after=_values(organization, fields),
    )
    return organization


@transaction.atomic
def edit_organization(*, organization: Organization, fields: dict[str, Any], by: Actor) -> Organization:
    """Change an organization's names, code, document prefix, or whether it is active."""
    _require(by)
    before = _values(organization, fields)
    for name, value in fields.items():
        setattr(organization, name, value)
    organization.save(update_fields=list(fields))
    record_event(
        verb="accounts.edit_organization",
        by=by,
        on=organization,
        jurisdiction_id=organization.jurisdiction_id,
        before=before,
        after=_values(organization, fields),
    )
    return organization


@transaction.atomic
def create_jurisdiction(*, fields: dict[str, Any], by: Actor) -> Jurisdiction:
    """Make a city, or a district below one."""
    _require(by)
    jurisdiction = Jurisdiction.objects.create(**fields)
    record_event(
        verb="accounts.create_jurisdiction",
        by=by,
        on=jurisdiction,
        jurisdiction_id=jurisdiction.pk,
        after=_values(jurisdiction, fields),
    )
    return jurisdiction
