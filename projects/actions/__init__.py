"""Deeds on projects. Each is atomic and leaves its event; ``advance`` alone changes a stage."""

from projects.actions.advance import (
    Advance,
    AlreadySigned,
    IllegalStep,
    NotReady,
    PaperRefused,
    ReasonMissing,
    SignedForAnother,
    StepRefused,
    advance,
    parties_for,
)
from projects.actions.duties import missing_parties, unmet_conditions
from projects.actions.numbers import next_number, next_numbers
from projects.actions.recording import record, require
from projects.actions.signing import withdraw_signatures
from projects.actions.tasks import close_task, open_task

__all__ = [
    "Advance",
    "AlreadySigned",
    "IllegalStep",
    "NotReady",
    "PaperRefused",
    "ReasonMissing",
    "SignedForAnother",
    "StepRefused",
    "advance",
    "close_task",
    "missing_parties",
    "next_number",
    "next_numbers",
    "open_task",
    "parties_for",
    "record",
    "require",
    "unmet_conditions",
    "withdraw_signatures",
]
