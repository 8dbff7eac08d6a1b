"""What a member of a demo panel marks: by what they find, and by whom the story lets win."""

from decimal import Decimal
from random import Random

from egov.demo.journey import Journey
from reviews.models import MarkSheet, PanelMember, PanelSubject, Verdict

SHARES = {Verdict.PASS: 88, Verdict.PASS_AFTER_REVISION: 78, Verdict.FAIL: 46}
"""What part of the points a verdict goes with, in percent, a few more or less."""

BEST, STEP, SPREAD = 92, 7, 5


def marks_of(
    j: Journey, member: PanelMember, verdict: str, order: list[str]
) -> dict[tuple[int, int | None], Decimal | bool]:
    """Return a member's marks: in half points, higher for what stands earlier in the order."""
    panel = member.panel
    sheet = MarkSheet.objects.of(panel)
    if sheet is None:
        return {}
    # A chance of its own: the rest of the story goes on as if nobody had marked.
    chance = Random(f"{j.tale.key}/{panel.kind}/{member.pk}")
    marks: dict[tuple[int, int | None], Decimal | bool] = {}
    subjects: list[PanelSubject | None] = list(panel.subjects.all()) or [None]
    for subject in subjects:
        share = BEST - STEP * order.index(subject.label) if subject else SHARES[Verdict(verdict)]
        for one in sheet.marked:
            percent = min(share + chance.randint(-SPREAD, SPREAD - 2), 100)
            points = Decimal(round(one.most * percent / 50)) / 2
            marks[one.pk, subject.pk if subject else None] = True if one.is_gate else points
    return marks
