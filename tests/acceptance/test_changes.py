"""Changes to the contract: what may be filed, what needs approval, what the fund forbids."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from acceptance import actions
from acceptance.models import Change
from projects.models import IssuedPaper, PaperKind, Project, Task
from tests.approvals import bind_contract, give
from tests.factories import City, make_actor, make_built_project, make_contract
from tests.papers import is_sound, missing
from tests.uploads import upload

pytestmark = pytest.mark.django_db

MILLION = Decimal(1_000_000)


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def project(city: City) -> Project:
    """A contract of 1,000,000 yuan, with 1,150,000 yuan allocated."""
    project = make_built_project(city)
    contract = make_contract(project, city.actor("construction_entity"), MILLION)
    give(city, project, Decimal(1_150_000))
    bind_contract(city, contract)
    return project


def change(project: Project, city: City, delta: int, *, role: str = "construction_entity") -> Change:
    return actions.file_change(
        project=project,
        content="增加两个数据接口",
        reason="上级部署",
        amount_delta=Decimal(delta),
        days_delta=10,
        paper=upload("变更单.pdf"),
        by=city.actor(role),
    )


def test_up_to_the_threshold_a_change_is_filed(project: Project, city: City) -> None:
    assert change(project, city, 60_000).status == Change.Status.FILED
    assert change(project, city, 40_000).status == Change.Status.FILED
    room = actions.room_for_changes(project)
    assert (room.after_changes, room.percent, room.left) == (Decimal(1_100_000), 10, Decimal(50_000))


def test_above_it_waits_for_the_office_and_is_not_in_force(project: Project, city: City) -> None:
    change(project, city, 100_000)
    pending = change(project, city, 1)
    assert pending.status == Change.Status.PENDING
    assert actions.room_for_changes(project).after_changes == Decimal(1_100_000)
    task = Task.objects.open().get(kind="decide_change")
    assert (task.organization, task.capacity) == (city.informatization_office, "signatory")
    actions.approve_change(change=pending, by=city.actor("informatization_office"))
    assert actions.room_for_changes(project).after_changes == Decimal(1_100_001)
    assert not Task.objects.open().filter(kind="decide_change").exists()


def test_more_and_less_do_not_cancel_out(project: Project, city: City) -> None:
    change(project, city, -90_000)
    assert change(project, city, 90_000).status == Change.Status.PENDING


def test_nothing_exceeds_the_allocated_fund(project: Project, city: City) -> None:
    change(project, city, 100_000)
    with pytest.raises(ValidationError) as refused:
        change(project, city, 50_001)
    message = refused.value.messages[0]
    assert "1,150,000.00" in message
    assert "50,000.00" in message
    assert change(project, city, 50_000).status == Change.Status.PENDING


def test_two_pending_changes_cannot_both_take_what_is_left(project: Project, city: City) -> None:
    first, second = change(project, city, 150_000), change(project, city, 140_000)
    actions.approve_change(change=first, by=city.actor("informatization_office"))
    with pytest.raises(ValidationError):
        actions.approve_change(change=second, by=city.actor("informatization_office"))
    second.refresh_from_db()
    assert second.status == Change.Status.PENDING


def test_a_refused_change_counts_for_nothing(project: Project, city: City) -> None:
    pending = change(project, city, 150_000)
    with pytest.raises(ValidationError):
        actions.refuse_change(change=pending, reason="", by=city.actor("informatization_office"))
    actions.refuse_change(change=pending, reason="理由不足", by=city.actor("informatization_office"))
    with pytest.raises(ValidationError):
        actions.approve_change(change=pending, by=city.actor("informatization_office"))
    assert change(project, city, 100_000).status == Change.Status.FILED


def test_the_contract_stays_above_zero(project: Project, city: City) -> None:
    with pytest.raises(ValidationError):
        change(project, city, -1_000_000)


def test_only_the_construction_entity_files(project: Project, city: City) -> None:
    for role in ("supervisor", "user_unit", "informatization_office", "finance_bureau"):
        with pytest.raises(PermissionDenied):
            change(project, city, 1, role=role)


def test_only_the_offices_signatory_decides(project: Project, city: City) -> None:
    pending = change(project, city, 150_000)
    handler = make_actor(city.informatization_office, is_signatory=False)
    others = [city.actor(role) for role in ("construction_entity", "finance_bureau", "supervisor")]
    for actor in (handler, City().actor("informatization_office"), *others):
        with pytest.raises(PermissionDenied):
            actions.approve_change(change=pending, by=actor)


def test_without_a_contract_there_is_nothing_to_change(city: City) -> None:
    with pytest.raises(ValidationError):
        change(make_built_project(city), city, 1)


def test_the_city_may_set_another_threshold(project: Project, city: City) -> None:
    city.jurisdiction.parameters.create(
        code="change_self_file_percent",
        value=Decimal(5),
        effective_from=timezone.localdate(),
        set_by=city.actor("informatization_office").user,
    )
    assert change(project, city, 60_000).status == Change.Status.PENDING


def test_an_approved_change_goes_out_as_an_order_and_a_filed_one_does_not(
    project: Project, city: City
) -> None:
    change(project, city, 100_000)
    pending = change(project, city, 20_000)
    assert not IssuedPaper.objects.exists()
    actions.approve_change(
        change=pending, reason="同意按合同单价执行。", by=city.actor("informatization_office")
    )
    order = IssuedPaper.objects.get(kind=PaperKind.CHANGE_ORDER)
    said = ("增加两个数据接口", "上级部署", "1,000,000.00元", "增加20,000.00元", "1,120,000.00元", "增加10天")
    assert missing(order, *said, "同意按合同单价执行。", f"{city.construction_entity.name}：", "此复。") == []
    assert is_sound(order)
    assert order.data["facts"]["amount_after"] == "1120000.00"
