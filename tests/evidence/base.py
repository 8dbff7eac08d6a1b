"""What an entry of the evidence says, and what most of them use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from projects.models import Project
from reviews.models import Panel
from tests.factories import City, conclude_panel, file_opinions, make_panel

Deed = Callable[[City, Project], object]


def absent(city: City, project: Project) -> None:
    """Do nothing: the evidence is not there, or needs nothing of its own."""


@dataclass(frozen=True)
class Evidence:
    """How real rows meet a condition, and the ways in which it fails while all others hold.

    ``takes_along`` names conditions that cannot hold without this one, each with the reason;
    ``never_alone`` says why no row can break this one by itself, where that is so.
    """

    meet: Deed
    lacks: tuple[Deed, ...] = (absent,)
    takes_along: Mapping[str, str] = field(default_factory=dict)
    never_alone: str = ""


def hold_panel(city: City, project: Project, kind: str, conclusion: str) -> Panel:
    """Let five experts give their opinion and their panel conclude, all of one mind."""
    panel = make_panel(city, project, kind)
    file_opinions(panel, *[conclusion] * 5)
    return conclude_panel(panel, conclusion, opinion="专家组一致认为如此。")


def await_opinions(city: City, project: Project, kind: str) -> Panel:
    """Let a panel sit that has not concluded."""
    panel = make_panel(city, project, kind)
    file_opinions(panel)
    return panel
