"""Which word of OC4IDS a stage of the process answers to."""

from projects.flow import Stage
from projects.models import ConstructionType, Project

_STAGES_OF = {
    "identification": (Stage.DRAFT, Stage.PROPOSED, Stage.DEFERRED, Stage.PLANNED),
    "preparation": (
        Stage.SUBMITTED,
        Stage.RETURNED,
        Stage.UNDER_ARGUMENTATION,
        Stage.ARGUED,
        Stage.AWAITING_APPROVAL,
        Stage.APPROVED,
        Stage.INITIATED,
        Stage.SOLICITING,
        Stage.SCHEME_SELECTED,
        Stage.SCHEME_CONFIRMED,
    ),
    "implementation": (Stage.TENDERING, Stage.CONTRACTED, Stage.UNDER_CONSTRUCTION, Stage.TRIAL_RUN),
    "completion": (Stage.PRELIMINARILY_ACCEPTED, Stage.ACCEPTED),
    "maintenance": (Stage.IN_USE, Stage.EVALUATED),
    "decommissioned": (Stage.RETIRED,),
    "cancelled": (Stage.REJECTED, Stage.TERMINATED),
}
STATUS_OF = {stage: status for status, stages in _STAGES_OF.items() for stage in stages}

TYPE_OF = {
    ConstructionType.NEW: "construction",
    ConstructionType.REBUILT: "rehabilitation",
    ConstructionType.EXPANDED: "expansion",
    ConstructionType.CONTINUED: "expansion",
}

SECTORS = ["communications", "governance"]


def status_of(project: Project, *, whole: bool) -> str:
    """Return where a project stands. Before its tender the public knows that by what was published alone."""
    if whole or any(tender.is_published for tender in project.tenders.all()):
        return STATUS_OF[Stage(project.stage)]
    called = any(call.is_published for call in project.solicitations.all())
    return "preparation" if called else "identification"
