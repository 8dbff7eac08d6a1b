"""The page that a subject writes: what was measured, and which goals it misses."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from inspect import cleandoc


@dataclass
class Report:
    """Collects paragraphs, tables and goals in the order in which a subject states them."""

    name: str
    about: str = ""
    quick: bool = False
    missed: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.parts.append(text)

    def table(self, heads: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
        """Add a table. Numbers stand to the right; a float is shown with two decimals."""
        shown = [[f"{cell:,.2f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
        rule = ["---:" if is_number(column) else "---" for column in zip(*shown, strict=True)]
        self.parts.append("\n".join(f"| {' | '.join(line)} |" for line in [list(heads), rule, *shown]))

    def goal(self, what: str, value: float, *, most: float | None = None, least: float | None = None) -> str:
        """Hold a value against its limit. Returns the goal in words for a table, bold where it is missed."""
        goal = f"≤ {most:g}" if most is not None else f"≥ {least:g}"
        if (most is not None and value > most) or (least is not None and value < least):
            self.missed.append(f"{what}: {value:.2f}, goal {goal}")
            return f"**{goal}**"
        return goal

    def text(self) -> str:
        title, _, about = cleandoc(self.about).partition("\n")
        machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
        made = f"Written by `make bench ARGS={self.name}` on {datetime.now(tz=UTC).date()} ({machine})."
        end = "Missed:\n\n- " + "\n- ".join(self.missed) if self.missed else "All goals met."
        head = [f"# Measured: {title}", made, about.strip()]
        return "\n\n".join(part for part in [*head, *self.parts, end] if part) + "\n"


def is_number(column: Iterable[str]) -> bool:
    return all(cell.replace(",", "").replace(".", "").isdecimal() for cell in column)
