from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError


class PanelRefused(ValidationError):
    """What was asked of a panel breaks a rule; ``faults`` says which, in the reader's language."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(list(faults))

    @property
    def faults(self) -> list[str]:
        return self.messages


def refuse_if(faults: Iterable[str]) -> None:
    """Raise ``PanelRefused`` if there is any fault."""
    found = list(faults)
    if found:
        raise PanelRefused(found)
