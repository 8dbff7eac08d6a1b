"""Why an opinion cannot be filed now, or not as it is."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from reviews.models import (
    Assessment,
    Criterion,
    Dimension,
    MarkSheet,
    Opinion,
    Panel,
    PanelMember,
    PanelSubject,
    Verdict,
)
from reviews.models.opinions import DIMENSIONS_OF

Value = Decimal | bool | None
Marks = Mapping[tuple[int, int | None], Value]
"""By criterion and subject (None where nothing is ranked): points, or whether a gate is met."""


def faults_of_time(panel: Panel, member: PanelMember) -> Iterator[str]:
    if not panel.lives:
        yield _("The panel no longer sits.")
    if not panel.members.declared().filter(pk=member.pk).exists():
        yield _("Please sign the declaration first.")


def faults_of_filing(member: PanelMember) -> Iterator[str]:
    if member.opinions.exists():
        yield _("You have already filed your opinion; it can no longer be changed.")


def faults_of_correction(earlier: Opinion | None, reason: str) -> Iterator[str]:
    if earlier is None:
        yield _("You have not filed an opinion yet.")
    if not reason.strip():
        yield _("Please give a reason.")


def faults_of_sheet(sheet: MarkSheet | None) -> Iterator[str]:
    if sheet is None:
        yield _("The score sheet is not fixed yet; you can mark once the informatization office has done so.")


def faults_of_findings(panel: Panel, findings: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    for dimension in DIMENSIONS_OF[panel.kind]:
        label = {"dimension": Dimension(dimension).label}
        assessment, remark = findings.get(dimension, ("", ""))
        if assessment not in Assessment.values:
            yield _("%(dimension)s is not assessed.") % label
        elif assessment != Assessment.MEETS and not remark.strip():
            yield _("%(dimension)s: please say what is missing.") % label


def faults_of_marks(sheet: MarkSheet, subjects: list[PanelSubject | None], marks: Marks) -> Iterator[str]:
    wanted = {(one.pk, subject.pk if subject else None) for one in sheet.marked for subject in subjects}
    if marks.keys() - wanted:
        yield _("Only the criteria of the score sheet can be marked.")
    for subject in subjects:
        for criterion in sheet.marked:
            value = marks.get((criterion.pk, subject.pk if subject else None))
            name = f"{subject.label} · {criterion.name}" if subject else criterion.name
            yield from _faults_of_mark(criterion, name, value)


def _faults_of_mark(criterion: Criterion, name: str, value: Value) -> Iterator[str]:
    if criterion.is_gate:
        if not isinstance(value, bool):
            yield _("%(name)s: please answer yes or no.") % {"name": name}
        return
    if isinstance(value, bool) or value is None:
        yield _("%(name)s is not marked yet.") % {"name": name}
    elif not criterion.least <= value <= criterion.most or value != round(value, 2):
        yield _("%(name)s: give %(least)s to %(most)s points, with at most two decimals.") % {
            "name": name,
            "least": f"{criterion.least.normalize():f}",
            "most": f"{criterion.most.normalize():f}",
        }


def faults_of_verdict(panel: Panel, opinion: Opinion, sheet: MarkSheet, marks: Marks) -> Iterator[str]:
    verdict = opinion.verdict
    if verdict not in dict(panel.verdicts):
        yield _("Please give your verdict.")
    elif verdict in {Verdict.FAIL, Verdict.PASS_AFTER_REVISION} and not opinion.problems:
        yield _("Please name the problems on which your verdict rests.")
    if not panel.ranks and verdict != Verdict.FAIL:
        yield from why_only_fail(sheet, marks)


def why_only_fail(sheet: MarkSheet, marks: Marks) -> Iterator[str]:
    """Say why a member who marks so can only find “fail”, where nothing is ranked."""
    denied = [one.name for one in sheet.marked if marks.get((one.pk, None)) is False]
    if denied:
        yield _("“%(name)s” is answered with no; the verdict can only be “fail”.") % {"name": denied[0]}
    points = [marks.get((one.pk, None)) for one in sheet.marked if not one.is_gate]
    total = sum((one for one in points if isinstance(one, Decimal)), Decimal(0))
    if sheet.pass_mark is not None and total < sheet.pass_mark:
        yield _(
            "Your marks make up %(total)s, below the pass mark %(mark)s; the verdict can only be “fail”."
        ) % {
            "total": f"{total.normalize():f}",
            "mark": f"{sheet.pass_mark.normalize():f}",
        }
