"""A draw with everybody watching, its record afterwards, and the proof that it was right."""

from collections import Counter
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.access import actor_of, visible_project
from projects.models import Project
from projects.pages import explain_refusal, project_page
from reviews.actions import abandon_draw, close_candidates, make_draw
from reviews.actions.refusal import PanelRefused
from reviews.forms.forming import ReasonForm, WordForm
from reviews.lottery import ClosedList
from reviews.models import Draw, Expert, Specialty
from reviews.models.recusal import Reason
from reviews.proof import faults_of_draw
from reviews.views.forming import office_page, posted


def may_watch(project: Project, actor: Actor) -> bool:
    """Tell whether the person may follow draws: the office, and the bureaus that watch."""
    return project.allows(actor, Permission.FORM_PANEL) or actor.may(Permission.READ_TRAIL)


def _find(project: Project, pk: int, actor: Actor) -> Draw:
    if not may_watch(project, actor):
        raise Http404
    return get_object_or_404(Draw.objects.told(), pk=pk, panel__project=project)


def is_secret(draw: Draw, actor: Actor) -> bool:
    """Tell whether the person may not know yet who was drawn. The screen in the room never tells earlier."""
    return draw.panel.project.panels.filter(pk=draw.panel_id).secret_from(actor).exists()


def draw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a draw in large type: what is fixed, who can be drawn, who is drawn."""
    project, actor = visible_project(request, number), actor_of(request)
    found = _find(project, pk, actor)
    return _screen(request, project, found, WordForm())


def _screen(request: HttpRequest, project: Project, found: Draw, form: WordForm) -> HttpResponse:
    closed, panel, actor = found.list_, found.panel, actor_of(request)
    listed = closed.listed() if closed else None
    names = dict(Specialty.objects.values_list("code", "name"))
    context = {
        "project": project,
        "panel": panel,
        "draw": found,
        "asks": [ask | {"name": names.get(ask["specialty"], "")} for ask in found.asks],
        "closed": closed,
        "left_out": _left_out(listed) if listed else [],
        "lines": _lines(found, listed, names) if listed else [],
        "runs": found.is_under_way and panel.lives and project.allows(actor, Permission.FORM_PANEL),
        "form": form,
    }
    return render(request, "reviews/draw.html", context)


def _left_out(listed: ClosedList) -> list[tuple[Any, int]]:
    """Count the candidates that are left out, by their first reason."""
    counts = Counter(reasons[0][0] for reasons in listed.out.values())
    return [(Reason(code).label, count) for code, count in counts.most_common()]


def _lines(found: Draw, listed: ClosedList, names: dict[str, str]) -> list[dict[str, Any]]:
    """Return who was drawn by the place in the list, from which nobody in the room can tell a name."""
    if found.result is None:
        return []
    lines = []
    for ask in found.asks:
        code, place_of = ask["specialty"], listed.places(ask["specialty"])
        drawn = {what: found.drawn_for(what, code) for what in ("seats", "reserves")}
        places = {what: [place_of.get(one, 0) for one in those] for what, those in drawn.items()}
        line = {"specialty": names.get(code, code), "short": ask["seats"] - len(places["seats"])}
        lines.append(line | places)
    return lines


@require_POST
def close(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Close the list of candidates."""
    _context, project, actor = office_page(request, number)
    try:
        close_candidates(draw=_find(project, pk, actor), by=actor)
    except PanelRefused as refusal:
        messages.error(request, " ".join(refusal.faults))
    return redirect("reviews:draw", number=number, pk=pk)


@require_POST
def make(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Reveal the seed and draw."""
    _context, project, actor = office_page(request, number)
    found, form = _find(project, pk, actor), WordForm(request.POST)
    if not form.is_valid():
        return _screen(request, project, found, form)
    try:
        make_draw(draw=found, word=form.cleaned_data["word"], by=actor)
    except PanelRefused as refusal:
        messages.error(request, " ".join(refusal.faults))
    return redirect("reviews:draw", number=number, pk=pk)


@explain_refusal
def abandon(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give a draw up before it is made."""
    context, project, actor = office_page(request, number)
    found, form = _find(project, pk, actor), ReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            abandon_draw(draw=found, reason=form.cleaned_data["reason"], by=actor)
        except PanelRefused as refusal:
            form.add_error(None, refusal.faults)
        else:
            messages.success(request, _("The draw is given up. It stays on record."))
            return redirect("reviews:project", number=number)
    context |= {
        "form": form,
        "title": _("Give up the draw %(number)s") % {"number": found.number},
        "lead": _("Its seed is never revealed. Another draw gets a number and a seed of its own."),
        "button": _("Give up"),
    }
    return render(request, "reviews/deed.html", context)


def record(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show the whole record of a draw that was made, and whether it holds when it is made again."""
    context = project_page(request, number, "reviews")
    found = _made(context["project"], pk, actor_of(request))
    listed = found.closing.listed()
    drawn = {
        (one["specialty"], one["number"]): word
        for what, word in (("seats", _("seat")), ("reserves", _("reserve")))
        for one in found.closing.result.document()[what]
    }
    people = Expert.objects.filter(number__in=[one for _code, one in drawn]).select_related("user")
    names = {expert.number: expert.user.name for expert in people}
    fields = dict(Specialty.objects.values_list("code", "name"))
    context |= {
        "draw": found,
        "document": listed.document,
        "rows": [
            row | {"name": names.get(row["number"], ""), "fits": fields.get(row["fits"], row["fits"])}
            for row in _rows(listed, drawn)
        ],
        "most": SHOWN,
        "faults": faults_of_draw(found),
    }
    return render(request, "reviews/draw_record.html", context)


def _rows(listed: ClosedList, drawn: dict[tuple[str, str], str]) -> list[dict[str, Any]]:
    """Return those the page shows: who was drawn, who was left out, and the first of the others."""
    places = {ask["specialty"]: listed.places(ask["specialty"]) for ask in listed.asks}
    everybody = [(code, number) for code, those in places.items() for number in those]
    out = (one for one in everybody if one[1] in listed.out)
    others = (one for one in everybody if one not in drawn and one[1] not in listed.out)
    return [
        {
            "place": places[code].get(number, ""),
            "number": number,
            "fits": code,
            "out": [(Reason(reason).label, unit) for reason, unit in listed.out.get(number, ())],
            "drawn": drawn.get((code, number), ""),
        }
        for code, number in (*drawn, *islice(out, SHOWN), *islice(others, SHOWN))
    ]


SHOWN = 200
"""Of those left out, and of the others, as many does a page show; the file has all of them."""


def export(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Hand out the record as the file that ``manage.py draw verify`` reads."""
    found = _made(visible_project(request, number), pk, actor_of(request))
    response = JsonResponse(found.record(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{found.number}.json"'
    return response


def _made(project: Project, pk: int, actor: Actor) -> Draw:
    """Return a draw that was made and whose names the person may know; raise ``Http404`` for any other."""
    found = _find(project, pk, actor)
    if found.result is None or is_secret(found, actor):
        raise Http404
    return found
