"""Deeds of the panels that advise on a project."""

from reviews.actions.concluding import conclude_panel
from reviews.actions.filing import file_opinion
from reviews.actions.forming import form_panel, replace_member
from reviews.actions.refusal import ExpertRefused, PanelRefused
from reviews.actions.revising import file_revision

__all__ = [
    "ExpertRefused",
    "PanelRefused",
    "conclude_panel",
    "file_opinion",
    "file_revision",
    "form_panel",
    "replace_member",
]
