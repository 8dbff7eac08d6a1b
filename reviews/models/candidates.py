"""The list that a draw is made from: everybody of the pool whom it could ask, and who is left out, why."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from egov.accounts.models import Membership, Organization, OrganizationKind, User
from egov.accounts.names import plain_name
from egov.policy.calendar import add_months
from projects.models import Project
from reviews.models.experts import Expert
from reviews.models.lines import Lines, joined, lines_of
from reviews.models.panels import Panel, PanelMember
from reviews.models.recusal import Reason, Recusal, rules_of
from reviews.models.specialties import Specialty


class Employers(dict[str, str]):
    """Numbers for employers, so that a list can compare them without naming them.

    Looked up by an employer as the query writes it, it tells what stands in the list behind the candidate.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, int] = {}

    def numbers(self, names: Iterable[str]) -> list[int]:
        return sorted(self._known.setdefault(name, len(self._known) + 1) for name in sorted(names))

    def __missing__(self, written: str) -> str:
        organization, code, key = written.split("\t")
        names = names_of(int(organization or 0), code, key)
        self[written] = "".join(f" {one}" for one in self.numbers(names))
        return self[written]


def names_of(organization: int | None, code: str, key: str) -> set[str]:
    """Return by what an employer is known; two are the same if they share any of these."""
    return {f"#{organization}" if organization else "", code, key} - {""}


def employer_of(member: Membership | PanelMember, *, is_expert: bool) -> set[str]:
    """Return by what the employer of somebody is known: an expert's own, an official's unit."""
    expert = getattr(member.user, "expert_profile", None) if is_expert else None
    if expert is not None:
        return names_of(expert.employer_organization_id, expert.employer_uscc, expert.employer_key)
    unit = member.organization
    return set() if is_expert else names_of(unit.pk, unit.uscc, plain_name(unit.name))


def employers_on(panel: Panel) -> set[str]:
    """Return the employers of those who sit on the panel; none where the policy lets them sit together."""
    return _employers_of(_seats_of(panel), rules_of(panel.project))


def _seats_of(panel: Panel) -> list[PanelMember]:
    return list(panel.members.select_related("user__expert_profile", "organization"))


def _employers_of(seats: Iterable[PanelMember], rules: Mapping[str, Decimal]) -> set[str]:
    if not rules["draw_one_per_employer"]:
        return set()
    sitting = [employer_of(seat, is_expert=seat.is_expert) for seat in seats if seat.left_at is None]
    return set().union(*sitting)


def pools_for(project: Project) -> list[int]:
    """Return the pools from which a project's experts come; a district may use its city's (clause 一(一))."""
    home = project.jurisdiction
    pools = Organization.objects.active().filter(kind=OrganizationKind.EXPERT_POOL)
    return list(pools.filter(jurisdiction__in=[home.pk, home.parent_id]).values_list("pk", flat=True))


def candidates_for(panel: Panel, asks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return who can be drawn for a panel: ``candidates``, who of them is ``out``, and employers ``taken``.

    The database writes the lines: one query for each specialty, of fifty thousand experts as of five.
    """
    pools, rules, seats = pools_for(panel.project), rules_of(panel.project), _seats_of(panel)
    employers, apart = Employers(), bool(rules["draw_one_per_employer"])
    taken = employers.numbers(_employers_of(seats, rules))
    reasons = _reasons(panel, pools, rules, seats)
    candidates: dict[str, list[str]] = {}
    out: dict[str, list[list[str]]] = {}
    for asked, covered in _covered(asks).items():
        people = Expert.objects.filter(pool__in=pools, pk__in=_with(covered))
        lines, standing = _written(people, panel.meeting_day)
        split = (line.split("\t", 1) for line in lines)
        candidates[asked] = [number + (employers[own] if apart else "") for number, own in split]
        for number, reason in (line.split(" ") for line in standing):
            out[number] = [[reason, ""]]
        # Of everybody with a reason, a few are candidates: looked up in the list, which is in order.
        out |= {number: [] for number in reasons if number not in out and _has(candidates[asked], number)}
    return {
        "taken": taken,
        "candidates": candidates,
        "out": {number: [*standing, *reasons.get(number, ())] for number, standing in out.items()},
    }


def _with(specialties: list[int]) -> QuerySet[Any]:
    return Expert.specialties.through.objects.filter(specialty__in=specialties).values("expert")


def _written(people: QuerySet[Expert], day: date) -> tuple[list[str], list[str]]:
    """Return in order a line for each expert, and one with the reason for whoever does not stand today."""
    unit = Coalesce(Cast("employer_organization", TextField()), Value(""))
    line = joined("number", unit, "employer_uscc", "employer_key", by="\t")
    why = Case(When(~Q(state=Expert.State.ACTIVE), "state"), default=Value(Reason.EXPIRED.value))
    stands = Q(state=Expert.State.ACTIVE) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    found = people.aggregate(all=Lines(line), out=Lines(joined("number", why, by=" "), filter=~stands))
    # Sorted here: each database has an order of its own for texts.
    return sorted(lines_of(found["all"])), lines_of(found["out"])


def _has(lines: list[str], number: str) -> bool:
    place = bisect_left(lines, number)
    return place < len(lines) and lines[place].partition(" ")[0] == number


def who_may_step_in(panel: Panel, numbers: Sequence[str]) -> list[str]:
    """Return those of the experts, in the order given, whom nothing keeps from an empty seat now."""
    if not numbers:
        return []
    day, rules, seats = panel.meeting_day, rules_of(panel.project), _seats_of(panel)
    taken = _employers_of(seats, rules)
    out = _reasons(panel, pools_for(panel.project), rules, seats)
    experts = {one.number: one for one in Expert.objects.filter(number__in=numbers)}
    free = []
    for number in numbers:
        one = experts[number]
        own = names_of(one.employer_organization_id, one.employer_uscc, one.employer_key)
        if number not in out and not [*_standing(one.state, one.valid_until, day)] and not own & taken:
            free.append(number)
    return free


def _covered(asks: Iterable[dict[str, Any]]) -> dict[str, list[int]]:
    """Return, by the code of an asked specialty, the ids of what stands for it: itself, and what is in it."""
    covered: dict[str, list[int]] = {ask["specialty"]: [] for ask in asks}
    known = Specialty.objects.filter(Q(code__in=covered) | Q(parent__code__in=covered))
    for pk, *codes in known.values_list("pk", "code", "parent__code"):
        for code in codes:
            if code in covered:
                covered[code].append(pk)
    return covered


def _standing(state: str, until: date | None, day: date) -> Iterator[list[str]]:
    if state != Expert.State.ACTIVE:
        yield [state, ""]
    elif until is not None and until < day:
        yield [Reason.EXPIRED.value, ""]


def _reasons(
    panel: Panel, pools: list[int], rules: Mapping[str, Decimal], seats: Iterable[PanelMember]
) -> dict[str, list[list[str]]]:
    """Return, by the number of an expert, why they are left out, beside their standing in the pool."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    recusal = Recusal.of(panel.project, names=panel.labels, on=panel.meeting_day, rules=rules)
    for number, reason, unit in recusal.of_experts():
        found[number].add((reason, unit))
    seated = [getattr(seat.user, "expert_profile", None) for seat in seats if seat.is_expert]
    for why, numbers in (
        (Reason.SEATED, [expert.number for expert in seated if expert is not None]),
        (Reason.OVERUSED, _overused(panel.meeting_day, rules)),
        (Reason.NO_ACCOUNT, _without_account(pools)),
    ):
        for number in numbers:
            found[number].add((why.value, ""))
    return {number: [list(one) for one in sorted(reasons)] for number, reasons in found.items()}


def _overused(day: date, rules: Mapping[str, Decimal]) -> Iterable[str]:
    """Return who has sat on as many panels as the policy allows in the months before."""
    most, months = int(rules["draw_max_panels"]), int(rules["draw_within_months"])
    since = timezone.make_aware(datetime.combine(add_months(day, -months), time.min))
    lately = PanelMember.objects.sitting().filter(is_expert=True, panel__formed_at__gte=since)
    often = lately.values("user").annotate(panels=Count("pk")).filter(panels__gte=most)
    return Expert.objects.filter(user__in=often.values("user")).values_list("number", flat=True)


def _without_account(pools: list[int]) -> Iterable[str]:
    """Return whose membership of the pool or whose account has ended."""
    # Read from the few who are gone, not from everybody who is there.
    ended = Membership.objects.filter(organization__in=pools, is_active=False)
    closed = User.objects.filter(is_active=False)
    gone = Expert.objects.filter(pool__in=pools).values_list("number", flat=True)
    return gone.filter(user__in=ended.values("user")).union(gone.filter(user__in=closed.values("pk")))
