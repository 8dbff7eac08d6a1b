"""The first page of an auditor, and the list of each red flag."""

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from egov.accounts.acting import Actor, actor_of
from egov.accounts.roles import Permission
from egov.audit.refusals import SLIP
from egov.dashboard.desk.access import auditors_only
from egov.dashboard.desk.findings import notes_of, told
from egov.dashboard.desk.flags import FLAGS, Flag, Thresholds
from egov.dashboard.desk.flags.base import thresholds
from egov.dashboard.desk.reading import readable_events, watched
from egov.dashboard.desk.refusals import tried, why
from egov.dashboard.models import Note, NoteRevision
from egov.policy.rules import RULES
from egov.ui.paging import capped_count, paginate
from projects.models import Task, Transition

MOST_FLAGGED = 99
"""A flag's count stops there: more hits tell no more at a glance."""

RECENT = 8

DECISIONS = (
    *("pass_argumentation", "fail_argumentation", "approve", "reject", "issue_initiation"),
    *("select_scheme", "fail_tender", "sign_contract", "pass_final_acceptance", "terminate"),
)


def start(request: HttpRequest) -> HttpResponse:
    """Lead whoever has logged in to the page with which their work begins."""
    audits = actor_of(request).may(Permission.KEEP_FINDINGS)
    return redirect("dashboard:desk" if audits else "dashboard:home")


@auditors_only
def desk(request: HttpRequest) -> HttpResponse:
    """Show the red flags with their counts, and what was decided and refused of late."""
    actor = actor_of(request)
    places = watched(actor)
    t = thresholds(list(FLAGS.values()), places=places)
    flags = [(flag, capped_count(flag.look(t), MOST_FLAGGED)) for flag in FLAGS.values()]
    refusals = readable_events(actor).filter(refused=True).exclude(after__has_key=SLIP)
    latest = refusals.with_people().order_by("-at", "-id")[:RECENT]
    context = {
        "flags": flags,
        "months": t.whole("flag_months"),
        "decisions": _decisions(places),
        "refusals": [(event, tried(event), why(event)) for event in latest],
        "notes": _open_notes(actor),
        "waiting": capped_count(Task.objects.waiting_for(actor), MOST_FLAGGED),
        "tab": "desk",
    }
    return render(request, "dashboard/desk/desk.html", context)


def _decisions(places: list[int]) -> list[Transition]:
    taken = Transition.objects.filter(project__jurisdiction__in=places, step__in=DECISIONS)
    return list(taken.select_related("project", "organization").order_by("-pk")[:RECENT])


def _open_notes(actor: Actor) -> list[dict[str, object]]:
    standing = notes_of(actor).filter(state=NoteRevision.State.OPEN)
    return [told(note) for note in standing.order_by("-pk")[:RECENT]]


@auditors_only
def flag(request: HttpRequest, flag: str) -> HttpResponse:
    """Show what raises a red flag, with the figures, the newest first."""
    if flag not in FLAGS:
        raise Http404
    actor, one = actor_of(request), FLAGS[flag]
    t = thresholds([one], places=watched(actor))
    found = one.look(t)
    page = paginate(found, request, order=("-id",))
    rows = [one.tell(row, t) for row in page.items]
    written = _written(actor, flag, [str(row.key) for row in rows])
    context = {
        "flag": one,
        "export": flag,
        "rules": _rules(one, t),
        "page": page,
        "rows": [(row, written.get(str(row.key), 0)) for row in rows],
        "count": capped_count(found),
        "tab": "desk",
    }
    return render(request, "dashboard/desk/flag.html", context)


def _written(actor: Actor, code: str, keys: list[str]) -> dict[str, int]:
    """Return how many findings there are on each of these lines."""
    notes = Note.objects.visible_to(actor).filter(flag=code, flagged__in=keys)
    return dict(notes.order_by().values("flagged").annotate(n=Count("pk")).values_list("flagged", "n"))


def _rules(one: Flag, t: Thresholds) -> list[tuple[Any, str, Any]]:
    """Return the numbers that the flag asks: what each is called, its value, its unit."""
    codes = dict.fromkeys([*one.rules, "flag_months"])
    return [(RULES[code].label, f"{t[code].normalize():f}", RULES[code].unit) for code in codes]
