"""Score sheets to begin with. The office adapts one to the project, then fixes it.

A sheet is printed in the panel's paper, which is Chinese whatever the screen's language: no gettext for
the criteria. Points are those of the platform unless the source names them.
"""

from reviews.presets.bids import BIDS
from reviews.presets.lines import Line, Preset
from reviews.presets.project import OF_PROJECTS

PRESETS = {preset.code: preset for preset in (*OF_PROJECTS, *BIDS)}


def presets_for(kind: str) -> list[Preset]:
    """Return the sheets with which one of a kind can begin."""
    return [preset for preset in PRESETS.values() if preset.kind == kind]


__all__ = ["PRESETS", "Line", "Preset", "presets_for"]
