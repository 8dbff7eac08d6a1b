"""For every condition of the flow the real rows that meet it, and the ways in which it fails alone.

The table is complete: ``tests/projects/test_flow_conditions.py`` fails where a condition has no entry.
"""

from decimal import Decimal

from projects.flow import Stage, Step
from projects.models import Project
from tests.evidence import acceptance, application, planning, procurement
from tests.evidence.base import Deed, Evidence, absent
from tests.factories import City, make_built_project

EVIDENCE: dict[str, Evidence] = {
    **planning.EVIDENCE,
    **application.EVIDENCE,
    **procurement.EVIDENCE,
    **acceptance.EVIDENCE,
}


def make_ready_project(
    city: City, step: Step, stage: Stage, *, without: str = "", instead: Deed = absent
) -> Project:
    """Make a project that stands in ``stage`` with all that the step asks for.

    Of the condition called ``without``, and of those that fall with it, ``instead`` is done.
    """
    project = make_staffed_project(city, stage)
    left_out = {without, *(EVIDENCE[without].takes_along if without else ())}
    for condition in step.conditions:
        project.refresh_from_db()
        if condition.name == without:
            instead(city, project)
        elif condition.name not in left_out:
            EVIDENCE[condition.name].meet(city, project)
    project.refresh_from_db()
    return project


def make_staffed_project(city: City, stage: Stage) -> Project:
    """Make a project in which each role is held by an organization of its own."""
    for role in ("municipal_government", "leading_group_office"):
        city.organization(role)
    return make_built_project(city, stage=stage, approved_investment=Decimal("1200000.00"))
