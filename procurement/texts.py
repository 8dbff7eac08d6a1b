"""What a new notice begins with. Notices are Chinese papers, whatever language the pages are in."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from projects.models import Project


def suggested(template: str, project: Project, **more: Any) -> str:
    """Return the text that ``templates/procurement/texts/<template>.txt`` suggests for a project."""
    proposal = project.proposals.current().first()
    context = {
        "project": project,
        "content": proposal.content if proposal else "",
        "objectives": proposal.objectives if proposal else "",
        "entity": project.construction_entity.name if project.construction_entity else "",
        **more,
    }
    with translation.override("zh-hans"):
        return render_to_string(f"procurement/texts/{template}.txt", context).strip()
