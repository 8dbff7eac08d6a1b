import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from openpyxl import load_workbook

from egov.audit.models import Event
from projects.actions.ledger.limits import LimitExceeded
from projects.flow import Stage
from projects.models import Commitment, LedgerEntry, Task, TaskKind
from reviews.actions import ExpertRefused, PanelRefused, export_fees, list_fees, pay_fees
from reviews.actions.fees import dues_of
from reviews.actions.pool import set_identity
from reviews.models import Expert, FeeList
from tests.approvals import make_fund
from tests.factories import (
    City,
    conclude_panel,
    file_opinions,
    make_experts,
    make_member,
    make_panel,
    make_project,
    succeed,
    take_seats,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def office(city):
    return city.actor("informatization_office")


@pytest.fixture
def panel(city):
    city.organization("finance_bureau")
    officials = [make_member(city.other_department)]
    members = [*make_experts(city, 4), *officials]
    panel = make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION), members=members)
    file_opinions(panel)
    return conclude_panel(panel)


def listed(panel, by, days=1):
    return list_fees(panel=panel, half_days={due.member.pk: days for due in dues_of(panel)}, by=by)


def test_an_expert_is_paid_by_half_day_and_title_and_an_official_is_not(city, panel, office):
    make_fund(city)
    Expert.objects.filter(user=panel.members.filter(is_expert=True).last().user).update(grade="intermediate")
    fee_list = listed(panel, office, days=2)
    assert sorted(fee.amount for fee in fee_list.fees.all()) == [800, 1200, 1200, 1200]
    assert fee_list.total == 4400
    assert fee_list.commitment.line == "review"
    assert fee_list.commitment.amount == 4400


def test_who_left_early_gets_none(city, office):
    make_fund(city)
    panel = make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))
    gone = panel.members.filter(is_leader=False).first()
    succeed(gone, make_experts(city, 1)[0], office)
    take_seats(panel)
    file_opinions(panel)
    fee_list = listed(conclude_panel(panel), office)
    assert not fee_list.fees.filter(member=gone).exists()
    assert fee_list.fees.count() == 5


def test_beyond_the_review_line_nothing_is_listed_nor_bound(panel, office):
    with pytest.raises(LimitExceeded), transaction.atomic():
        listed(panel, office)
    assert not FeeList.objects.exists()
    assert not Commitment.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_fees_are_listed_once_after_the_conclusion_by_the_office(city, panel, office):
    make_fund(city)
    with pytest.raises(PermissionDenied):
        listed(panel, city.actor("finance_bureau"))
    for days in (0, 21):
        with pytest.raises(PanelRefused, match="半天"):
            listed(panel, office, days=days)
    listed(panel, office)
    with pytest.raises(PanelRefused, match="已编制"):
        listed(panel, office)
    sitting = make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))
    with pytest.raises(PanelRefused, match="形成结论后"):
        listed(sitting, office)


def test_finance_pays_the_whole_list_by_one_deed(city, panel, office):
    make_fund(city)
    fee_list, finance = listed(panel, office), city.actor("finance_bureau")
    assert Task.objects.waiting_for(finance).filter(kind=TaskKind.PAY_FEES).count() == 1
    with pytest.raises(PermissionDenied):
        pay_fees(fee_list=fee_list, by=office)
    assert pay_fees(fee_list=fee_list, by=finance).paid_by == finance.user
    assert fee_list.commitment.paid == fee_list.total == 2400
    assert not Task.objects.open().filter(kind=TaskKind.PAY_FEES).exists()
    with pytest.raises(PanelRefused, match="已支付"):
        pay_fees(fee_list=fee_list, by=finance)


def test_each_full_number_that_is_exported_is_in_the_trail(city, panel, office):
    make_fund(city)
    paid = panel.members.filter(is_expert=True).order_by("pk").first()
    expert = paid.user.expert_profile
    set_identity(expert=expert, bank_name="东海银行", bank_number="6222020200112233446", by=office)
    fee_list = listed(panel, office)
    with pytest.raises(ExpertRefused, match="理由"):
        export_fees(fee_list=fee_list, reason=" ", by=office)
    with pytest.raises(PermissionDenied):
        export_fees(fee_list=fee_list, reason="转账", by=city.actor("finance_bureau"))
    rows = export_fees(fee_list=fee_list, reason="转账", by=office)
    assert rows[0][:3] == [paid.user.name, "东海银行", "6222020200112233446"]
    assert Event.objects.filter(verb="review.unmask", reason="转账").count() == 1
    assert Event.objects.filter(verb="review.export_fees").count() == 1


@pytest.mark.parametrize("deed", ["UPDATE reviews_fee SET amount = 1", "DELETE FROM reviews_fee"])
def test_a_fee_changes_by_no_hand(city, panel, office, deed):
    make_fund(city)
    listed(panel, office)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)


def test_the_pages_list_pay_and_export(client, city, panel, office, tmp_path):
    make_fund(city)
    number = panel.project.number
    address = reverse("reviews:fees", args=[number, panel.pk])
    client.force_login(office.user)
    due = dues_of(panel)
    sent = {f"days_{one.member.pk}": "1" for one in due}
    wrong = client.post(address, sent | {f"days_{due[0].member.pk}": "30"}).text
    assert 'value="30"' in wrong
    client.post(address, sent)
    assert "2,400.00" in client.get(address).text
    sheet = client.post(reverse("reviews:export_fees", args=[number, panel.pk]), {"reason": "转账"})
    path = tmp_path / "fees.xlsx"
    path.write_bytes(sheet.content)
    assert load_workbook(path).active.max_row == 5
    client.force_login(city.actor("finance_bureau").user)
    client.post(reverse("reviews:pay_fees", args=[number, panel.pk]))
    assert FeeList.objects.get().paid_at is not None
    client.force_login(city.actor("owner_unit").user)
    assert client.get(address).status_code == 403
