"""A panel's conclusion: drawn up from the marks, signed by each member, filed by the leader."""

from collections.abc import Iterator
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission, Role
from egov.ui.formats import listed
from projects.actions import record, require
from reviews.actions.aftermath import settle_aftermath
from reviews.actions.desk import settle_panel_tasks
from reviews.actions.refusal import refuse_if
from reviews.actions.seats import withdraw_seat
from reviews.minutes import minutes_of
from reviews.models import Panel, PanelMember, PanelSignature, Resolution, Tally, tally_of

Stance = PanelSignature.Stance


@transaction.atomic
def draw_up_conclusion(
    *,
    panel: Panel,
    conclusion: str,
    opinion: str,
    place: str,
    by: Actor,
    met_on: date | None = None,
    advises_rejection: bool = False,
    rejection_reason: str = "",
) -> Resolution:
    """Write down what the panel is to conclude, and ask each member to sign it; 三(二)2, 三(三)1, 三(四)1.

    A ranking has no order to give: it follows from the marks. Drawn up anew, it must be signed anew. By the
    panel's leader or the office. Raises ``PermissionDenied``, or ``PanelRefused`` while opinions are
    missing, or for a conclusion that the votes and marks do not bear.
    """
    locked = _locked(panel)
    if not may_conclude(locked, by):
        raise PermissionDenied
    tally = tally_of(locked)
    refuse_if(_faults_of_time(locked))
    refuse_if(
        [
            *_faults_of_conclusion(tally, conclusion),
            *_faults_of_words(opinion, place),
            *_faults_of_rejection(locked, conclusion, advises=advises_rejection, reason=rejection_reason),
        ]
    )
    resolution = Resolution(
        panel=locked,
        number=locked.resolutions.count() + 1,
        conclusion=conclusion,
        opinion=opinion.strip(),
        advises_rejection=advises_rejection,
        rejection_reason=rejection_reason.strip(),
        met_on=met_on or timezone.localdate(),
        place=place.strip(),
        basis=locked.basis(),
        drawn_up_by=by.user,
    )
    resolution.save()
    settle_panel_tasks(locked, by=by)
    # What it says is known to the panel and the office until it is filed; so the trail keeps to the fact.
    record(verb="review.draw_up_conclusion", project=locked.project, on=locked, by=by)
    return resolution


@transaction.atomic
def sign_conclusion(*, member: PanelMember, by: Actor, dissent: str = "") -> PanelSignature:
    """Sign what the panel is to conclude; with a dissent, its reason is recorded instead of agreement.

    Raises ``PermissionDenied`` for anybody but that member, ``PanelRefused`` where nothing is drawn up or
    the member has signed already.
    """
    panel = _locked(member.panel)
    if not panel.members.sitting().of(by).filter(pk=member.pk).exists():
        raise PermissionDenied
    stance = Stance.DISSENTS if dissent.strip() else Stance.AGREES
    signature = _sign(panel, member, stance, dissent, by=by)
    record(verb="review.sign_conclusion", project=panel.project, on=panel, by=by, after=_told(member))
    return signature


@transaction.atomic
def record_silence(*, member: PanelMember, reason: str, by: Actor) -> PanelSignature:
    """Record that a member did not sign in time nor give reasons, which counts as agreement (GPR art. 41).

    Raises ``PermissionDenied`` unless the office asks, ``PanelRefused`` before the time for signing is
    over or without a word on how the member was asked.
    """
    panel = _locked(member.panel)
    require(panel.project, Permission.FORM_PANEL, by=by)
    refuse_if(_faults_of_silence(panel, reason))
    signature = _sign(panel, member, Stance.SILENT, reason, by=by)
    record(verb="review.record_silence", project=panel.project, on=panel, by=by, after=_told(member))
    return signature


@transaction.atomic
def file_conclusion(*, panel: Panel, by: Actor) -> Panel:
    """File what all members have signed: the panel has concluded, and its members' work ends.

    Its minutes are kept as they read now; they are printed in the paper that is issued upon them. By the
    leader; by the office once the time for signing is over. Raises ``PermissionDenied``, or
    ``PanelRefused`` while a signature is missing.
    """
    locked = _locked(panel)
    resolution, tally = locked.resolution, tally_of(locked)
    refuse_if(_faults_of_filing(locked, resolution))
    if resolution is None or tally is None or not may_file(locked, by):
        raise PermissionDenied
    locked.conclusion, locked.opinion = resolution.conclusion, resolution.opinion
    locked.advises_rejection = resolution.advises_rejection
    locked.rejection_reason = resolution.rejection_reason
    locked.concluded_at, locked.concluded_by = timezone.now(), by.user
    office = locked.project.organization_of(Role.INFORMATIZATION_OFFICE)
    locked.minutes = minutes_of(resolution, tally, convenor=office.name if office else "")
    locked.save()
    _note_results(tally)
    for member in tally.members:
        withdraw_seat(member)
    order = [subject.label for subject in tally.order]
    after = {"kind": locked.kind, "conclusion": locked.conclusion, "order": order}
    settle_aftermath(locked, by=by)
    record(verb="review.conclude_panel", project=locked.project, on=locked, by=by, after=after)
    return locked


def _locked(panel: Panel) -> Panel:
    return Panel.objects.select_for_update(of=("self",), no_key=True).get(pk=panel.pk)


def leads(panel: Panel, by: Actor) -> bool:
    """Tell whether the person leads the panel."""
    return panel.members.sitting().of(by).filter(is_leader=True).exists()


def may_conclude(panel: Panel, by: Actor) -> bool:
    """Tell whether the person leads the panel, or acts for the office."""
    return leads(panel, by) or panel.project.allows(by, Permission.FORM_PANEL)


def may_file(panel: Panel, by: Actor) -> bool:
    """Tell whether the person files: the leader; the office in the leader's place once time is over."""
    if leads(panel, by):
        return True
    resolution = panel.resolution
    late = resolution is not None and resolution.is_overdue
    return late and panel.project.allows(by, Permission.FORM_PANEL)


def _told(member: PanelMember) -> dict[str, str]:
    return {"member": member.user.name}


def _sign(panel: Panel, member: PanelMember, stance: str, reason: str, *, by: Actor) -> PanelSignature:
    resolution = panel.resolution
    refuse_if(_faults_of_signature(panel, resolution, member))
    signature = PanelSignature(
        resolution=resolution, member=member, stance=stance, reason=reason.strip(), by=by.user
    )
    signature.save()
    settle_panel_tasks(panel, by=by)
    return signature


def _faults_of_signature(panel: Panel, resolution: Resolution | None, member: PanelMember) -> Iterator[str]:
    if not panel.lives:
        yield _("The panel no longer sits.")
    elif resolution is None:
        yield _("There is nothing to sign yet.")
    elif resolution.signatures.filter(member=member).exists():
        yield _("This member has already signed.")


def _faults_of_silence(panel: Panel, reason: str) -> Iterator[str]:
    if not reason.strip():
        yield _("Please give a reason.")
    resolution = panel.resolution
    if resolution is not None and not resolution.is_overdue:
        yield _("The time for signing is not over yet; it ends on %(day)s.") % {"day": resolution.due}


def _faults_of_time(panel: Panel) -> Iterator[str]:
    if not panel.lives:
        yield _("The panel no longer sits.")
    if panel.has_empty_seats:
        yield _("A seat of the panel is empty; somebody must take it first.")
    owing = [member.user.name for member in panel.members.owing().select_related("user")]
    if owing:
        yield _("Not all opinions are filed. Still missing: %(names)s.") % {"names": listed(owing)}


def _faults_of_filing(panel: Panel, resolution: Resolution | None) -> Iterator[str]:
    yield from _faults_of_time(panel)
    if resolution is None:
        yield _("The conclusion is not drawn up yet, or no longer stands.")
    elif unsigned := resolution.unsigned():
        names = listed(member.user.name for member in unsigned)
        yield _("Not all members have signed. Still missing: %(names)s.") % {"names": names}


def _faults_of_words(opinion: str, place: str) -> Iterator[str]:
    if not opinion.strip():
        yield _("Please write down the opinion of the panel.")
    if not place.strip():
        yield _("Please say where the panel met.")


def _faults_of_conclusion(tally: Tally | None, conclusion: str) -> Iterator[str]:
    if tally is None or conclusion not in dict(tally.panel.conclusions):
        yield _("Please choose the conclusion.")
    elif conclusion not in tally.conclusions:
        yield _("The votes and marks do not bear this conclusion: %(reasons)s.") % {
            "reasons": listed(tally.reasons())
        }


def _faults_of_rejection(panel: Panel, conclusion: str, *, advises: bool, reason: str) -> Iterator[str]:
    if not advises:
        if reason.strip():
            yield _("A reason for rejection is given, but the panel does not advise to reject.")
        return
    if panel.kind != Panel.Kind.ARGUMENTATION or conclusion != Panel.Conclusion.FAIL:
        yield _("Only an argumentation that failed can advise to reject for good.")
    if not reason.strip():
        yield _("Please say why the panel advises to reject for good.")


def _note_results(tally: Tally) -> None:
    for result in tally.results:
        if subject := result.subject:
            subject.place, subject.score, subject.price = result.place, result.total, result.price
            subject.save(update_fields=["place", "score", "price"])
