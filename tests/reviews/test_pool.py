from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from egov.accounts.models import Membership, OrganizationKind
from egov.audit.models import AppendOnlyError, Event
from egov.sealing import fingerprint, reseal, seal, unseal
from reviews.actions import ExpertRefused, pool
from reviews.masking import clean_bank_number, clean_id_number, clean_uscc
from reviews.models import CreditRecord, Expert, Tie
from tests.factories import (
    City,
    acting,
    make_expert,
    make_member,
    make_organization,
    make_specialty,
)

pytestmark = pytest.mark.django_db

BANK_NUMBER = "9999000000000000012"


def id_number(serial="001"):
    from stdnum.cn import ric  # noqa: PLC0415 - only here

    body = f"11010119010101{serial}"
    return body + ric.calc_check_digit(f"{body}0")


@pytest.fixture
def city():
    return City()


@pytest.fixture
def office(city):
    return city.actor("informatization_office")


def told(verb):
    """Return what the last event of that kind says of the person, before and after."""
    particulars = Event.objects.filter(verb=verb).latest("pk").particulars_of("object")
    return particulars.before, particulars.after


def facts(**fields):
    known = {
        "title": "高级工程师",
        "grade": "associate",
        "field_since": 2005,
        "employer": "东海大学",
        "employer_uscc": "",
        "post": "主任",
        "focus": "数据治理",
        "specialties": [make_specialty("0201")],
    }
    return known | fields


def itself(expert):
    return acting(Membership.objects.usable().get(user=expert.user))


def register(city, office, **fields):
    return pool.register_expert(
        pool=city.expert, name="李工", phone="0571-1", email="", facts=facts(**fields), by=office
    )


def test_the_office_takes_somebody_in_with_an_account_that_has_no_password(city, office):
    expert = register(city, office)
    assert expert.number.startswith(f"{city.jurisdiction.code}-Z")
    assert expert.standing == Expert.State.UNVERIFIED
    assert expert.user.memberships.get().organization == city.expert
    assert not expert.user.has_usable_password()
    assert Event.objects.get(verb="accounts.enroll_in_pool").after == {"usernames": [expert.number.lower()]}


@pytest.mark.parametrize("role", ["finance_bureau", "owner_unit", "audit_bureau", "supervision_bureau"])
def test_nobody_else_takes_experts_in(city, role):
    with pytest.raises(PermissionDenied):
        register(city, city.actor(role))


def test_the_office_of_another_city_does_not_keep_this_pool(city):
    stranger = City().actor("informatization_office")
    expert = make_expert(city)
    for deed in (
        lambda: register(city, stranger),
        lambda: pool.describe_expert(expert=expert, facts=facts(), by=stranger),
        lambda: pool.suspend_expert(expert=expert, reason="x", by=stranger),
        lambda: pool.unmask(expert=expert, what="id_number", reason="x", by=stranger),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_members_of_the_pool_begin_their_own_profile_once(city):
    me = acting(make_member(city.expert))
    expert = pool.open_profile(member=me.membership, facts=facts(), by=me)
    assert (expert.user, expert.state) == (me.user, Expert.State.UNVERIFIED)
    with pytest.raises(ExpertRefused, match="已有档案"):
        pool.open_profile(member=me.membership, facts=facts(), by=me)


def test_an_employer_that_the_house_knows_is_linked_by_code_or_name(city, office):
    unit = make_organization(name="东海市水务局", uscc="11330000MB0000037U")
    assert register(city, office, employer="水务局", employer_uscc=unit.uscc).employer_organization == unit
    assert register(city, office, employer=unit.name).employer_organization == unit
    assert register(city, office, employer="别的").employer_organization is None


def test_a_profile_is_verified_once_nothing_is_missing(city, office):
    expert = register(city, office, field_since=timezone.localdate().year - 2)
    term = timezone.localdate() + timedelta(days=700)
    with pytest.raises(ExpertRefused) as refusal:
        pool.verify_expert(expert=expert, valid_until=term, by=office)
    assert "居民身份证号" in " ".join(refusal.value.faults)
    assert "8 年" in " ".join(refusal.value.faults)
    pool.describe_expert(expert=expert, facts=facts(), by=office)
    pool.set_identity(expert=expert, id_number=id_number(), by=office)
    verified = pool.verify_expert(expert=expert, valid_until=term, by=office)
    assert verified.standing == Expert.State.ACTIVE
    assert told("review.verify_expert")[1]["valid_until"] == str(term)


def test_a_term_that_is_over_is_said_so(city):
    expert = make_expert(city, valid_until=timezone.localdate() - timedelta(days=1))
    assert expert.standing == Expert.State.EXPIRED
    assert list(Expert.objects.standing("expired")) == [expert]
    assert not Expert.objects.standing("active").exists()


def test_ones_own_change_is_to_be_verified_again_the_offices_is_not(city, office):
    expert = make_expert(city)
    pool.describe_expert(expert=expert, facts=facts(), by=office)
    expert.refresh_from_db()
    assert expert.state == Expert.State.ACTIVE
    pool.describe_expert(expert=expert, facts=facts(title="教授"), by=itself(expert))
    expert.refresh_from_db()
    assert (expert.state, expert.title) == (Expert.State.UNVERIFIED, "教授")
    assert [each["title"] for each in told("review.describe_expert")] == ["高级工程师", "教授"]


def test_ties_are_declared_and_taken_away_and_the_trail_keeps_both(city, office):
    expert = make_expert(city)
    tie = pool.declare_tie(
        expert=expert, facts={"kind": "holding", "name": "浙东 软件（集团）"}, by=itself(expert)
    )
    expert.refresh_from_db()
    assert expert.state == Expert.State.UNVERIFIED
    assert tie.key == "浙东软件(集团)"
    pool.remove_tie(tie=tie, by=office)
    assert not Tie.objects.exists()
    assert told("review.remove_tie")[0]["name"] == "浙东 软件（集团）"


def test_numbers_are_sealed_masked_and_each_look_is_in_the_trail(city, office):
    expert = make_expert(city)
    number = id_number()
    pool.set_identity(
        expert=expert, id_number=number, bank_name="东海银行", bank_number=BANK_NUMBER, by=office
    )
    expert.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reviews_expert")
        stored = str(cursor.fetchall())
        for table in ("audit_event", "audit_particulars"):
            cursor.execute(f"SELECT * FROM {table}")
            stored += str(cursor.fetchall())
    assert number not in stored
    assert BANK_NUMBER not in stored
    assert expert.id_number_mask == f"110101********{number[-4:]}"
    assert expert.bank_number_mask.endswith(BANK_NUMBER[-4:])
    with pytest.raises(ExpertRefused, match="理由"):
        pool.unmask(expert=expert, what="id_number", reason=" ", by=office)
    assert not Event.objects.filter(verb="review.unmask").exists()
    assert pool.unmask(expert=expert, what="id_number", reason="核对身份", by=office) == number
    assert pool.unmask(expert=expert, what="bank_number", reason="", by=itself(expert)) == BANK_NUMBER
    looks = Event.objects.filter(verb="review.unmask").order_by("pk")
    assert [look.particulars_of("object").after["what"] for look in looks] == ["id_number", "bank_number"]
    assert looks[0].reason == "核对身份"


@pytest.mark.parametrize("role", ["supervision_bureau", "audit_bureau", "finance_bureau"])
def test_who_only_watches_does_not_unmask(city, role):
    with pytest.raises(PermissionDenied):
        pool.unmask(expert=make_expert(city), what="id_number", reason="看看", by=city.actor(role))


def test_nobody_is_in_a_pool_twice(city, office):
    first, second = make_expert(city), make_expert(city)
    pool.set_identity(expert=first, id_number=id_number(), by=office)
    with pytest.raises(ExpertRefused, match="另一位专家"):
        pool.set_identity(expert=second, id_number=id_number(), by=office)
    second.id_number_print = Expert.objects.get(pk=first.pk).id_number_print
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_suspension_and_lifting_have_reasons_and_stay_on_record(city, office):
    expert = make_expert(city)
    with pytest.raises(ExpertRefused, match="理由"):
        pool.suspend_expert(expert=expert, reason="", by=office)
    pool.suspend_expert(expert=expert, reason="无故缺席评审", by=office)
    expert.refresh_from_db()
    assert expert.standing == Expert.State.SUSPENDED
    with pytest.raises(ExpertRefused):
        pool.suspend_expert(expert=expert, reason="再次", by=office)
    with pytest.raises(ExpertRefused, match="暂停期间"):
        pool.describe_expert(expert=expert, facts=facts(), by=itself(expert))
    pool.lift_suspension(expert=expert, reason="已作说明", by=office)
    expert.refresh_from_db()
    assert expert.standing == Expert.State.ACTIVE
    with pytest.raises(ExpertRefused):
        pool.lift_suspension(expert=expert, reason="再次", by=office)
    assert list(expert.credit_records.values_list("kind", flat=True)) == ["lifting", "suspension"]


def test_credit_records_are_never_changed(city, office):
    expert = make_expert(city)
    entry = pool.record_credit(expert=expert, kind="commendation", text="评审认真", by=office)
    with pytest.raises(ExpertRefused):
        pool.record_credit(expert=expert, kind="suspension", text="绕过", by=office)
    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(AppendOnlyError):
        CreditRecord.objects.all().delete()
    for statement in ("UPDATE reviews_creditrecord SET text = 'x'", "DELETE FROM reviews_creditrecord"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_database_lets_nobody_be_drawn_whom_nobody_verified(city):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_expert(city, verified_at=None)


def test_who_sees_whom(city):
    mine, other = make_expert(city), make_expert(City())
    assert set(Expert.objects.visible_to(itself(mine))) == {mine}
    for role in ("informatization_office", "supervision_bureau", "audit_bureau"):
        assert set(Expert.objects.visible_to(city.actor(role))) == {mine}
    for role in ("finance_bureau", "owner_unit", "municipal_government"):
        assert not Expert.objects.visible_to(city.actor(role)).exists()
    assert other.pool.kind == OrganizationKind.EXPERT_POOL


def test_search_finds_by_name_number_and_employer(city):
    expert = make_expert(city, employer="东海（浙江） 大学")
    make_expert(city, employer="省研究院")
    for words in (expert.user.name, expert.number, "东海(浙江)大学", f"大学 {expert.number}"):
        assert list(Expert.objects.search(words)) == [expert]


def test_a_changed_key_still_opens_what_was_sealed(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.SEALING_KEYS = [old]
    token, before = seal("330102"), fingerprint("330102")
    settings.SEALING_KEYS = [new, old]
    assert unseal(token) == "330102"
    again = reseal(token)
    settings.SEALING_KEYS = [new]
    assert unseal(again) == "330102"
    assert fingerprint("330102") != before
    assert (seal(""), unseal(""), reseal(""), fingerprint("")) == ("", "", "", "")


@pytest.mark.parametrize(
    ("clean", "good", "bad"),
    [
        (clean_id_number, f" {id_number()} ", "110101190101010012"),
        (clean_bank_number, "9999 0000 0000 0000 012", "9999000000000000019"),
        (clean_bank_number, BANK_NUMBER, "1234"),
        (clean_uscc, "91110000600037341l", "91110000600037341X"),
    ],
)
def test_numbers_are_checked(clean, good, bad):
    assert clean(good) == good.replace(" ", "").upper()
    with pytest.raises(ValidationError):
        clean(bad)
    assert clean_uscc("") == ""
