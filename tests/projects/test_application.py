from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from egov.audit.models import AppendOnlyError, Event
from projects.actions import NotReady, ReasonMissing
from projects.actions.application import (
    StaleApplication,
    return_application,
    save_application,
    start_application,
    submit_application,
)
from projects.actions.documents import file_document
from projects.application_content import cells_of
from projects.comparison import changes, pieces, sentences
from projects.flow import Stage
from projects.models import ApplicationSubmission, DocumentKind, Task, TaskKind
from tests.factories import (
    City,
    make_actor,
    make_application,
    make_draft,
    make_plan,
    make_project,
    make_proposal,
)
from tests.uploads import pdf, upload


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def project(city: City):
    return make_project(city, stage=Stage.PLANNED)


@pytest.mark.django_db
def test_the_form_opens_filled_in_from_the_proposal(city: City, project) -> None:
    proposal = make_proposal(project, make_plan(city))
    application = start_application(project=project, by=city.actor("owner_unit"))
    assert application.content == proposal.content
    assert application.total == application.funded == Decimal("1200000.00")
    assert application.unsaved == {"resources-0-name": "人口基础信息"}
    assert "resources" in application.missing()
    assert start_application(project=project, by=city.actor("owner_unit")) == application


@pytest.mark.django_db
def test_the_later_of_two_people_is_told(city: City, project) -> None:
    owner = city.actor("owner_unit")
    save_application(project=project, draft=make_draft(), version=0, by=owner)
    save_application(project=project, draft=make_draft(necessity="甲"), version=1, by=owner)
    with pytest.raises(StaleApplication) as stale:
        save_application(project=project, draft=make_draft(necessity="乙"), version=1, by=owner)
    assert stale.value.application.necessity == "甲"
    assert project.applications.get().necessity == "甲"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["other_department", "informatization_office", "expert"])
def test_only_the_owner_unit_writes(city: City, project, role: str) -> None:
    with pytest.raises(PermissionDenied):
        save_application(project=project, draft=make_draft(), version=0, by=city.actor(role))


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [Stage.SUBMITTED, Stage.UNDER_ARGUMENTATION, Stage.APPROVED])
def test_what_is_submitted_is_not_edited(city: City, stage: str) -> None:
    project = make_project(city, stage=stage)
    with pytest.raises(PermissionDenied):
        save_application(project=project, draft=make_draft(), version=0, by=city.actor("owner_unit"))


@pytest.mark.django_db
def test_what_is_missing_is_named(city: City, project) -> None:
    owner = city.actor("owner_unit")
    application = save_application(project=project, draft=make_draft(), version=0, by=owner)
    assert application.missing() == []
    draft = make_draft(necessity="", starts_on=None)
    draft.funding["own"] = Decimal(1)
    draft.resources.clear()
    draft.indicators.pop()
    draft.unsaved["cost_lines-hardware-2027"] = "三百万左右"
    application = save_application(project=project, draft=draft, version=1, by=owner)
    assert application.missing() == [
        "starts_on",
        "necessity",
        "funding_lines",
        "resources",
        "indicators",
        "cost_lines",
    ]


@pytest.mark.django_db
def test_submission_needs_the_form_and_both_reports(city: City, project) -> None:
    owner = city.actor("owner_unit")
    save_application(project=project, draft=make_draft(), version=0, by=owner)
    with pytest.raises(NotReady) as refused:
        submit_application(project=project, by=owner)
    assert [c.name for c in refused.value.conditions] == ["feasibility_report", "requirements_report"]
    assert not project.submissions.exists()


@pytest.mark.django_db
def test_a_handler_prepares_and_cannot_submit(city: City, project) -> None:
    handler = make_actor(city.owner_unit, is_signatory=False)
    make_application(project, handler)
    with pytest.raises(PermissionDenied):
        submit_application(project=project, by=handler)


@pytest.mark.django_db
def test_what_was_signed_is_frozen_word_for_word(city: City, project) -> None:
    owner = city.actor("owner_unit")
    make_application(project, owner, necessity="数据不通。")
    assert submit_application(project=project, by=owner).taken
    submission = ApplicationSubmission.objects.get()
    assert submission.content["necessity"] == "数据不通。"
    assert submission.content["cost_lines"] == [
        {"item": "software_development", "year": 2027, "amount": "1200000.00"}
    ]
    assert len(submission.content["feasibility_report"]["sha256"]) == 64
    submission.content["necessity"] = "改了"
    with pytest.raises(AppendOnlyError):
        submission.save()


@pytest.mark.django_db
def test_a_return_marks_fields_and_the_resubmission_shows_what_changed(city: City, project) -> None:
    owner, office = city.actor("owner_unit"), city.actor("informatization_office")
    make_application(project, owner, necessity="数据不通。群众多跑路。", platforms="")
    submit_application(project=project, by=owner)
    with pytest.raises(ReasonMissing):
        return_application(project=project, marks={}, reason=" ", by=office)
    with pytest.raises(KeyError):
        return_application(project=project, marks={"title": "x"}, reason="补正", by=office)
    with pytest.raises(PermissionDenied):
        return_application(project=project, marks={}, reason="补正", by=owner)
    marks = {"necessity": "请补充数据", "feasibility_report": " "}
    return_application(project=project, marks=marks, reason="材料不全", by=office)
    project.refresh_from_db()
    application = project.applications.get()
    assert project.stage == Stage.RETURNED
    assert list(application.corrections.values_list("field", "reason", "visit")) == [
        ("necessity", "请补充数据", project.visit)
    ]
    make_application(
        project, owner, necessity="数据不通，涉及 36 个系统。群众多跑路。", platforms="省共享平台"
    )
    report = project.documents.get(kind=DocumentKind.FEASIBILITY_REPORT)
    file_document(
        project=project,
        kind=report.kind,
        title="",
        document=report,
        upload=upload("修订稿.pdf", pdf("v2")),
        by=owner,
    )
    submit_application(project=project, by=owner)
    first, second = project.submissions.order_by("number")
    found = {change.field: change for change in changes(first.content, second.content)}
    assert list(found) == ["necessity", "platforms", "feasibility_report"]
    assert [(p.state, p.text) for p in found["necessity"].pieces] == [
        ("removed", "数据不通。"),
        ("added", "数据不通，涉及 36 个系统。"),
        ("kept", "群众多跑路。"),
    ]
    assert first.content["necessity"] == "数据不通。群众多跑路。"
    assert Event.objects.filter(verb="project.return_application").get().reason == "材料不全"


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ({"item": "software_development", "year": 2027, "amount": "1200000.00"}, ["软件开发", "2027"]),
        ({"source": "special_fund", "amount": "1200000.00"}, ["专项资金"]),
        (
            {"name": "人口基础信息", "sharing": "conditional", "note": "依申请"},
            ["人口基础信息", "有条件共享"],
        ),
        ({"kind": "quantity", "name": "接入部门数", "target": "30 个"}, ["数量", "接入部门数", "30 个"]),
    ],
)
def test_a_row_reads_in_the_order_of_the_form_however_it_was_kept(row: dict, cells: list[str]) -> None:
    turned = dict(reversed(row.items()))
    assert cells_of(turned) == cells_of(row)
    assert cells_of(row)[: len(cells)] == cells


@pytest.mark.django_db
def test_a_returned_application_waits_for_who_prepares_it_until_each_mark_is_answered(
    city: City, project
) -> None:
    owner, office = city.actor("owner_unit"), city.actor("informatization_office")
    handler = make_actor(city.owner_unit, is_signatory=False)
    make_application(project, owner, necessity="数据不通。", platforms="")
    submit_application(project=project, by=owner)
    marks = {"necessity": "请补充数据", "platforms": "请填写"}
    return_application(project=project, marks=marks, reason="材料不全", by=office)

    def waits(actor) -> list[str]:
        return [task.kind for task in Task.objects.waiting_for(actor)]

    assert waits(handler) == [TaskKind.CORRECT]
    make_application(project, owner, necessity="数据不通，涉及 36 个系统。", platforms="")
    assert waits(handler) == [TaskKind.CORRECT]
    make_application(project, owner, necessity="数据不通，涉及 36 个系统。", platforms="省共享平台")
    assert (waits(handler), waits(owner)) == ([], [TaskKind.STEP])


@pytest.mark.django_db
def test_the_way_in_which_a_browser_sends_lines_and_the_order_of_amounts_are_no_change() -> None:
    costs = [
        {"item": "software_development", "year": 2027, "amount": "5"},
        {"item": "training", "year": 2027, "amount": "3"},
    ]
    first = {"basis": "一、指导意见；\n二、方案。", "cost_lines": costs}
    second = {"basis": "一、指导意见；\r\n二、方案。", "cost_lines": costs[::-1]}
    assert changes(first, second) == []


SENTENCES = st.text(alphabet="数据共享。！\n；；ab?", max_size=60)


@given(SENTENCES, SENTENCES)
def test_a_comparison_loses_nothing(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(p.text for p in found if p.state != "added") == old
    assert "".join(p.text for p in found if p.state != "removed") == new
    assert "".join(sentences(old)) == old
