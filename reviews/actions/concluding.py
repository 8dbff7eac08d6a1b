from collections.abc import Iterator, Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.ui.formats import listed
from projects.actions import record
from reviews.actions.filing import faults_of_order
from reviews.actions.forming import withdraw_seat
from reviews.actions.refusal import refuse_if
from reviews.models import Dissent, Panel, PanelMember, PanelSubject


@transaction.atomic
def conclude_panel(
    *,
    panel: Panel,
    conclusion: str,
    opinion: str,
    by: Actor,
    order: Sequence[PanelSubject] = (),
    dissents: Mapping[int, str] | None = None,
    advises_rejection: bool = False,
    rejection_reason: str = "",
) -> Panel:
    """Record what the panel concluded, with who dissents and why; its members' work ends with it.

    ``order`` lists all subjects, best first, where the panel ranks; ``dissents`` gives the reason by the
    key of the member. By the panel's leader or the office. Raises ``PermissionDenied``, or
    ``PanelRefused`` while opinions are missing, against the majority, or with a dissent unexplained.
    """
    locked = Panel.objects.select_for_update(of=("self",), no_key=True).get(pk=panel.pk)
    if not may_conclude(locked, by):
        raise PermissionDenied
    members = list(locked.members.sitting().select_related("user", "organization", "opinion"))
    reasons = {key: text.strip() for key, text in (dissents or {}).items() if text.strip()}
    refuse_if(_faults_of_time(locked, members))
    refuse_if(
        [
            *_faults_of_conclusion(locked, conclusion, opinion, members),
            *faults_of_order(locked, order),
            *_faults_of_dissent(conclusion, members, reasons),
            *_faults_of_rejection(locked, conclusion, advises=advises_rejection, reason=rejection_reason),
        ]
    )
    locked.conclusion, locked.opinion = conclusion, opinion.strip()
    locked.advises_rejection, locked.rejection_reason = advises_rejection, rejection_reason.strip()
    locked.concluded_at, locked.concluded_by = timezone.now(), by.user
    locked.save()
    _note_order(order)
    for member in members:
        if member.pk in reasons:
            Dissent.objects.create(member=member, reason=reasons[member.pk])
        withdraw_seat(member)
    after = {"kind": locked.kind, "conclusion": conclusion, "order": [s.label for s in order]}
    record(verb="review.conclude_panel", project=locked.project, on=locked, by=by, after=after)
    return locked


def may_conclude(panel: Panel, by: Actor) -> bool:
    """Tell whether the person leads the panel, or acts for the office."""
    leads = panel.members.sitting().of(by).filter(is_leader=True).exists()
    return leads or panel.project.allows(by, Permission.FORM_PANEL)


def _faults_of_time(panel: Panel, members: Sequence[PanelMember]) -> Iterator[str]:
    if not panel.lives:
        yield _("The panel no longer sits.")
    owing = [member.user.name for member in members if not member.has_filed]
    if owing:
        yield _("Not all opinions are filed. Still missing: %(names)s.") % {"names": listed(owing)}


def _faults_of_conclusion(
    panel: Panel, conclusion: str, opinion: str, members: Sequence[PanelMember]
) -> Iterator[str]:
    if not opinion.strip():
        yield _("Please write down the opinion of the panel.")
    if conclusion not in dict(panel.conclusions):
        yield _("Please choose the conclusion.")
    elif not panel.ranks:
        against = sum(member.opinion.verdict == Panel.Conclusion.FAIL for member in members)
        failed = against * 2 > len(members)
        if failed != (conclusion == Panel.Conclusion.FAIL):
            yield _("The conclusion is not that of the majority: %(against)d of %(all)d found “fail”.") % {
                "against": against,
                "all": len(members),
            }


def _faults_of_dissent(
    conclusion: str, members: Sequence[PanelMember], reasons: Mapping[int, str]
) -> Iterator[str]:
    for member in members:
        if member.contradicts(conclusion) and member.pk not in reasons:
            yield _("%(name)s found otherwise: please record the reason of the dissent.") % {
                "name": member.user.name
            }
    if reasons.keys() - {member.pk for member in members}:
        yield _("Only members of the panel can dissent.")


def _faults_of_rejection(panel: Panel, conclusion: str, *, advises: bool, reason: str) -> Iterator[str]:
    if not advises:
        if reason.strip():
            yield _("A reason for rejection is given, but the panel does not advise to reject.")
        return
    if panel.kind != Panel.Kind.ARGUMENTATION or conclusion != Panel.Conclusion.FAIL:
        yield _("Only an argumentation that failed can advise to reject for good.")
    if not reason.strip():
        yield _("Please say why the panel advises to reject for good.")


def _note_order(order: Sequence[PanelSubject]) -> None:
    for place, subject in enumerate(order, 1):
        subject.place = place
        subject.save(update_fields=["place"])
