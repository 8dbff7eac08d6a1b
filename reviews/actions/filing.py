from collections.abc import Iterator, Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from projects.actions import record
from reviews.actions.forming import close_seat_task
from reviews.actions.refusal import refuse_if
from reviews.models import (
    Assessment,
    Dimension,
    Finding,
    Opinion,
    Panel,
    PanelMember,
    PanelSubject,
    Rank,
    Verdict,
)
from reviews.models.opinions import DIMENSIONS_OF


@transaction.atomic
def file_opinion(
    *,
    member: PanelMember,
    findings: Mapping[str, tuple[str, str]],
    by: Actor,
    verdict: str = Verdict.RANKING,
    problems: str = "",
    suggestions: str = "",
    ranking: Sequence[PanelSubject] = (),
) -> Opinion:
    """File a member's opinion, once and for all; 三(二)2, 三(三)1–2, 三(四)1.

    ``findings`` has, for each dimension of the panel's kind, an assessment and a remark (needed unless
    it is "meets"); ``ranking`` lists all subjects, best first, where the panel ranks. Raises
    ``PermissionDenied`` for anybody but that member, ``PanelRefused`` where something is missing or the
    panel no longer sits.
    """
    panel = Panel.objects.select_for_update(of=("self",), no_key=True).get(pk=member.panel_id)
    if not panel.members.sitting().of(by).filter(pk=member.pk).exists():
        raise PermissionDenied
    refuse_if(
        [
            *_faults_of_time(panel, member),
            *_faults_of_findings(panel, findings),
            *_faults_of_verdict(panel, verdict, problems),
            *faults_of_order(panel, ranking),
        ]
    )
    opinion = Opinion(
        member=member, verdict=verdict, problems=problems.strip(), suggestions=suggestions.strip()
    )
    opinion.save()
    for dimension in DIMENSIONS_OF[panel.kind]:
        assessment, remark = findings[dimension]
        Finding(opinion=opinion, dimension=dimension, assessment=assessment, remark=remark.strip()).save()
    for place, subject in enumerate(ranking, 1):
        Rank(opinion=opinion, subject=subject, place=place).save()
    close_seat_task(member)
    # The trail says that it was filed, not what it says: others may read the trail before the conclusion.
    record(verb="review.file_opinion", project=panel.project, on=panel, by=by)
    return opinion


def _faults_of_time(panel: Panel, member: PanelMember) -> Iterator[str]:
    if not panel.lives:
        yield _("The panel no longer sits.")
    if Opinion.objects.filter(member=member).exists():
        yield _("You have already filed your opinion; it can no longer be changed.")


def _faults_of_findings(panel: Panel, findings: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    for dimension in DIMENSIONS_OF[panel.kind]:
        label = {"dimension": Dimension(dimension).label}
        assessment, remark = findings.get(dimension, ("", ""))
        if assessment not in Assessment.values:
            yield _("%(dimension)s is not assessed.") % label
        elif assessment != Assessment.MEETS and not remark.strip():
            yield _("%(dimension)s: please say what is missing.") % label


def _faults_of_verdict(panel: Panel, verdict: str, problems: str) -> Iterator[str]:
    if verdict not in dict(panel.conclusions):
        yield _("Please give your verdict.")
    elif verdict in {Verdict.FAIL, Verdict.PASS_AFTER_REVISION} and not problems.strip():
        yield _("Please name the problems on which your verdict rests.")


def faults_of_order(panel: Panel, order: Sequence[PanelSubject]) -> Iterator[str]:
    """Say whether an order leaves out or repeats something that the panel ranks."""
    if sorted(s.pk for s in order) != sorted(panel.subjects.values_list("pk", flat=True)):
        yield _("The order must contain each of the things to rank exactly once.")
