"""The office rates the experts of a panel that has concluded (财库〔2016〕198号)."""

from collections.abc import Iterator, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.actions import record, require
from reviews.actions.aftermath import settle_aftermath
from reviews.actions.refusal import refuse_if
from reviews.actions.suggestions import suggest_suspension
from reviews.models import Panel, PanelMember, Rating

HIGHEST = 100


@transaction.atomic
def rate_experts(*, panel: Panel, ratings: Mapping[int, tuple[int, str]], by: Actor) -> list[Rating]:
    """Rate experts of a panel, 0 to 100 with a reason, by member; each is rated once.

    Low averages suggest a suspension: a line on the office's list, nothing else. Raises
    ``PermissionDenied`` unless the office asks, ``PanelRefused`` before the conclusion, for a rating out
    of range or without reason, or for somebody who is rated or did not sit to the end.
    """
    locked = Panel.objects.select_for_update(of=("self",), no_key=True).get(pk=panel.pk)
    require(locked.project, Permission.FORM_PANEL, by=by)
    experts = {one.pk: one for one in rateable(locked)}
    refuse_if([*_faults_of_time(locked), *_faults_of_ratings(experts, ratings)])
    made = []
    for key, (score, reason) in ratings.items():
        rating = Rating(member=experts[key], score=score, reason=reason.strip(), by=by.user)
        rating.save()
        made.append(rating)
        suggest_suspension(experts[key], by=by)
    settle_aftermath(locked, by=by)
    # The trail is read by more people than may read a rating.
    names = [rating.member.user.name for rating in made]
    record(verb="review.rate_experts", project=locked.project, on=locked, by=by, after={"experts": names})
    return made


def rateable(panel: Panel) -> list[PanelMember]:
    """Return the experts who sat to the end and are not rated yet."""
    experts = panel.members.sitting().filter(is_expert=True, rating__isnull=True)
    return list(experts.with_people())


def _faults_of_time(panel: Panel) -> Iterator[str]:
    if panel.concluded_at is None:
        yield _("Experts are rated once the panel has concluded.")


def _faults_of_ratings(
    experts: Mapping[int, PanelMember], ratings: Mapping[int, tuple[int, str]]
) -> Iterator[str]:
    if not ratings:
        yield _("Please rate at least one expert.")
    for key, (score, reason) in ratings.items():
        if key not in experts:
            yield _("Only experts who sat to the end and are not rated yet can be rated.")
        elif not 0 <= score <= HIGHEST or not reason.strip():
            yield _("%(name)s: please give 0 to 100 and a reason.") % {"name": experts[key].user.name}
