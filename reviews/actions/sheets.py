"""The score sheet of a panel: drafted, then fixed before anybody marks by it."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.actions import record, require
from projects.models import Project
from reviews.actions.refusal import refuse_if
from reviews.actions.sheet_faults import faults_of_lines, faults_of_weights, why_no_sheet
from reviews.models import Criterion, MarkSheet, Panel
from reviews.presets import Line


@transaction.atomic
def save_sheet(
    *,
    project: Project,
    kind: str,
    lines: Sequence[Line],
    by: Actor,
    procured: str = "",
    pass_mark: Decimal | None = None,
) -> MarkSheet:
    """Keep the score sheet of a kind of panel as a draft, faulty or not.

    Raises ``PermissionDenied`` for anybody but the office, ``PanelRefused`` in another stage, once the
    sheet is fixed, and for bids once they are opened.
    """
    require(project, Permission.FORM_PANEL, by=by)
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    sheet = _save(locked, kind, lines, by=by, procured=procured, pass_mark=pass_mark)
    record(verb="review.save_sheet", project=locked, on=sheet, by=by, after={"kind": kind})
    return sheet


@transaction.atomic
def fix_sheet(
    *,
    project: Project,
    kind: str,
    lines: Sequence[Line],
    by: Actor,
    procured: str = "",
    pass_mark: Decimal | None = None,
) -> MarkSheet:
    """Fix the score sheet of a kind of panel: it is shown to the members, and changes no more.

    Raises as ``save_sheet`` does, and ``PanelRefused`` where the points do not make up 100, a range is
    empty, or the price has less than its legal share (财政部令第87号 art. 55).
    """
    require(project, Permission.FORM_PANEL, by=by)
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    sheet = _save(locked, kind, lines, by=by, procured=procured, pass_mark=pass_mark)
    refuse_if([*faults_of_lines(kind, lines), *faults_of_weights(sheet, lines)])
    for position, line in enumerate(lines, start=1):
        Criterion(sheet=sheet, position=position, **{**vars(line), "hint": line.hint.strip()}).save()
    sheet.published_at, sheet.published_by = timezone.now(), by.user
    sheet.save(update_fields=["published_at", "published_by"])
    after = {"kind": kind, "criteria": {line.name: f"{line.most:f}" for line in lines}}
    record(verb="review.fix_sheet", project=locked, on=sheet, by=by, after=after)
    return sheet


def _save(
    project: Project,
    kind: str,
    lines: Sequence[Line],
    *,
    by: Actor,
    procured: str,
    pass_mark: Decimal | None,
) -> MarkSheet:
    refuse_if(why_no_sheet(project, kind))
    sheet, _made = MarkSheet.objects.update_or_create(
        project=project,
        kind=kind,
        visit=project.visit,
        defaults={
            "procured": procured if kind == Panel.Kind.BID else "",
            "pass_mark": None if kind == Panel.Kind.BID else pass_mark,
            "draft": [line.as_json() for line in lines],
            "changed_at": timezone.now(),
            "changed_by": by.user,
        },
    )
    return sheet
