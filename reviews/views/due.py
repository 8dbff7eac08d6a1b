"""Which panel a project waits for."""

from projects.models import Project
from reviews.models.panels import RANKING_KINDS, STAGE_OF, subjects_for


def due_kind(project: Project) -> str:
    """Return the kind of panel that the project's stage calls for and that is not formed yet.

    One that ranks is due as soon as there is something to rank.
    """
    kind = next((kind for kind, stage in STAGE_OF.items() if stage == project.stage), "")
    nothing_yet = kind in RANKING_KINDS and not subjects_for(project, kind)
    if nothing_yet or project.panels.standing(kind).exists():
        return ""
    return kind
