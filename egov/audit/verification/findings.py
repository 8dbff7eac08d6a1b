"""What a verification can find, and how it says so."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Kind(TextChoices):
    ALTERED = "altered", gettext_lazy("Event altered")
    REMOVED = "removed", gettext_lazy("Event removed")
    INSERTED = "inserted", gettext_lazy("Event inserted")
    MOVED = "moved", gettext_lazy("Events re-ordered")
    CUT = "cut", gettext_lazy("End of the chain cut off")
    REBUILT = "rebuilt", gettext_lazy("Chain rebuilt")
    HEAD = "head", gettext_lazy("Head of the chain altered")
    PERSON_ALTERED = "person_altered", gettext_lazy("Particulars of a person altered")
    PERSON_REMOVED = "person_removed", gettext_lazy("Particulars of a person removed")
    PERSON_UNRECORDED = "person_unrecorded", gettext_lazy("Particulars deleted without record")
    ORPHANED = "orphaned", gettext_lazy("Particulars without their event")
    CHECKPOINT_ALTERED = "checkpoint_altered", gettext_lazy("Checkpoint altered")
    CHECKPOINT_REMOVED = "checkpoint_removed", gettext_lazy("Checkpoint removed")
    CHECKPOINT_FOREIGN = "checkpoint_foreign", gettext_lazy("Checkpoint signed by an unknown key")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: its kind, the chain, and which events by their numbers in it.

    For checkpoints ``first`` and ``last`` are their numbers, and the chain is empty.
    """

    kind: Kind
    chain: str
    first: int
    last: int
    told: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {**asdict(self), "kind": self.kind.value}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Finding":
        """Return what ``as_json`` wrote."""
        return cls(**{**values, "kind": Kind(values["kind"])})

    @property
    def sentence(self) -> str:
        """Say in one sentence what was found."""
        return _sentences()[self.kind] % {"first": self.first, "last": self.last, **self.told}


def _sentences() -> dict[Kind, str]:
    return {
        Kind.ALTERED: _("Event %(first)s was altered after it was written."),
        Kind.REMOVED: _("Events %(first)s to %(last)s were removed."),
        Kind.INSERTED: _("Events at places %(first)s to %(last)s were inserted past the platform."),
        Kind.MOVED: _("Event %(first)s was moved; it now stands at place %(place)s."),
        Kind.CUT: _("The end of the chain is missing: events %(first)s to %(last)s."),
        Kind.REBUILT: _(
            "The chain holds together but is not the one that was signed by checkpoint %(checkpoint)s: "
            "it was rebuilt somewhere in events %(first)s to %(last)s."
        ),
        Kind.HEAD: _("The last event %(first)s is not the one that the platform wrote last."),
        Kind.PERSON_ALTERED: _("In event %(first)s the particulars of a person were altered."),
        Kind.PERSON_REMOVED: _("In event %(first)s the particulars of a person are missing."),
        Kind.PERSON_UNRECORDED: _(
            "In event %(first)s the particulars of a person were deleted, and no event records that."
        ),
        Kind.ORPHANED: _(
            "Particulars are kept of the event with the id %(first)s, which is not in the trail."
        ),
        Kind.CHECKPOINT_ALTERED: _("Checkpoint %(first)s is not as it was signed."),
        Kind.CHECKPOINT_REMOVED: _("Checkpoints %(first)s to %(last)s were removed."),
        Kind.CHECKPOINT_FOREIGN: _("Checkpoint %(first)s is signed by a key that is not ours."),
    }


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Return consecutive numbers as first and last of each run."""
    first = last = None
    for number in sorted(numbers):
        if first is None or last is None:
            first = number
        elif number != last + 1:
            yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last
