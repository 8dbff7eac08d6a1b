"""Who takes a seat: those whom a draw put there, and the next reserve in order where one becomes empty."""

from collections.abc import Iterator, Sequence

from django.db.models import F

from egov.accounts.acting import Actor
from egov.accounts.models import Membership
from reviews.actions.office import settle_office_tasks
from reviews.actions.seats import offer_seat
from reviews.models import Draw, Panel, PanelMember
from reviews.models.candidates import who_may_step_in


def seat_drawn(panel: Panel, draw: Draw, seats: Sequence[dict[str, str]], *, by: Actor) -> int:
    """Invite those whom a draw put on the seats; return how many that are."""
    members = memberships_of([seat["number"] for seat in seats])
    for seat in seats:
        specialty = seat["specialty"]
        gone = panel.members.vacancies().filter(specialty=specialty).order_by("left_at", "pk").first()
        offer_seat(
            panel,
            members[seat["number"]],
            is_expert=True,
            draw=draw,
            specialty=specialty,
            succeeds=gone,
            by=by,
        )
    settle_office_tasks(panel, by=by)
    return len(seats)


def seat_reserve(gone: PanelMember, *, by: Actor) -> str:
    """Invite the next reserve in order to a seat that became empty; return the draw and the place.

    Passes over whoever may not sit any more (recused since, of an employer that sits already). Returns
    nothing where no reserve is left; the office is then to draw again.
    """
    place_of = _invite_next(gone, by=by) if gone.specialty else ""
    settle_office_tasks(gone.panel, by=by)
    return place_of


def _invite_next(gone: PanelMember, *, by: Actor) -> str:
    panel = gone.panel
    waiting = {number: (draw, place) for draw, place, number in _reserves(panel, gone.specialty)}
    for number in who_may_step_in(panel, list(waiting)):
        member = memberships_of([number]).get(number)
        if member is None:
            continue
        draw, place = waiting[number]
        offer_seat(panel, member, is_expert=True, draw=draw, specialty=gone.specialty, succeeds=gone, by=by)
        return f"{draw.number}/{place}"
    return ""


def reserves_left(panel: Panel, specialty: str) -> int:
    """Return how many reserves for a specialty could step in now."""
    return len(who_may_step_in(panel, [number for _draw, _place, number in _reserves(panel, specialty)]))


def fell_short(panel: Panel, specialty: str) -> bool:
    """Tell whether the last draw for a specialty could not fill the seats it was made for.

    A panel from before there were draws counts as one for which none could.
    """
    for draw in panel.draws.made().order_by("-sequence"):
        asked = [ask["seats"] for ask in draw.asks if ask["specialty"] == specialty]
        if asked:
            return bool(len(draw.drawn_for("seats", specialty)) < asked[0])
    return not panel.draws.exists()


def memberships_of(numbers: Sequence[str]) -> dict[str, Membership]:
    """Return, by expert number, the membership of the pool under which each acts."""
    own = Membership.objects.usable().filter(organization=F("user__expert_profile__pool"))
    found = own.filter(user__expert_profile__number__in=numbers).select_related("user__expert_profile")
    return {one.user.expert_profile.number: one for one in found}


def _reserves(panel: Panel, specialty: str) -> Iterator[tuple[Draw, int, str]]:
    """Return the reserves for a specialty in order: of each draw, its place and the expert's number."""
    for draw in panel.draws.made().order_by("sequence"):
        for place, number in enumerate(draw.drawn_for("reserves", specialty), start=1):
            yield draw, place, number
