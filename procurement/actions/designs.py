"""The optimised design and its budget estimate, clause 三(三)1–2."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from procurement.actions.beginning import begin
from procurement.models import Design
from projects.actions import record, withdraw_signatures
from projects.actions.documents import file_document
from projects.flow import Stage
from projects.models import DocumentKind, DocumentVersion, Project


@transaction.atomic
def file_design(
    *,
    project: Project,
    estimate: Decimal,
    design_upload: File[Any],
    estimate_upload: File[Any],
    by: Actor,
    cost_lines: dict[str, Decimal] | None = None,
    note: str = "",
) -> Design:
    """File the winner's optimised design with its budget estimate (概算), in yuan.

    Filing again makes a new version, which alone counts: signatures on the former are withdrawn, and
    an approved overrun of the former does not carry over. ``cost_lines`` (yuan by cost item), where
    given, must sum up to the estimate. Raises ``ValidationError`` and ``PermissionDenied``.
    """
    project = begin(project, Permission.RUN_PROCUREMENT, [Stage.SCHEME_SELECTED], by=by)
    lines = {item: amount for item, amount in (cost_lines or {}).items() if amount}
    if lines and sum(lines.values()) != estimate:
        raise ValidationError({"estimate": _("The cost items do not add up to the budget estimate.")})
    former = project.designs.current()
    if former is not None and not note.strip():
        raise ValidationError({"note": _("Say what was changed and why.")})
    design = Design.objects.create(
        project=project,
        number=former.number + 1 if former else 1,
        estimate=estimate,
        design_file=_file(project, DocumentKind.OPTIMISED_DESIGN, design_upload, former, by=by),
        estimate_file=_file(project, DocumentKind.BUDGET_ESTIMATE, estimate_upload, former, by=by),
        note=note.strip(),
        filed_at=timezone.now(),
        filed_by=by.user,
    )
    for item, amount in lines.items():
        design.cost_lines.create(item=item, amount=amount)
    if former is not None:
        changed = _("A new version of the design was filed.")
        withdraw_signatures(project=project, step="confirm_scheme", reason=changed, by=by)
    record(
        verb="procurement.file_design",
        project=project,
        by=by,
        on=design,
        before={"estimate": str(former.estimate)} if former else None,
        after={"version": design.number, "estimate": str(estimate)},
        reason=note.strip(),
    )
    return design


def _file(
    project: Project, kind: DocumentKind, upload: File[Any], former: Design | None, *, by: Actor
) -> DocumentVersion:
    file_field = "design_file" if kind == DocumentKind.OPTIMISED_DESIGN else "estimate_file"
    document = getattr(former, file_field).document if former else None
    return file_document(
        project=project, kind=kind, title=str(kind.label), upload=upload, by=by, document=document
    )


@transaction.atomic
def approve_overrun(
    *,
    project: Project,
    design: Design,
    meeting: str,
    meeting_on: date,
    upload: File[Any],
    reason: str,
    by: Actor,
) -> None:
    """Record that the municipal government approved a budget estimate above its approved investment.

    政府投资条例 art. 23. It holds for this version of the design alone. Raises ``ValidationError``
    where there is nothing to approve, or the version is no longer the last, and ``PermissionDenied``.
    """
    project = begin(project, Permission.DECIDE_APPROVAL, [Stage.SCHEME_SELECTED], by=by)
    current = project.designs.current()
    if current is None or current.pk != design.pk:
        raise ValidationError(_("A new version of the design was filed; please look at it first."))
    if current.is_within_investment or current.is_overrun_approved:
        raise ValidationError(_("There is no overrun to approve."))
    if not by.is_signatory:
        raise ValidationError(_("Only a signatory decides for the municipal government."))
    current.overrun_approved_at, current.overrun_approved_by = timezone.now(), by.user
    current.overrun_meeting, current.overrun_meeting_on = meeting.strip(), meeting_on
    current.overrun_reason = reason.strip()
    current.overrun_record = file_document(
        project=project, kind=DocumentKind.MEETING_RECORD, title=meeting, upload=upload, by=by
    )
    current.save()
    record(
        verb="procurement.approve_overrun",
        project=project,
        by=by,
        on=current,
        after={"estimate": str(current.estimate), "overrun": str(current.overrun), "meeting": meeting},
        reason=reason.strip(),
    )
