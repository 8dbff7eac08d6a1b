from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError

from egov.audit.refusals import Refusal


class ReviewRefused(Refusal, ValidationError):
    """What was asked breaks a rule; ``faults`` says which, in the reader's language."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(list(faults))

    @property
    def faults(self) -> list[str]:
        return self.messages


class PanelRefused(ReviewRefused):
    """What was asked of a panel breaks a rule."""


class ExpertRefused(ReviewRefused):
    """What was asked of the pool or of an expert in it breaks a rule."""


def refuse_if(faults: Iterable[str], error: type[ReviewRefused] = PanelRefused) -> None:
    """Raise the error if there is any fault."""
    found = list(faults)
    if found:
        raise error(found)
