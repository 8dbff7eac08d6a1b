"""Deeds from construction to retirement. Each is atomic, keyword-only and leaves its event.

A rule that is not kept raises ``ValidationError`` with a message for people; a person who may not,
``PermissionDenied``; a step that is not due, ``StepRefused`` as ``projects.actions.advance`` does.
"""

from acceptance.actions.changes import (
    Room,
    approve_change,
    file_change,
    refuse_change,
    room_for_changes,
)
from acceptance.actions.construction import (
    change_milestone,
    drop_milestone,
    file_progress_report,
    file_supervision_report,
    meet_milestone,
    plan_milestone,
)
from acceptance.actions.evaluation import (
    PRESET,
    IndicatorDraft,
    Points,
    change_indicators,
    compute_grade,
    file_scores,
    open_evaluation,
    save_scores,
    sheets_of,
    withdraw_scores,
)
from acceptance.actions.operation import (
    ARRANGING,
    RUNNING,
    arrange_maintenance,
    commit_maintenance,
    explain_retirement,
)
from acceptance.actions.outcomes import (
    Outstanding,
    record_preliminary_acceptance,
    record_sub_acceptance,
    settle_outstanding_issue,
)
from acceptance.actions.quality import (
    close_quality_issue,
    may_close,
    raise_quality_issue,
    rectify_quality_issue,
    reject_rectification,
)
from acceptance.actions.returning import failures_of, return_to_construction, usual_due_day
from acceptance.actions.trial import conclude_trial_run, log_trial_run, start_trial_run

__all__ = [
    "ARRANGING",
    "PRESET",
    "RUNNING",
    "IndicatorDraft",
    "Outstanding",
    "Points",
    "Room",
    "approve_change",
    "arrange_maintenance",
    "change_indicators",
    "change_milestone",
    "close_quality_issue",
    "commit_maintenance",
    "compute_grade",
    "conclude_trial_run",
    "drop_milestone",
    "explain_retirement",
    "failures_of",
    "file_change",
    "file_progress_report",
    "file_scores",
    "file_supervision_report",
    "log_trial_run",
    "may_close",
    "meet_milestone",
    "open_evaluation",
    "plan_milestone",
    "raise_quality_issue",
    "record_preliminary_acceptance",
    "record_sub_acceptance",
    "rectify_quality_issue",
    "refuse_change",
    "reject_rectification",
    "return_to_construction",
    "room_for_changes",
    "save_scores",
    "settle_outstanding_issue",
    "sheets_of",
    "start_trial_run",
    "usual_due_day",
    "withdraw_scores",
]
