"""Deeds of the panels that advise on a project."""

from reviews.actions.answering import (
    accept_invitation,
    declare_conflict,
    decline_invitation,
    sign_declaration,
)
from reviews.actions.concluding import (
    draw_up_conclusion,
    file_conclusion,
    record_silence,
    sign_conclusion,
)
from reviews.actions.convening import Ask, convene_panel
from reviews.actions.drawing import abandon_draw, close_candidates, make_draw, open_draw
from reviews.actions.fee_export import export_fees
from reviews.actions.fees import list_fees, pay_fees
from reviews.actions.filing import correct_opinion, file_opinion, save_draft
from reviews.actions.forming import name_leader, name_member, obstacles_to_naming, replace_member, take_charge
from reviews.actions.moving import move_meeting
from reviews.actions.ratings import rate_experts
from reviews.actions.refusal import ExpertRefused, PanelRefused
from reviews.actions.revising import file_revision
from reviews.actions.sheets import fix_sheet, save_sheet

__all__ = [
    "Ask",
    "ExpertRefused",
    "PanelRefused",
    "abandon_draw",
    "accept_invitation",
    "close_candidates",
    "convene_panel",
    "correct_opinion",
    "declare_conflict",
    "decline_invitation",
    "draw_up_conclusion",
    "export_fees",
    "file_conclusion",
    "file_opinion",
    "file_revision",
    "fix_sheet",
    "list_fees",
    "make_draw",
    "move_meeting",
    "name_leader",
    "name_member",
    "obstacles_to_naming",
    "open_draw",
    "pay_fees",
    "rate_experts",
    "record_silence",
    "replace_member",
    "save_draft",
    "save_sheet",
    "sign_conclusion",
    "sign_declaration",
    "take_charge",
]
