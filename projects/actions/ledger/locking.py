"""The order in which deeds on the ledger lock, so that none waits for another in a circle.

Projects by number, then accounts by number, then the rows of the fund; see decision 0008.
"""

from typing import TYPE_CHECKING

from projects.models import Project

if TYPE_CHECKING:
    from django.db.models import QuerySet


def lock_projects(chosen: "QuerySet[Project]") -> dict[int, Project]:
    """Lock projects before any account of theirs, and return them as they are now."""
    of_them = Project.objects.filter(pk__in=chosen.order_by().values("pk")).order_by("pk")
    return {project.pk: project for project in of_them.select_for_update(of=("self",), no_key=True)}
