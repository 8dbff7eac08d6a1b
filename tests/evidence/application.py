"""Evidence of the application, the argumentation and the approval, clause 三(二)."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from projects.actions.application import save_application
from projects.actions.approval import decide_termination
from projects.actions.documents import file_document
from projects.actions.duplicates import answer_duplicates
from projects.models import Decision, DocumentKind, InitiationApproval, Project
from reviews.actions import file_revision
from reviews.models import Panel
from tests.approvals import give, make_meeting_record
from tests.evidence.base import Evidence, absent, await_opinions, hold_panel
from tests.factories import City, make_draft, make_paper, make_project
from tests.uploads import upload

Outcome, Conclusion = Decision.Outcome, Panel.Conclusion


def filled_in(city: City, project: Project) -> None:
    save_application(project=project, draft=make_draft(), version=0, by=city.actor("owner_unit"))


def without_basis(city: City, project: Project) -> None:
    save_application(project=project, draft=make_draft(basis=""), version=0, by=city.actor("owner_unit"))


def feasibility_attached(city: City, project: Project) -> None:
    _attach(city, project, DocumentKind.FEASIBILITY_REPORT)


def requirements_attached(city: City, project: Project) -> None:
    _attach(city, project, DocumentKind.REQUIREMENTS_REPORT)


def _attach(city: City, project: Project, kind: DocumentKind) -> None:
    owner = city.actor("owner_unit")
    file_document(project=project, kind=kind, title="", upload=upload(f"{kind.label}.pdf"), by=owner)


def resembles_another(city: City, project: Project) -> None:
    project.duplicate_hits.create(earlier=make_project(city), similarity=Decimal("0.800"))


def answered(city: City, project: Project) -> None:
    resembles_another(city, project)
    hit = project.duplicate_hits.get()
    answer_duplicates(project=project, answers={hit.pk: "建设范围不同。"}, by=city.actor("owner_unit"))


def panel_passes_after_revision(city: City, project: Project) -> None:
    hold_panel(city, project, Panel.Kind.ARGUMENTATION, Conclusion.PASS_AFTER_REVISION)


def panel_passes(city: City, project: Project) -> None:
    hold_panel(city, project, Panel.Kind.ARGUMENTATION, Conclusion.PASS)


def panel_fails(city: City, project: Project) -> None:
    hold_panel(city, project, Panel.Kind.ARGUMENTATION, Conclusion.FAIL)


def panel_still_sits(city: City, project: Project) -> None:
    await_opinions(city, project, Panel.Kind.ARGUMENTATION)


def revised_where_asked(city: City, project: Project) -> None:
    panel = project.panels.filter(conclusion=Conclusion.PASS_AFTER_REVISION).first()
    if panel is not None:
        file_revision(panel=panel, upload=upload("修改稿.pdf"), by=city.actor("owner_unit"))


def decided_to_approve(city: City, project: Project) -> None:
    money = {"construction_entity": city.construction_entity, "approved_investment": Decimal("1200000.00")}
    _decide(city, project, Outcome.APPROVE, **money)


def decided_to_reject(city: City, project: Project) -> None:
    _decide(city, project, Outcome.REJECT, reason="与在建平台重复。")


def _decide(city: City, project: Project, outcome: str, **fields: Any) -> None:
    # Not by the deed: it takes the step with the decision.
    Decision(
        project=project,
        visit=project.visit,
        outcome=outcome,
        meeting="第12次常务会议",
        meeting_on=timezone.localdate(),
        record=make_meeting_record(city, project),
        decided_by=city.actor("municipal_government").user,
        **fields,
    ).save()


def decided_to_terminate(city: City, project: Project) -> None:
    decide_termination(
        project=project,
        meeting="第12次常务会议",
        meeting_on=timezone.localdate(),
        meeting_record=make_meeting_record(city, project),
        reason="机构改革，职能划转。",
        by=city.actor("municipal_government"),
    )


def entity_named(city: City, project: Project) -> None:
    project.construction_entity = city.construction_entity
    project.save(update_fields=["construction_entity"])


def no_entity(city: City, project: Project) -> None:
    project.construction_entity = None
    project.save(update_fields=["construction_entity"])


def allocated(city: City, project: Project) -> None:
    give(city, project, Decimal("1200000.00"))


def issued(city: City, project: Project) -> None:
    # Not by the deed: it takes the step with the paper.
    by = city.actor("leading_group_office")
    InitiationApproval(
        project=project,
        issuer=city.leading_group_office,
        year=2027,
        serial=1,
        number="东信〔2027〕1号",
        issued_on=timezone.localdate(),
        issued_by=by.user,
        paper=make_paper(project, by, DocumentKind.INITIATION_APPROVAL),
    ).save()


EVIDENCE = {
    "application_complete": Evidence(filled_in, lacks=(absent, without_basis)),
    "feasibility_report": Evidence(feasibility_attached),
    "requirements_report": Evidence(requirements_attached),
    "duplicates_answered": Evidence(answered, lacks=(resembles_another,)),
    "argumentation_passed": Evidence(
        panel_passes_after_revision, lacks=(absent, panel_still_sits, panel_fails)
    ),
    "revision_filed": Evidence(revised_where_asked),
    "argumentation_failed": Evidence(panel_fails, lacks=(absent, panel_still_sits, panel_passes)),
    "decided_to_approve": Evidence(decided_to_approve, lacks=(absent, decided_to_reject)),
    "construction_entity_named": Evidence(entity_named, lacks=(no_entity,)),
    "decided_to_reject": Evidence(decided_to_reject, lacks=(absent, decided_to_approve)),
    "fund_allocated": Evidence(allocated),
    "initiation_issued": Evidence(issued),
    "decided_to_terminate": Evidence(decided_to_terminate),
}
