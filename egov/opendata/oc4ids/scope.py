"""How much of a project is told."""

from dataclasses import dataclass

from projects.models import DocumentVersion


@dataclass(frozen=True)
class Filed:
    """A file that goes along with the data, under a path."""

    version: DocumentVersion
    path: str


@dataclass(frozen=True)
class Scope:
    """``whole``: not only what was published. ``base``: where the public pages are, with its slash."""

    base: str
    whole: bool = False
    files: tuple[Filed, ...] = ()
