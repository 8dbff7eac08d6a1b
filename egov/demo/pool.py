"""The expert pool of the demo city: nine with accounts of the cast, and some ninety more."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.utils import timezone
from stdnum import luhn
from stdnum.cn import ric

from egov.accounts.acting import Actor
from egov.accounts.models import User
from egov.demo.desks import Desk, whole
from egov.demo.texts.experts import KNOWN, MORE, Profile
from egov.demo.texts.pool import FURTHER
from reviews.actions import pool
from reviews.models import Expert, Specialty

TERM = timedelta(days=5 * 365)


@dataclass(frozen=True)
class Filling:
    """Who fills which pool, and the password of the fictional city's accounts."""

    desk: Desk
    keeper: Actor
    password: str


def fill_pool(desk: Desk, *, keeper: Actor, password: str) -> None:
    """Begin the profiles of the known experts, take in the others, and verify all but the last."""
    filling = Filling(desk, keeper, password)
    specialties = {one.code: one for one in Specialty.objects.all()}
    known = {expert.user.username: expert for expert in desk.handlers}
    for username, profile in KNOWN.items():
        facts = _facts(profile, specialties)
        expert = pool.open_profile(member=whole(known[username].membership), facts=facts, by=keeper)
        _complete(filling, expert, profile)
    for profile in (*FURTHER, *MORE):
        expert = _take_in(filling, profile, specialties)
        _complete(filling, expert, profile)


def _take_in(filling: Filling, profile: Profile, specialties: dict[str, Specialty]) -> Expert:
    phone = f"0570-8{Random(profile.name).randrange(100000, 999999)}"
    expert = pool.register_expert(
        pool=filling.desk.organization,
        name=profile.name,
        phone=phone,
        email="",
        facts=_facts(profile, specialties),
        by=filling.keeper,
    )
    User.objects.filter(pk=expert.user_id).update(password=filling.password, must_change_password=False)
    member = whole(expert.user.memberships.get())
    filling.desk.handlers.append(Actor(user=member.user, membership=member, ip="10.39.9.9"))
    return expert


def _facts(profile: Profile, specialties: dict[str, Specialty]) -> dict[str, object]:
    return {
        "title": profile.title,
        "grade": profile.grade,
        "field_since": profile.since,
        "focus": specialties[profile.codes[0]].name,
        "employer": profile.employer,
        "specialties": [specialties[code] for code in profile.codes],
    }


def _complete(filling: Filling, expert: Expert, profile: Profile) -> None:
    by = filling.keeper
    pool.set_identity(
        expert=expert,
        id_number=_id_number(expert.pk),
        bank_name="东海银行",
        bank_number=_bank_number(expert.pk),
        by=by,
    )
    for kind, name, years in profile.ties:
        until = timezone.localdate() - timedelta(days=365 * years) if years else None
        pool.declare_tie(expert=expert, facts={"kind": kind, "name": name, "until": until}, by=by)
    if profile is not MORE[-1]:
        pool.verify_expert(expert=expert, valid_until=timezone.localdate() + TERM, by=by)


def _id_number(serial: int) -> str:
    """Return a well-formed identity number of nobody alive: its bearer would be born in 1901."""
    body = f"110101190101{serial % 28 + 1:02d}{serial % 1000:03d}"
    return body + ric.calc_check_digit(f"{body}0")


def _bank_number(serial: int) -> str:
    """Return a well-formed card number of no bank."""
    body = f"99990000{serial:010d}"
    return body + luhn.calc_check_digit(body)
