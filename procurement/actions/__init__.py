"""Deeds of procurement, in the order of the process."""

from procurement.actions.bids import judge_bid, record_bid, withdraw_bid
from procurement.actions.contracts import assign_supervisor, record_contract, sign_contract
from procurement.actions.designs import approve_overrun, file_design
from procurement.actions.notices import (
    clarify,
    publish_solicitation,
    publish_tender,
    remove_file,
    save_solicitation,
    save_tender,
)
from procurement.actions.schemes import choose_scheme, record_scheme, withdraw_scheme
from procurement.actions.tenders import fail_tender, publish_award, record_opening, record_result, void_tender

__all__ = [
    "approve_overrun",
    "assign_supervisor",
    "choose_scheme",
    "clarify",
    "fail_tender",
    "file_design",
    "judge_bid",
    "publish_award",
    "publish_solicitation",
    "publish_tender",
    "record_bid",
    "record_contract",
    "record_opening",
    "record_result",
    "record_scheme",
    "remove_file",
    "save_solicitation",
    "save_tender",
    "sign_contract",
    "void_tender",
    "withdraw_bid",
    "withdraw_scheme",
]
