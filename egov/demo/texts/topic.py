from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """What a project of the demo city is about, in its unit's words."""

    title: str
    category: str
    kind: str
    """The construction type: new, continued, rebuilt, expanded."""
    grade: str
    """The security grading (MLPS)."""
    wan: int
    """The investment estimate, in 万元."""
    background: str
    objectives: str
    content: str
    parts: tuple[str, ...]
    """What is built, in the order of its milestones."""
    shares: tuple[str, ...]
    consumes: tuple[str, ...]
    systems: str
    """Related existing systems."""
    users: str
    """Who uses it, as part of a sentence."""
    doubt: str
    """What experts ask about, as a whole sentence."""
    trouble: str
    """What goes wrong while it is built, as a whole sentence."""
