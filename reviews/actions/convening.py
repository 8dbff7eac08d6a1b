"""A panel is convened: which specialties, how many seats and reserves, which officials, when and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.models import Membership
from egov.accounts.roles import Permission
from egov.policy.rules import value_of
from projects.actions import record, require
from projects.flow import Stage
from projects.models import Project
from reviews.actions.drawing import begin_draw, record_opening
from reviews.actions.office import settle_office_tasks
from reviews.actions.refusal import refuse_if
from reviews.actions.seats import offer_seat
from reviews.models import Panel, Specialty
from reviews.models.panels import RANKING_KINDS, STAGE_OF, names_told_from
from reviews.models.pool import officials_for
from reviews.models.recusal import Recusal


@dataclass(frozen=True)
class Ask:
    """How many seats and reserves are to be drawn for a specialty, given by its code."""

    specialty: str
    seats: int
    reserves: int

    def told(self) -> dict[str, str | int]:
        return {"specialty": self.specialty, "seats": self.seats, "reserves": self.reserves}


@transaction.atomic
def convene_panel(
    *,
    project: Project,
    kind: str,
    asks: Sequence[Ask],
    meets_at: datetime,
    place: str,
    by: Actor,
    officials: Sequence[Membership] = (),
    subjects: Sequence[str] = (),
) -> Panel:
    """Convene a panel and open its draw; officials named by hand are invited at once; 二(二).

    ``subjects`` are the names of what a scheme or bid panel ranks. Raises ``PermissionDenied`` unless
    the office asks, ``PanelRefused`` where stage, size, share of experts or an official break a rule.
    """
    require(project, Permission.FORM_PANEL, by=by)
    locked = (
        Project.objects.select_for_update(of=("self",), no_key=True)
        .select_related("jurisdiction")
        .get(pk=project.pk)
    )
    size = sum(ask.seats for ask in asks) + len(officials)
    refuse_if(
        [
            *_faults_of_kind(locked, kind, subjects),
            *_faults_of_asks(asks),
            *faults_of_size(locked, kind, size, len(officials)),
            *faults_of_officials(locked, officials, names=subjects, on=meets_at),
            *_faults_of_meeting(meets_at, place),
        ]
    )
    panel = _create(locked, kind, asks, size=size, meets_at=meets_at, place=place, by=by)
    for label in subjects:
        panel.subjects.create(label=label)
    for official in officials:
        offer_seat(panel, official, is_expert=False, by=by)
    after = {
        "kind": kind,
        "size": size,
        "officials": len(officials),
        "asks": panel.asks,
        "meets_at": meets_at,
        "place": panel.place,
        "subjects": list(subjects),
    }
    record(verb="review.convene_panel", project=locked, on=panel, by=by, after=after, goes_on=True)
    record_opening(begin_draw(panel, panel.asks, by=by), by=by)
    settle_office_tasks(panel, by=by)
    return panel


def _create(
    project: Project, kind: str, asks: Sequence[Ask], *, size: int, meets_at: datetime, place: str, by: Actor
) -> Panel:
    return Panel.objects.create(
        project=project,
        kind=kind,
        visit=project.visit,
        formed_by=by.user,
        clerk=by.user,
        size=size,
        asks=[ask.told() for ask in sorted(asks, key=lambda one: one.specialty)],
        meets_at=meets_at,
        place=place.strip(),
        names_from=names_told_from(meets_at, project=project),
    )


def faults_of_size(project: Project, kind: str, size: int, officials: int) -> Iterator[str]:
    """Say whether a panel would be too small, even, or have too few experts."""
    least = least_members(project, kind)
    if size < least:
        yield _("A panel has at least %(least)d members.") % {"least": least}
    if size % 2 == 0:
        yield _("The number of members must be odd.")
    percent = value_of("panel_min_expert_percent", jurisdiction_id=project.jurisdiction_id)
    if (size - officials) * 100 < percent * size:
        yield _("At least two thirds of the members must be experts: %(experts)d of %(people)d are.") % {
            "experts": size - officials,
            "people": size,
        }


def least_members(project: Project, kind: str) -> int:
    """Return how many members a panel has at least; more for bids on a large budget (87号令 art. 47)."""
    place = project.jurisdiction_id
    budget = project.tenders.budget_under_way() if kind == Panel.Kind.BID else None
    large = budget is not None and budget >= value_of("panel_large_from_yuan", jurisdiction_id=place)
    return int(value_of("panel_large_min_members" if large else "panel_min_members", jurisdiction_id=place))


def faults_of_officials(
    project: Project, officials: Sequence[Membership], *, names: Sequence[str], on: datetime
) -> Iterator[str]:
    """Say of each official who cannot sit on a panel of the project why not."""
    people = [official.user_id for official in officials]
    tied = Recusal.of(project, names=names, on=timezone.localdate(on)).of_people(people)
    chosen = [official.pk for official in officials]
    free = set(officials_for(project, names=names).filter(pk__in=chosen).values_list("pk", flat=True))
    for official in officials:
        name = official.user.name
        if official.user_id in tied:
            unit = tied[official.user_id]
            yield _("%(name)s must be recused: belongs to %(unit)s.") % {"name": name, "unit": unit}
        elif official.pk not in free:
            yield _("%(name)s cannot sit on a panel of this project.") % {"name": name}
    alone = value_of("draw_one_per_employer", jurisdiction_id=project.jurisdiction_id)
    units = [official.organization_id for official in officials]
    if len(set(people)) != len(people):
        yield _("The same person has been chosen twice.")
    elif alone and len(set(units)) != len(units):
        yield _("Two of the officials are from the same unit.")


def _faults_of_kind(project: Project, kind: str, subjects: Sequence[str]) -> Iterator[str]:
    stage = STAGE_OF[kind]
    if project.stage != stage:
        yield _("Such a panel sits in the stage “%(stage)s”.") % {"stage": Stage(stage).label}
    elif project.panels.standing(kind).exists():
        yield _("A panel has already been formed for this stage.")
    if kind == Panel.Kind.BID and not project.mark_sheets.here().fixed().filter(kind=kind).exists():
        yield _("A bid panel marks by a score sheet that was fixed before the opening; there is none.")
    if kind == Panel.Kind.SCHEME and project.solicitations.are_awaited():
        yield _("Schemes may come in until the deadline of the call; the panel is formed after it.")
    if kind in RANKING_KINDS and not subjects:
        yield _("There is nothing yet for the panel to rank.")
    if len(set(subjects)) != len(subjects):
        yield _("Two of the things to rank have the same name.")


def _faults_of_asks(asks: Sequence[Ask]) -> Iterator[str]:
    codes = [ask.specialty for ask in asks]
    known = set(Specialty.objects.filter(code__in=codes, is_active=True).values_list("code", flat=True))
    if not asks or set(codes) - known:
        yield _("Please choose the specialties of the experts.")
    if len(set(codes)) != len(codes):
        yield _("The same specialty has been chosen twice.")
    if any(ask.seats < 1 or ask.reserves < 0 for ask in asks):
        yield _("Each specialty needs at least one seat.")


def _faults_of_meeting(meets_at: datetime, place: str) -> Iterator[str]:
    if meets_at <= timezone.now():
        yield _("The meeting must lie ahead.")
    if not place.strip():
        yield _("Please say where the panel meets.")
