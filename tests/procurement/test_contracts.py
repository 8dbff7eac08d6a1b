from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from procurement import actions
from procurement.models import Contract
from projects.actions import NotReady, advance
from projects.actions.ledger.applying import accept_payment, apply_for_payment
from projects.actions.ledger.terms import Term
from projects.flow import Stage
from projects.models import Commitment, FundLine, TaskKind
from projects.money import money_line
from tests.factories import City, make_actor, make_organization
from tests.procurement.scenes import (
    awarded,
    contract_fields,
    decided,
    file,
    scheme_confirmed,
    soliciting,
    tendering,
)
from tests.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def record(city: City, project, amount: str = "980000.00", **fields) -> Contract:
    return actions.record_contract(
        project=project, by=city.actor("construction_entity"), **contract_fields(amount, **fields)
    )


def test_a_contract_needs_a_published_award(city: City) -> None:
    with pytest.raises(ValidationError):
        record(city, decided(city))


def test_the_contract_does_not_exceed_the_award_by_a_cent(city: City) -> None:
    project = awarded(city, "970000.00")
    with pytest.raises(ValidationError) as error:
        record(city, project, "970000.01")
    assert "中标金额" in error.value.messages[0]
    record(city, project, "970000.00")
    assert project.contracts.is_within_limits()


def test_the_contract_does_not_exceed_the_fund_by_a_cent(city: City) -> None:
    project = awarded(city, project=scheme_confirmed(city, allocated=Decimal("960000.00")))
    with pytest.raises(ValidationError) as error:
        record(city, project, "960000.01")
    assert "专项资金" in error.value.messages[0]
    record(city, project, "960000.00")


def test_the_contract_does_not_exceed_the_estimate_by_a_cent(city: City) -> None:
    project = awarded(city)
    project.designs.update(estimate=Decimal("950000.00"))
    with pytest.raises(ValidationError) as error:
        record(city, project, "950000.01")
    assert "概算" in error.value.messages[0]
    record(city, project, "950000.00")


def test_a_limit_that_sinks_after_recording_stops_the_signature(city: City) -> None:
    project = awarded(city)
    record(city, project)
    project.designs.update(estimate=Decimal("979999.99"))
    with pytest.raises(NotReady):
        actions.sign_contract(project=project, by=city.actor("construction_entity"))


def test_the_contract_is_with_the_winner_and_signed_by_a_signatory(city: City) -> None:
    project = awarded(city)
    contract = record(city, project)
    assert contract.supplier_name == project.tenders.live().award.winner.supplier_name
    handler = make_actor(city.construction_entity, is_signatory=False)
    with pytest.raises(PermissionDenied):
        actions.sign_contract(project=project, by=handler)
    signed = actions.sign_contract(project=project, by=city.actor("construction_entity"))
    assert signed.stage == Stage.CONTRACTED


def test_recording_again_corrects_the_contract(city: City) -> None:
    project = awarded(city)
    record(city, project)
    contract = record(city, project, "975000.00")
    assert project.contracts.get() == contract
    assert contract.file.number == 2


def test_a_void_tender_takes_its_contract_along(city: City) -> None:
    project, builder = awarded(city), city.actor("construction_entity")
    record(city, project)
    actions.void_tender(project=project, reason="质疑成立", by=builder)
    with pytest.raises(NotReady):
        actions.sign_contract(project=project, by=builder)
    project = actions.fail_tender(project=project, reason="作废", by=builder)
    assert project.contracts.current() is None


def assign(city: City, project, **fields):
    return actions.assign_supervisor(
        project=project,
        number="JL-2027-03",
        amount=Decimal("60000.00"),
        upload=upload("监理合同.pdf"),
        **{"supervisor": city.supervisor, "by": city.actor("informatization_office"), **fields},
    )


def test_the_office_assigns_the_supervisor_and_construction_starts(city: City) -> None:
    project = awarded(city)
    record(city, project)
    builder = city.actor("construction_entity")
    project = actions.sign_contract(project=project, by=builder)
    with pytest.raises(NotReady):
        advance(project=project, step="start_construction", by=builder)
    with pytest.raises(PermissionDenied):
        assign(city, project, by=builder)
    assign(city, project)
    assert advance(project=project, step="start_construction", by=builder).taken


def test_what_waits_for_a_supervisor_passes_on_to_the_one_who_replaces_them(city: City) -> None:
    project = awarded(city)
    record(city, project)
    project = actions.sign_contract(project=project, by=city.actor("construction_entity"))
    assign(city, project)
    application = apply_for_payment(
        term=project.commitments.on(FundLine.CONSTRUCTION).get().terms.first(),
        amount=Decimal("1000.00"),
        invoice_number="INV-1",
        statement="首付款",
        upload=upload("发票.pdf"),
        by=city.actor("construction_entity"),
    )
    successor = make_organization(jurisdiction=city.jurisdiction, kind="company", name="新监理公司")
    member = make_actor(successor)
    assign(city, project, supervisor=successor)
    task = project.tasks.open().get(kind=TaskKind.CHECK_PAYMENT)
    assert (task.organization, task.name) == (successor, str(application.pk))
    assert member.user.notices.filter(url=application.get_absolute_url()).exists()
    accept_payment(application=application, by=member)


def named(city: City, name: str) -> None:
    city.supervisor.name = name
    city.supervisor.save()


def test_the_author_of_the_scheme_does_not_supervise(city: City) -> None:
    project = tendering(city)
    named(city, project.schemes.get().author)
    with pytest.raises(ValidationError):
        assign(city, project)


def test_the_contractor_does_not_supervise(city: City) -> None:
    project = awarded(city)
    named(city, project.tenders.live().award.winner.supplier_name)
    with pytest.raises(ValidationError):
        assign(city, project)


def test_only_a_company_supervises(city: City) -> None:
    with pytest.raises(ValidationError):
        assign(city, soliciting(city), supervisor=city.other_department)


def test_a_design_is_not_filed_after_confirmation(city: City) -> None:
    with pytest.raises(ValidationError):
        file(city, awarded(city))


def test_the_terms_recorded_with_the_contract_bind_once_it_is_signed(city):
    project, builder = awarded(city), city.actor("construction_entity")
    terms = [Term("首付款", Decimal(80)), Term("终验款", Decimal(20), is_final=True)]
    contract = actions.record_contract(project=project, terms=terms, by=builder, **contract_fields())
    assert Commitment.objects.filter(project=project).count() == 0
    actions.sign_contract(project=project, by=builder)
    contract.refresh_from_db()
    kept = contract.commitment.terms.values_list("title", "percent", "is_final")
    assert list(kept) == [("首付款", Decimal(80), False), ("终验款", Decimal(20), True)]


@pytest.mark.parametrize("shares", [(50, 40), (95, 5)])
def test_terms_that_do_not_hold_are_refused(city, shares):
    project, (first, last) = awarded(city), shares
    terms = [Term("首付款", Decimal(first)), Term("终验款", Decimal(last), is_final=True)]
    with pytest.raises(ValidationError) as refused:
        actions.record_contract(
            project=project, terms=terms, by=city.actor("construction_entity"), **contract_fields()
        )
    assert set(refused.value.error_dict) == {"terms"}
    assert not project.contracts.exists()


def test_the_form_offers_the_usual_terms_and_names_the_row_that_is_wrong(client, city):
    project = awarded(city)
    client.force_login(city.actor("construction_entity").user)
    url = reverse("procurement:record_contract", args=[project.number])
    shown = client.get(url).text
    assert [title for title in ("首付款", "到货款", "初验款", "终验款") if title not in shown] == []
    typed = contract_fields(amount="980000") | {
        "terms_title_1": "首付款",
        "terms_percent_1": "九成",
        "terms_title_2": "终验款",
        "terms_percent_2": "10",
        "terms_final_2": "on",
    }
    wrong = client.post(url, typed)
    assert "第1行" in wrong.text
    assert "九成" in wrong.text
    right = client.post(url, typed | {"terms_percent_1": "90%", "upload": upload("合同.pdf")})
    assert right.status_code == 302
    assert [term["percent"] for term in project.contracts.get().payment_terms] == ["90", "10"]
    assert "终验款 10%" in client.get(right.url).text


def test_the_money_line_leads_from_estimate_to_payment_each_against_its_limit(city: City) -> None:
    project = awarded(city)
    record(city, project)
    actions.sign_contract(project=project, by=city.actor("construction_entity"))
    project.refresh_from_db()

    line = {item["label"]: (item["amount"], item["note"], item["over"]) for item in money_line(project)}

    below = "低于投资概算 22.00\N{NO-BREAK SPACE}万元"
    assert list(line) == ["投资估算", "批复投资", "投资概算", "中标金额", "合同", "变更后", "已支付"]
    assert line["合同"] == (Decimal("980000.00"), below, False)
    assert line["变更后"] == (Decimal("980000.00"), below, False)
    assert line["已支付"] == (Decimal(0), "尚余 98.00\N{NO-BREAK SPACE}万元 未付", False)
