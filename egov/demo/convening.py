"""How a panel of the demo city comes together: convened, drawn, accepted, declared, led; 二(二)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from egov.accounts.acting import Actor
from egov.accounts.models import Membership
from egov.demo.clock import next_worked, working_hour
from egov.demo.journey import Journey
from egov.policy.calendar import working_days_before
from reviews.actions import (
    Ask,
    accept_invitation,
    close_candidates,
    convene_panel,
    declare_conflict,
    decline_invitation,
    make_draw,
    name_leader,
    sign_declaration,
)
from reviews.actions.reserves import reserves_left
from reviews.models import Draw, Panel, PanelMember
from reviews.models.pool import officials_for

ASKS: dict[str, tuple[tuple[str, int], ...]] = {
    Panel.Kind.ARGUMENTATION: (("01", 2), ("04", 1), ("06", 1)),
    Panel.Kind.SCHEME: (("01", 2), ("03", 1), ("04", 1), ("06", 1)),
    Panel.Kind.BID: (("01", 2), ("05", 1), ("06", 2)),
    Panel.Kind.ACCEPTANCE: (("0101", 1), ("0104", 1), ("04", 1), ("05", 1), ("02", 1)),
}
"""Which experts the office asks for; to an argumentation it adds an official."""

PLACES = ("市民中心3号楼第二会议室", "市信息办五楼评审室", "市公共资源交易中心评标三室", "市大数据中心会议厅")
RESERVES = 2


def seat_panel(j: Journey, kind: Panel.Kind, subjects: Sequence[str] = ()) -> Iterator[datetime]:
    """Convene a panel, draw its experts the working day before it meets, and let them take their seats."""
    yield j.wait(2)
    meets = next_worked(j.now + timedelta(days=4)).replace(hour=9, minute=0, second=0)
    _convene(j, kind, meets, subjects)
    draws_on = working_days_before(timezone.localdate(meets), 1)
    moment = timezone.localtime(meets).replace(year=draws_on.year, month=draws_on.month, day=draws_on.day)
    j.now = max(j.now, working_hour(moment, j.chance))
    yield j.now
    _draw(j)
    yield j.wait(0.2)
    _answer(j, meets)
    yield j.wait(0.3)
    _declare(j, conflict=j.tale.has("member replaced") and kind == Panel.Kind.ARGUMENTATION)
    panel = panel_of(j)
    leader = panel.members.declared().filter(is_expert=True).earliest("pk")
    name_leader(member=leader, by=j.here("office").handler)


def panel_of(j: Journey) -> Panel:
    """Return the panel that sits now."""
    return Panel.objects.select_related("project").filter(project=j.pk).latest("pk")


def seated(j: Journey, member: PanelMember) -> Actor:
    """Return the person on a seat, ready to act."""
    people = [actor for desk in j.town.desks.values() for actor in (*desk.handlers, *desk.heads)]
    return next(
        one
        for one in people
        if one.user.pk == member.user_id
        and one.organization
        and one.organization.pk == member.organization_id
    )


def _convene(j: Journey, kind: Panel.Kind, meets: datetime, subjects: Sequence[str]) -> None:
    convene_panel(
        project=j.project,
        kind=kind,
        asks=[Ask(code, seats, RESERVES) for code, seats in ASKS[kind]],
        officials=_officials(j) if kind == Panel.Kind.ARGUMENTATION else [],
        meets_at=meets,
        place=j.chance.choice(PLACES),
        subjects=subjects,
        by=j.here("office").handler,
    )


def _officials(j: Journey) -> list[Membership]:
    """Choose one official of a unit that has nothing to do with the project."""
    office = j.here("office").organization
    offered = [one for one in officials_for(j.project).filter(is_handler=True) if one.organization != office]
    return [j.chance.choice(offered)]


def _draw(j: Journey) -> None:
    office, draw = j.here("office").handler, Draw.objects.under_way().get(panel=panel_of(j))
    close_candidates(draw=draw, by=office)
    make_draw(draw=draw, word=str(j.chance.randrange(100, 999)), by=office)


def _answer(j: Journey, meets: datetime) -> None:
    """Let everybody accept but one now and then, whose reserve steps in."""
    if j.chance.random() < 0.3 and (seat := _replaceable(panel_of(j))):
        reason = f"{meets:%m月%d日}在外地参加学术会议，不能到会。"
        decline_invitation(member=seat, reason=reason, by=seated(j, seat))
    for seat in panel_of(j).members.sitting().order_by("pk"):
        accept_invitation(member=seat, by=seated(j, seat))


def _replaceable(panel: Panel) -> PanelMember | None:
    """Return the last expert whose seat a reserve can take: whom the draw found is different each time."""
    experts = panel.members.sitting().filter(is_expert=True).order_by("-pk")
    return next((seat for seat in experts if reserves_left(panel, seat.specialty)), None)


def _declare(j: Journey, *, conflict: bool) -> None:
    """Let everybody sign; where there is a conflict, the reserve accepts and signs instead."""
    if conflict and (seat := _replaceable(panel_of(j))):
        reason = "本人近三年为业主单位提供过技术咨询，申请回避。"
        declare_conflict(member=seat, reason=reason, by=seated(j, seat))
    for seat in panel_of(j).members.sitting().order_by("pk"):
        by = seated(j, seat)
        if seat.accepted_at is None:
            accept_invitation(member=seat, by=by)
        sign_declaration(member=seat, by=by)
