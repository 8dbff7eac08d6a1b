"""How far a panel has come before it sits: its meeting, its draws, its empty seats."""

from typing import Any

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from reviews.actions.reserves import fell_short, reserves_left
from reviews.models import Panel
from reviews.views.draws import may_watch


def seating_of(panel: Panel, actor: Actor, *, told: bool) -> dict[str, Any]:
    """Return what the page says of it; ``told`` where the person may know the names."""
    project = panel.project
    leads = project.allows(actor, Permission.FORM_PANEL) and panel.lives
    draws = list(panel.draws.told()) if panel.size and may_watch(project, actor) else []
    return {
        "draws": draws,
        "told": told,
        "leads": leads,
        "works_on_it": leads and told,
        "takes_charge": leads and not told,
        **(_next(panel, draws) if leads and told and panel.size else {"missing": 0, "next": ""}),
    }


def _next(panel: Panel, draws: list[Any]) -> dict[str, Any]:
    """Return how many seats are empty, and how the office fills them."""
    left = panel.seats_left()
    officials = panel.official_seats_left
    missing = sum(left.values()) + officials
    under_way = any(draw.is_under_way for draw in draws)
    step = ""
    if missing and not under_way:
        first = next(iter(left), "")
        may_name = bool(first) and fell_short(panel, first) and not reserves_left(panel, first)
        step = "name" if officials or may_name else "draw"
    elif not missing and _awaits_leader(panel):
        step = "leader"
    return {"missing": missing, "next": step, "may_draw": bool(left) and not under_way}


def _awaits_leader(panel: Panel) -> bool:
    """Tell whether everybody has signed the declaration, and nobody leads."""
    sitting = panel.members.sitting()
    waits = sitting.filter(declared_at__isnull=True).exists()
    return not waits and not sitting.filter(is_leader=True).exists()
