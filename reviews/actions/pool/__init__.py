"""Deeds on the expert pool: who is in it, what is known of them, whether they may be drawn."""

from reviews.actions.pool.conduct import lift_suspension, record_credit, suspend_expert
from reviews.actions.pool.identity import set_identity, unmask
from reviews.actions.pool.profiles import (
    change_expert_contact,
    describe_expert,
    import_experts,
    open_profile,
    register_expert,
)
from reviews.actions.pool.ties import declare_tie, remove_tie
from reviews.actions.pool.verifying import verify_expert

__all__ = [
    "change_expert_contact",
    "declare_tie",
    "describe_expert",
    "import_experts",
    "lift_suspension",
    "open_profile",
    "record_credit",
    "register_expert",
    "remove_tie",
    "set_identity",
    "suspend_expert",
    "unmask",
    "verify_expert",
]
