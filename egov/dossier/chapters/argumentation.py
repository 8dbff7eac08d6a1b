from egov.accounts.acting import Actor
from egov.dossier.chapters.panels import add_panels
from egov.dossier.outline import Chapter, Gathering
from projects.models import DocumentKind, Project
from reviews.models import Panel


def argumentation(project: Project, actor: Actor) -> Chapter:
    """Argumentation by experts; 三(二)2."""
    found = Gathering()
    add_panels(found, project, actor, Panel.Kind.ARGUMENTATION)
    return found.chapter(
        "03-argumentation", "专家论证", DocumentKind.ARGUMENTATION_OPINION, DocumentKind.REVISION
    )
