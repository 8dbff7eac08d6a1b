"""The score sheet as the page of a project's panels names it."""

from typing import Any

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.models import Project
from reviews.actions.sheet_faults import why_no_sheet
from reviews.models import Panel
from reviews.models.panels import STAGE_OF


def due_sheet(project: Project, actor: Actor) -> dict[str, Any] | None:
    """Return the sheet of the project's stage for the page of its panels; None where none is known."""
    kind = next((kind for kind, stage in STAGE_OF.items() if stage == project.stage), "")
    if not kind:
        return None
    sheet = project.mark_sheets.here().filter(kind=kind).first()
    makes = project.allows(actor, Permission.FORM_PANEL)
    is_fixed = sheet is not None and sheet.is_fixed
    closed = "" if is_fixed else " ".join(why_no_sheet(project, kind))
    return {"kind": kind, "label": Panel.Kind(kind).label, "sheet": sheet, "is_fixed": is_fixed,
            "closed": closed, "makes": makes and not is_fixed and not closed}  # fmt: skip
