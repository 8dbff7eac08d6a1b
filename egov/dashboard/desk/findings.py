"""The auditors' findings as lists show them."""

from typing import Any

from egov.accounts.acting import Actor
from egov.dashboard.forms import NoteFilter
from egov.dashboard.models import Note, NoteRevision

TONES = {"ordinary": "neutral", "considerable": "waiting", "grave": "danger"}
SEVERITIES, STATES = dict(NoteRevision.Severity.choices), dict(NoteRevision.State.choices)


def told(note: Any) -> dict[str, object]:
    """Return a finding as a line of a list shows it."""
    return {
        "note": note,
        "severity": SEVERITIES[note.severity],
        "tone": TONES[note.severity],
        "state": STATES[note.state],
        "is_open": note.state == NoteRevision.State.OPEN,
    }


def notes_of(actor: Actor) -> Any:
    """Return the findings that somebody reads, with what stands now."""
    return Note.objects.visible_to(actor).with_latest().select_related("project", "organization", "opened_by")


def filtered_notes(filters: NoteFilter, actor: Actor) -> Any:
    """Return the findings that somebody reads and that match everything that is set."""
    values = filters.values()
    found = notes_of(actor)
    for name, column in (("state", "state"), ("severity", "severity"), ("project", "project__number")):
        if values.get(name):
            found = found.filter(**{column: values[name]})
    return found
