"""The flow as the table that the README shows."""

from collections.abc import Iterator

from django.utils import translation

from projects.flow.regulation import STEPS
from projects.flow.vocabulary import Capacity, Party, Step

_HEADERS = {
    "en": ("#", "Step", "From", "To", "Who", "Conditions", "Clause"),
    "zh-hans": ("#", "步骤", "从", "到", "由谁", "条件", "条款"),
}
_SIGNS = {"en": " (signs)", "zh-hans": "（签署）"}
_REASON = {"en": "a reason", "zh-hans": "说明理由"}


def flow_table(language: str) -> str:
    """Return all steps as a Markdown table in English or Simplified Chinese."""
    with translation.override(language):
        return "\n".join(_lines(language)) + "\n"


def _lines(language: str) -> Iterator[str]:
    header = _HEADERS[language]
    yield "| " + " | ".join(header) + " |"
    yield "|" + "---|" * len(header)
    for number, step in enumerate(STEPS.values(), start=1):
        yield "| " + " | ".join(_cells(number, step, language)) + " |"


def _cells(number: int, step: Step, language: str) -> list[str]:
    comma, together = (", ", " + ") if language == "en" else ("、", " ＋ ")
    between = together if step.joint else " / "
    conditions = [str(condition.label) for condition in step.conditions]
    conditions += [_REASON[language]] if step.needs_reason else []
    return [
        str(number),
        f"`{step.name}` {step.label}",
        comma.join(str(stage.label) for stage in step.sources),
        " / ".join(str(stage.label) for stage in step.targets),
        between.join(_party(party, language) for party in step.who),
        ("; " if language == "en" else "；").join(conditions) or "–",
        step.clause,
    ]


def _party(party: Party, language: str) -> str:
    return f"{party.role.label}{_SIGNS[language] if party.capacity == Capacity.SIGNATORY else ''}"
