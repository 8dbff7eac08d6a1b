"""The flow: what the notice allows, who may do it, and what must be true first."""

from projects.flow.regulation import CONDITIONS, STEPS, TERMINABLE, ProjectFlow, steps_from
from projects.flow.reports import REPORTS
from projects.flow.vocabulary import (
    PHASE_OF_STAGE,
    Capacity,
    Condition,
    Day,
    Party,
    Phase,
    Report,
    Stage,
    Step,
    Usage,
    not_known,
)

__all__ = [
    "CONDITIONS",
    "PHASE_OF_STAGE",
    "REPORTS",
    "STEPS",
    "TERMINABLE",
    "Capacity",
    "Condition",
    "Day",
    "Party",
    "Phase",
    "ProjectFlow",
    "Report",
    "Stage",
    "Step",
    "Usage",
    "not_known",
    "steps_from",
]
