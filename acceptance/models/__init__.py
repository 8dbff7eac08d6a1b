from acceptance.models.changes import Change, amount_after_changes
from acceptance.models.construction import Milestone, ProgressReport, SupervisionReport
from acceptance.models.evaluation import PARTIES, Evaluation, Grade, Indicator, Score, ScoreSheet
from acceptance.models.operation import MaintenanceArrangement
from acceptance.models.outcomes import (
    OutstandingIssue,
    PreliminaryAcceptance,
    SubAcceptance,
    TrialLogEntry,
    TrialRun,
)
from acceptance.models.quality import QualityIssue

__all__ = [
    "PARTIES",
    "Change",
    "Evaluation",
    "Grade",
    "Indicator",
    "MaintenanceArrangement",
    "Milestone",
    "OutstandingIssue",
    "PreliminaryAcceptance",
    "ProgressReport",
    "QualityIssue",
    "Score",
    "ScoreSheet",
    "SubAcceptance",
    "SupervisionReport",
    "TrialLogEntry",
    "TrialRun",
    "amount_after_changes",
]
