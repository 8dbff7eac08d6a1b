from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from egov.audit.models import AppendOnlyError
from procurement import actions
from projects.flow import Stage
from projects.models import Task
from tests.factories import City
from tests.procurement.scenes import (
    initiated,
    later,
    notice_fields,
    scheme_confirmed,
    soliciting,
    tender_fields,
    tendering,
)
from tests.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def refusal(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(error.value.messages)


def test_publishing_the_call_opens_the_solicitation(city: City) -> None:
    project = soliciting(city)
    assert project.stage == Stage.SOLICITING
    notice = project.solicitations.get()
    assert notice.published_by == city.actor("construction_entity").user
    assert Task.objects.open().filter(project=project).get().name == "schemes_received"


def test_a_draft_may_be_incomplete_but_is_not_published_so(city: City) -> None:
    project, builder = initiated(city), city.actor("construction_entity")
    fields = notice_fields(text="", deadline=None)
    actions.save_solicitation(project=project, fields=fields, by=builder)
    with pytest.raises(ValidationError) as error:
        actions.publish_solicitation(project=project, by=builder)
    assert "公告正文" in refusal(error)
    assert "方案征集截止时间" in refusal(error)
    project.refresh_from_db()
    assert project.stage == Stage.INITIATED


def test_a_deadline_in_the_past_is_not_published(city: City) -> None:
    project, builder = initiated(city), city.actor("construction_entity")
    fields = notice_fields(deadline=timezone.now() - timedelta(minutes=1))
    actions.save_solicitation(project=project, fields=fields, by=builder)
    with pytest.raises(ValidationError):
        actions.publish_solicitation(project=project, by=builder)


def test_the_second_who_saves_the_same_draft_is_told(city: City) -> None:
    project, builder = initiated(city), city.actor("construction_entity")
    draft = actions.save_solicitation(project=project, fields=notice_fields(), by=builder)
    actions.save_solicitation(
        project=project, fields=notice_fields(title="二稿"), revision=draft.revision, by=builder
    )
    with pytest.raises(ValidationError):
        actions.save_solicitation(
            project=project, fields=notice_fields(title="三稿"), revision=draft.revision, by=builder
        )
    assert project.solicitations.get().title == "二稿"


@pytest.mark.parametrize("role", ["owner_unit", "informatization_office", "finance_bureau", "supervisor"])
def test_only_the_construction_entity_writes_notices(city: City, role: str) -> None:
    project = initiated(city)
    project.supervisor = city.supervisor
    project.save()
    with pytest.raises(PermissionDenied):
        actions.save_solicitation(project=project, fields=notice_fields(), by=city.actor(role))
    with pytest.raises(PermissionDenied):
        actions.publish_solicitation(project=project, by=city.actor(role))


def test_a_published_notice_does_not_change_and_is_clarified_instead(city: City) -> None:
    project, builder = soliciting(city), city.actor("construction_entity")
    notice = project.solicitations.get()
    with pytest.raises(ValidationError):
        actions.save_solicitation(
            project=project, fields=notice_fields(title="改"), revision=notice.revision, by=builder
        )
    clarification = actions.clarify(project=project, notice=notice, text="截止时间不变。", by=builder)
    with pytest.raises(AppendOnlyError):
        clarification.delete()
    notice.refresh_from_db()
    assert notice.title == notice_fields()["title"]
    assert notice.clarifications.get().text == "截止时间不变。"


def test_a_file_is_added_to_and_taken_off_a_draft_only(city: City) -> None:
    project, builder = initiated(city), city.actor("construction_entity")
    draft = actions.save_solicitation(
        project=project,
        fields=notice_fields(),
        by=builder,
        files=[upload("征集文件.pdf"), upload("附件.pdf")],
    )
    first, second = draft.files.order_by("pk")
    actions.remove_file(project=project, notice=draft, version_id=first.pk, by=builder)
    assert list(draft.files.all()) == [second]
    project = actions.publish_solicitation(project=project, by=builder)
    with pytest.raises(ValidationError):
        actions.remove_file(project=project, notice=draft, version_id=second.pk, by=builder)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"method": "single_source"}, "理由"),
        ({"budget": Decimal("1200000.01")}, "概算"),
        ({"max_price": Decimal("1100000.01")}, "最高限价"),
        ({"opening_at": timezone.now() + timedelta(days=1)}, "截止时间"),
        ({"opening_place": ""}, "开标地点"),
    ],
)
def test_a_tender_that_breaks_a_rule_is_not_published(city: City, fields, named) -> None:
    project, builder = scheme_confirmed(city), city.actor("construction_entity")
    actions.save_tender(
        project=project, fields=tender_fields(**fields), by=builder, files=[upload("招标文件.pdf")]
    )
    with pytest.raises(ValidationError) as error:
        actions.publish_tender(project=project, by=builder)
    assert named in refusal(error)


def test_a_tender_needs_its_document(city: City) -> None:
    project, builder = scheme_confirmed(city), city.actor("construction_entity")
    actions.save_tender(project=project, fields=tender_fields(), by=builder)
    with pytest.raises(ValidationError) as error:
        actions.publish_tender(project=project, by=builder)
    assert "招标文件" in refusal(error)


def test_there_is_no_tender_before_joint_confirmation(city: City) -> None:
    project, builder = soliciting(city), city.actor("construction_entity")
    with pytest.raises(ValidationError):
        actions.save_tender(project=project, fields=tender_fields(deadline=later()), by=builder)


def test_publishing_the_tender_opens_it(city: City) -> None:
    project = tendering(city)
    assert project.stage == Stage.TENDERING
    assert project.tenders.is_published()
