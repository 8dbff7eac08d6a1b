import pytest
from django.urls import reverse

from egov.audit.models import Event
from projects.flow import Stage
from reviews.actions import pool
from reviews.models import Expert
from tests.factories import (
    City,
    conclude_panel,
    file_opinions,
    make_expert,
    make_experts,
    make_member,
    make_panel,
    make_project,
    make_specialty,
)
from tests.reviews.test_pool import BANK_NUMBER, id_number

pytestmark = pytest.mark.django_db

LIST = reverse("reviews:experts")


@pytest.fixture
def city():
    return City()


@pytest.fixture
def office(city):
    return city.actor("informatization_office")


@pytest.fixture
def go(client):
    def enter(user):
        client.force_login(user)
        return client

    return enter


def filled(**fields):
    known = {
        "employer": "东海大学",
        "employer_uscc": "",
        "post": "",
        "title": "教授",
        "grade": "full",
        "field_since": "2001",
        "focus": "数据治理",
        "specialties": [make_specialty("0201").pk],
    }
    return known | fields


def at(name, expert, *more):
    return reverse(f"reviews:{name}", args=[expert.number, *more])


def test_the_office_takes_an_expert_in_and_verifies_them(go, city, office):
    city.organization("expert")
    browser = go(office.user)
    entries = filled(name="陈教授", phone="0571-1", email="")
    page = browser.post(reverse("reviews:new_expert"), entries, follow=True)
    expert = Expert.objects.get()
    assert "缺少居民身份证号" in page.text
    assert at("verify_expert", expert) not in page.text
    numbers = {"id_number": id_number(), "bank_name": "东海银行", "bank_number": BANK_NUMBER}
    page = browser.post(at("expert_identity", expert), numbers, follow=True)
    assert id_number() not in page.text
    assert expert.__class__.objects.get().id_number_mask in page.text
    browser.post(at("verify_expert", expert), {"valid_until": "2099-12-31"})
    assert Expert.objects.get().standing == Expert.State.ACTIVE
    assert "陈教授" in browser.get(LIST).text


def test_faults_stand_beside_the_field_and_what_was_typed_stays(go, city, office):
    city.organization("expert")
    entries = filled(name="陈教授", phone="1", employer_uscc="91", field_since="1850")
    text = go(office.user).post(reverse("reviews:new_expert"), entries).text
    assert "统一社会信用代码无效" in text
    assert "请填写年份" in text
    assert "陈教授" in text
    assert not Expert.objects.exists()


def test_a_member_without_a_profile_is_named_to_the_office(go, city, office):
    member = make_member(city.expert)
    browser = go(office.user)
    address = f"{reverse('reviews:new_expert')}?member={member.pk}"
    assert address in browser.get(LIST).text
    browser.post(address, filled())
    assert Expert.objects.get().user == member.user


def test_experts_keep_their_own_profile(go, city):
    member = make_member(city.expert)
    browser = go(member.user)
    page = browser.post(reverse("reviews:own_profile"), filled(), follow=True)
    expert = Expert.objects.get(user=member.user)
    assert "待信息办核验" in page.text or "核验前还需补充" in page.text
    browser.post(at("add_tie", expert), {"kind": "holding", "name": "浙东软件", "uscc": "", "note": ""})
    assert expert.ties.get().name == "浙东软件"
    browser.post(at("expert_contact", expert), {"phone": "139", "email": "a@b.cn"})
    member.user.refresh_from_db()
    assert (member.user.phone, member.user.email) == ("139", "a@b.cn")
    assert browser.get(reverse("reviews:own_profile")).url == expert.get_absolute_url()
    assert browser.get(LIST).status_code == 403
    assert browser.get(at("verify_expert", expert)).status_code == 403


def test_an_expert_does_not_see_another(go, city):
    mine, other = make_expert(city), make_expert(city)
    assert go(mine.user).get(other.get_absolute_url()).status_code == 404


def test_who_watches_reads_but_changes_nothing_and_sees_no_number(go, city, office):
    expert = make_expert(city)
    pool.set_identity(expert=expert, id_number=id_number(), by=office)
    browser = go(city.actor("audit_bureau").user)
    page = browser.get(expert.get_absolute_url())
    assert page.status_code == 200
    assert "******" not in page.text
    for name in ("edit_expert", "expert_identity", "add_tie", "suspend_expert", "add_credit"):
        assert browser.get(at(name, expert)).status_code == 403
    assert browser.post(at("unmask", expert, "id_number"), {"reason": "x"}).status_code == 403


def test_a_number_is_shown_for_a_reason_and_never_cached(go, city, office):
    expert = make_expert(city)
    pool.set_identity(expert=expert, id_number=id_number(), by=office)
    browser = go(office.user)
    address = at("unmask", expert, "id_number")
    assert id_number() not in browser.get(address).text
    assert id_number() not in browser.post(address, {"reason": ""}).text
    shown = browser.post(address, {"reason": "核对身份"})
    assert id_number() in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    assert Event.objects.get(verb="review.unmask").reason == "核对身份"
    assert browser.get(at("unmask", expert, "password")).status_code == 404
    assert browser.get(at("unmask", expert, "bank_number")).status_code == 302


def test_suspension_and_lifting_on_the_page(go, city, office):
    expert = make_expert(city)
    browser = go(office.user)
    browser.post(at("suspend_expert", expert), {"reason": "无故缺席"})
    page = browser.get(expert.get_absolute_url()).text
    assert "已暂停" in page
    assert "无故缺席" in page
    browser.post(at("lift_suspension", expert), {"reason": "已说明"})
    assert Expert.objects.get().standing == Expert.State.ACTIVE
    browser.post(at("add_credit", expert), {"kind": "commendation", "text": "认真负责"})
    assert "认真负责" in browser.get(expert.get_absolute_url()).text
    assert "未被暂停" in browser.post(at("lift_suspension", expert), {"reason": "再次"}).text


def test_a_tie_is_taken_away_on_the_page(go, city, office):
    expert = make_expert(city)
    tie = pool.declare_tie(expert=expert, facts={"kind": "other", "name": "某公司"}, by=office)
    browser = go(office.user)
    assert browser.get(at("drop_tie", expert, tie.pk)).status_code == 405
    browser.post(at("drop_tie", expert, tie.pk))
    assert not expert.ties.exists()


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({"kind": "former_employer", "name": "旧单位"}, "请填写离职日期"),
        ({"kind": "position", "name": "公司", "since": "2024-05-01", "until": "2024-04-01"}, "早于开始日期"),
        ({"kind": "position", "name": "公司", "uscc": "123"}, "统一社会信用代码无效"),
    ],
)
def test_a_faulty_tie_is_explained(go, city, office, entries, said):
    expert = make_expert(city)
    assert said in go(office.user).post(at("add_tie", expert), entries).text
    assert not expert.ties.exists()


def test_filters_and_search(go, city, office):
    data, network = make_expert(city, specialties=["0201"]), make_expert(city, specialties=["0302"])
    network.state = Expert.State.SUSPENDED
    network.save()
    browser = go(office.user)
    field = make_specialty("0201").parent

    def listed(**query):
        text = browser.get(LIST, query).text
        return [expert for expert in (data, network) if expert.number in text]

    assert listed() == [data, network]
    assert listed(specialty=field.pk) == [data]
    assert listed(specialty=make_specialty("0302").pk) == [network]
    assert listed(state="suspended") == [network]
    assert listed(q=data.user.name) == [data]
    assert listed(q="没有的人") == []
    assert listed(state="nonsense", specialty="x") == [data, network]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(go, city, office, count, django_assert_num_queries):
    experts = [make_expert(city, specialties=["0201", "0302"]) for _ in range(count)]
    browser = go(office.user)
    browser.get(LIST)
    with django_assert_num_queries(9):
        text = browser.get(LIST).text
    assert all(expert.number in text for expert in experts)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_the_history(go, city, office, count, django_assert_num_queries):
    member = make_experts(city, 1)[0]
    expert = Expert.objects.get(user=member.user)
    for n in range(count):
        pool.declare_tie(expert=expert, facts={"kind": "other", "name": f"公司{n}"}, by=office)
        pool.record_credit(expert=expert, kind="commendation", text="好", by=office)
        project = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
        panel = make_panel(city, project, members=[member, *make_experts(city, 4)])
        file_opinions(panel)
        conclude_panel(panel=panel, conclusion="pass", opinion="同意。", by=office)
    browser = go(office.user)
    browser.get(expert.get_absolute_url())
    with django_assert_num_queries(14):
        assert browser.get(expert.get_absolute_url()).text.count("公司") >= count
