from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.actions import change_contact, enroll_in_pool
from egov.accounts.models import Membership, Organization, OrganizationKind
from egov.audit.actions import record_event
from projects.actions import next_numbers
from reviews.actions.pool.access import (
    keeps,
    locked,
    note_own_change,
    require_keeper,
    require_keeper_or_self,
)
from reviews.actions.refusal import ExpertRefused, refuse_if
from reviews.models import Expert

FACTS = ("title", "grade", "field_since", "focus", "employer", "employer_uscc", "post")


def expert_numbers(pool: Organization, count: int) -> list[str]:
    """Take the next numbers of the experts of a jurisdiction."""
    code = pool.jurisdiction.code
    return [f"{code}-Z{n:05d}" for n in next_numbers(series=f"expert:{code}", year=0, count=count)]


@transaction.atomic
def register_expert(
    *, pool: Organization, name: str, phone: str, email: str, facts: Mapping[str, Any], by: Actor
) -> Expert:
    """Take a person into the pool, with an account that a system administrator opens; to be verified.

    Raises ``PermissionDenied`` unless who keeps the pool asks.
    """
    require_keeper(pool, by)
    number = expert_numbers(pool, 1)[0]
    person = {"username": number.lower(), "name": name, "phone": phone, "email": email}
    member = enroll_in_pool(pool=pool, people=[person], by=by)[0]
    return _begin(member, number, facts, by)


@transaction.atomic
def import_experts(*, pool: Organization, rows: Sequence[Mapping[str, Any]], by: Actor) -> list[Expert]:
    """Take the people of a sheet into the pool, all or none; each is to be verified.

    ``rows`` give name, phone, email and the facts of each. Raises ``PermissionDenied`` unless who keeps the
    pool asks.
    """
    require_keeper(pool, by)
    numbers = expert_numbers(pool, len(rows))
    people = [
        {"username": number.lower(), "name": row["name"], "phone": row["phone"], "email": row["email"]}
        for number, row in zip(numbers, rows, strict=True)
    ]
    members = enroll_in_pool(pool=pool, people=people, by=by)
    return [
        _begin(member, number, row, by) for member, number, row in zip(members, numbers, rows, strict=True)
    ]


@transaction.atomic
def open_profile(*, member: Membership, facts: Mapping[str, Any], by: Actor) -> Expert:
    """Begin the profile of somebody who is a member of the pool already: by themselves or by its keeper."""
    if member.organization.kind != OrganizationKind.EXPERT_POOL:
        raise PermissionDenied
    if by.membership != member and not keeps(member.organization, by):
        raise PermissionDenied
    refuse_if(_faults_of_second(member), ExpertRefused)
    return _begin(member, expert_numbers(member.organization, 1)[0], facts, by)


@transaction.atomic
def describe_expert(*, expert: Expert, facts: Mapping[str, Any], by: Actor) -> Expert:
    """Change what is known of an expert: title, specialties, employer.

    One's own change is to be verified again. ``facts`` are those of ``FACTS`` and ``specialties``.
    """
    known = locked(expert)
    require_keeper_or_self(known, by)
    before = _told(known)
    note_own_change(known, by)
    _set(known, facts)
    known.save()
    known.specialties.set(facts["specialties"])
    record_event(
        verb="review.describe_expert",
        by=by,
        on=known,
        person_id=known.user_id,
        before=before,
        after=_told(known),
    )
    return known


@transaction.atomic
def change_expert_contact(*, expert: Expert, phone: str, email: str, by: Actor) -> None:
    """Change how an expert is reached; this needs no verification."""
    require_keeper_or_self(expert, by)
    change_contact(person=expert.user, pool=expert.pool, phone=phone, email=email, by=by)


def _begin(member: Membership, number: str, facts: Mapping[str, Any], by: Actor) -> Expert:
    expert = Expert(user=member.user, pool=member.organization, number=number)
    _set(expert, facts)
    expert.save()
    expert.specialties.set(facts["specialties"])
    record_event(verb="review.open_profile", by=by, on=expert, person_id=expert.user_id, after=_told(expert))
    return expert


def _set(expert: Expert, facts: Mapping[str, Any]) -> None:
    for name in FACTS:
        if name in facts:
            setattr(expert, name, facts[name])
    expert.employer_organization = organization_like(expert.employer, expert.employer_uscc)


def organization_like(name: str, uscc: str) -> Organization | None:
    """Return the organization of the house that this is, by code or else by its exact name."""
    if uscc and (found := Organization.objects.filter(uscc=uscc).first()):
        return found
    return Organization.objects.filter(name=name).order_by("pk").first()


def _told(expert: Expert) -> dict[str, Any]:
    facts = {name: getattr(expert, name) for name in FACTS}
    return facts | {"specialties": sorted(expert.specialties.values_list("code", flat=True))}


def _faults_of_second(member: Membership) -> Iterator[str]:
    if Expert.objects.filter(user=member.user).exists():
        yield _("%(name)s has a profile already.") % {"name": member.user.name}
