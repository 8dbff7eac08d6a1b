"""What the desk's tests need beside the factories."""

from decimal import Decimal

from egov.accounts.acting import Actor
from procurement.models import Design
from projects.models import Project
from tests.factories import make_paper


def design_of(project: Project, by: Actor, estimate: Decimal) -> Design:
    """Make the design with its budget estimate (yuan) that counts for a project."""
    paper = make_paper(project, by)
    return Design.objects.create(
        project=project,
        number=project.designs.count() + 1,
        estimate=estimate,
        design_file=paper,
        estimate_file=paper,
        filed_by=by.user,
    )
