"""What changed between two submissions of an application, word for word where it matters."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from projects.application_content import FIELDS, Content, freeze, label_of, text_of
from projects.flow import Stage
from projects.models import Project


@dataclass(frozen=True)
class Piece:
    """A stretch of text: kept, or only in the old (removed) or the new version (added)."""

    state: str
    text: str


@dataclass(frozen=True)
class Change:
    """A field that differs, with its old and new text and the pieces of both."""

    field: str
    label: str
    old: str
    new: str
    pieces: list[Piece]


def changes(old: Content, new: Content) -> list[Change]:
    """Return the fields that differ, in the order of the form."""
    found = []
    for name in FIELDS:
        before, after = text_of(old, name), text_of(new, name)
        if before != after:
            found.append(Change(name, label_of(name), before, after, pieces(before, after)))
    return found


def changed_since_return(project: Project) -> set[str] | None:
    """Return the fields of a returned application that differ from what was returned; else None."""
    application = project.applications.first() if project.stage == Stage.RETURNED else None
    last = project.submissions.order_by("-number").first() if application else None
    if application is None or last is None:
        return None
    return {change.field for change in changes(last.content, freeze(application))}


def owes_correction(project: Project) -> bool:
    """Tell whether a returned application still stands as it was where the office asked for a change.

    Where the office marked no field, any change will do.
    """
    changed = changed_since_return(project)
    if changed is None:
        return False
    application = project.applications.get()
    marked = set(application.corrections.filter(visit=project.visit).values_list("field", flat=True))
    return not (changed and marked <= changed)


def pieces(old: str, new: str) -> list[Piece]:
    """Compare two texts sentence by sentence."""
    first, second = sentences(old), sentences(new)
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("kept", "".join(first[i1:i2])))
            continue
        if i2 > i1:
            found.append(Piece("removed", "".join(first[i1:i2])))
        if j2 > j1:
            found.append(Piece("added", "".join(second[j1:j2])))
    return found


def sentences(text: str) -> list[str]:
    """Split after each end of a sentence, Chinese or Western; nothing is lost."""
    return [part for part in re.split(r"(?<=[。！？；!?;\n])", text) if part]
