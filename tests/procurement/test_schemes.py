from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from egov.policy.models import Parameter
from procurement import actions
from procurement.models import Solicitation
from projects.actions import NotReady, advance
from projects.flow import Stage
from projects.models import Signature
from tests.factories import City
from tests.procurement.scenes import file, hand_in, initiated, rank, scheme_selected, soliciting
from tests.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def test_a_scheme_is_recorded_with_its_file(city: City) -> None:
    project = soliciting(city)
    scheme = hand_in(city, project, summary="总体架构三层。")
    assert scheme.file.document.kind == "scheme"
    assert project.schemes.standing().get() == scheme


def test_no_scheme_before_publication(city: City) -> None:
    with pytest.raises(ValidationError):
        hand_in(city, initiated(city))


@pytest.mark.parametrize("shift", [timedelta(hours=1), timedelta(days=-40)])
def test_a_scheme_is_received_between_publication_and_now(city: City, shift: timedelta) -> None:
    project = soliciting(city)
    with pytest.raises(ValidationError) as error:
        hand_in(city, project, received_at=timezone.now() + shift)
    assert "received_at" in error.value.message_dict


def test_a_scheme_after_the_deadline_is_not_accepted(city: City) -> None:
    project = soliciting(city)
    hour_ago = timezone.now() - timedelta(hours=1)
    Solicitation.objects.update(deadline=hour_ago, published_at=hour_ago - timedelta(days=20))
    with pytest.raises(ValidationError):
        hand_in(city, project)
    hand_in(city, project, received_at=hour_ago - timedelta(days=1))


def test_one_scheme_per_company_however_its_name_is_typed(city: City) -> None:
    project = soliciting(city)
    hand_in(city, project, "东海软件(集团)有限公司")
    with pytest.raises(ValidationError):
        hand_in(city, project, "东海软件（集团）有限公司 ", uscc="")


def test_a_withdrawn_scheme_stays_with_its_reason(city: City) -> None:
    project = soliciting(city)
    scheme, builder = hand_in(city, project), city.actor("construction_entity")
    with pytest.raises(ValidationError):
        actions.withdraw_scheme(scheme=scheme, reason=" ", by=builder)
    actions.withdraw_scheme(scheme=scheme, reason="录入有误", by=builder)
    scheme.refresh_from_db()
    assert scheme.withdrawal_reason == "录入有误"
    assert not project.schemes.standing().exists()
    hand_in(city, project)


@pytest.mark.parametrize("role", ["informatization_office", "finance_bureau", "owner_unit"])
def test_others_record_no_scheme(city: City, role: str) -> None:
    project = soliciting(city)
    with pytest.raises(PermissionDenied):
        actions.record_scheme(
            project=project,
            author="甲",
            received_at=timezone.now(),
            upload=upload("方案.pdf"),
            by=city.actor(role),
        )


def test_the_cost_items_add_up_to_the_estimate(city: City) -> None:
    project = scheme_selected(city)
    lines = {"hardware": Decimal("200000.00"), "software_development": Decimal("999999.99")}
    with pytest.raises(ValidationError):
        file(city, project, cost_lines=lines)
    lines["software_development"] += Decimal("0.01")
    design = file(city, project, cost_lines=lines)
    assert design.cost_lines.count() == 2


def test_the_latest_design_counts_and_not_any(city: City) -> None:
    project = scheme_selected(city)
    file(city, project, "1200000.00")
    assert project.designs.is_within_investment()
    file(city, project, "1200000.01", note="增加密码改造")
    assert not project.designs.is_within_investment()
    file(city, project, "1100000.00", note="压减硬件")
    assert project.designs.is_within_investment()
    assert project.designs.current().number == 3


def test_filing_again_withdraws_the_signatures(city: City) -> None:
    project = scheme_selected(city)
    file(city, project)
    office = city.actor("informatization_office")
    assert not advance(project=project, step="confirm_scheme", by=office).taken
    with pytest.raises(ValidationError):
        file(city, project)
    file(city, project, note="补充接口")
    assert not Signature.objects.standing().filter(project=project).exists()
    advance(project=project, step="confirm_scheme", by=office)
    done = advance(project=project, step="confirm_scheme", by=city.actor("user_unit"))
    assert done.project.stage == Stage.SCHEME_CONFIRMED


def test_an_overrun_needs_the_governments_approval(city: City) -> None:
    project = scheme_selected(city)
    design = file(city, project, "1250000.00")
    assert design.overrun == Decimal("50000.00")
    with pytest.raises(NotReady):
        advance(project=project, step="confirm_scheme", by=city.actor("informatization_office"))
    given = {
        "design": design,
        "meeting": "市政府第 12 次常务会议",
        "meeting_on": timezone.localdate(),
        "reason": "等保要求提高",
    }
    with pytest.raises(PermissionDenied):
        actions.approve_overrun(
            project=project, upload=upload("纪要.pdf"), by=city.actor("informatization_office"), **given
        )
    actions.approve_overrun(
        project=project, upload=upload("纪要.pdf"), by=city.actor("municipal_government"), **given
    )
    assert project.designs.is_within_investment()
    file(city, project, "1260000.00", note="再增加")
    assert not project.designs.is_within_investment()


def test_the_policy_may_leave_room_above_the_investment(city: City) -> None:
    project = scheme_selected(city)
    Parameter.objects.create(
        jurisdiction=city.jurisdiction,
        code="estimate_overrun_percent",
        value=Decimal(10),
        effective_from=timezone.localdate(),
        source="市政府令",
        set_by=city.actor("informatization_office").user,
    )
    assert file(city, project, "1320000.00").is_within_investment
    assert not file(city, project, "1320000.01", note="多一分").is_within_investment


def two_schemes(city: City):
    project = soliciting(city)
    return project, hand_in(city, project, "甲公司"), hand_in(city, project, "乙公司")


def test_nothing_is_chosen_before_the_panel_concludes(city: City) -> None:
    _project, first, _second = two_schemes(city)
    with pytest.raises(ValidationError):
        actions.choose_scheme(scheme=first, by=city.actor("informatization_office"))


def test_the_first_of_the_ranking_is_chosen_or_another_with_a_reason(city: City) -> None:
    project, first, second = two_schemes(city)
    rank(city, project, "甲公司", "乙公司")
    office = city.actor("informatization_office")
    with pytest.raises(ValidationError):
        actions.choose_scheme(scheme=second, by=office)
    actions.choose_scheme(scheme=first, by=office)
    assert project.schemes.chosen() == first


def test_choosing_anew_withdraws_the_signatures(city: City) -> None:
    project, first, second = two_schemes(city)
    rank(city, project, "甲公司", "乙公司")
    office = city.actor("informatization_office")
    actions.choose_scheme(scheme=first, by=office)
    assert not advance(project=project, step="select_scheme", by=office).taken
    actions.choose_scheme(scheme=second, reason="甲公司放弃", by=office)
    assert project.schemes.chosen() == second
    assert not Signature.objects.standing().filter(project=project).exists()
    advance(project=project, step="select_scheme", by=office)
    done = advance(project=project, step="select_scheme", by=city.actor("finance_bureau"))
    assert done.project.stage == Stage.SCHEME_SELECTED


def test_others_do_not_choose(city: City) -> None:
    project, first, _second = two_schemes(city)
    rank(city, project, "甲公司", "乙公司")
    for role in ("construction_entity", "finance_bureau", "user_unit"):
        with pytest.raises(PermissionDenied):
            actions.choose_scheme(scheme=first, by=city.actor(role))


def test_what_the_panel_did_not_rank_is_not_chosen(city: City) -> None:
    project, _first, second = two_schemes(city)
    rank(city, project, "甲公司")
    with pytest.raises(ValidationError):
        actions.choose_scheme(scheme=second, reason="理由", by=city.actor("informatization_office"))


def test_no_scheme_is_added_or_withdrawn_once_the_panel_is_formed(city: City) -> None:
    project, first, _second = two_schemes(city)
    rank(city, project, "甲公司", "乙公司")
    with pytest.raises(ValidationError):
        hand_in(city, project, "丙公司")
    with pytest.raises(ValidationError):
        actions.withdraw_scheme(scheme=first, reason="理由", by=city.actor("construction_entity"))


def test_the_panel_ranks_the_authors_of_standing_schemes(city: City) -> None:
    project, first, _second = two_schemes(city)
    actions.withdraw_scheme(scheme=first, reason="录入有误", by=city.actor("construction_entity"))
    assert project.schemes.to_rank() == ["乙公司"]
