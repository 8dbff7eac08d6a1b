"""A draw, step by step: opened with a sealed seed, its list closed, made; or given up with a reason."""

import secrets
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.audit.models import Chain
from egov.sealing import seal, unseal
from egov.ui.formats import day as day_text
from projects.actions import next_number, record, require
from reviews import lottery
from reviews.actions.refusal import refuse_if
from reviews.actions.reserves import reserves_left, seat_drawn
from reviews.models import Abandonment, CandidateList, Draw, DrawResult, Panel
from reviews.models.candidates import candidates_for


@transaction.atomic
def open_draw(*, panel: Panel, reserves: int, reason: str, by: Actor) -> Draw:
    """Open a further draw for the seats that are empty, after one that fell short or was given up.

    ``reserves`` is their number for each specialty. Raises ``PermissionDenied`` unless the office asks,
    ``PanelRefused`` while another draw is under way, reserves are left or no seat is empty.
    """
    locked = _locked(panel)
    require(locked.project, Permission.FORM_PANEL, by=by)
    left = locked.seats_left().items()
    asks = [{"specialty": code, "seats": seats, "reserves": reserves} for code, seats in left]
    refuse_if([*_faults_of_opening(locked, asks), *_faults_of_reason(reason)])
    draw = begin_draw(locked, asks, reason=reason.strip(), by=by)
    record_opening(draw, by=by)
    return draw


def begin_draw(panel: Panel, asks: list[dict[str, Any]], *, by: Actor, reason: str = "") -> Draw:
    """Take the next number, fix a seed and seal it. The caller records what led to it."""
    code, year = panel.project.jurisdiction.code, timezone.localdate().year
    serial = next_number(series=f"draw:{code}", year=year)
    seed = secrets.token_hex(lottery.SEED_BYTES)
    draw = Draw(
        panel=panel,
        number=f"{code}-C{year}-{serial:04d}",
        sequence=panel.draws.count() + 1,
        reason=reason,
        asks=asks,
        commitment=lottery.commitment(seed),
        seed_sealed=seal(seed),
        opened_by=by.user,
    )
    draw.save()
    return draw


def record_opening(draw: Draw, *, by: Actor) -> None:
    """Publish in the trail what the seed will be held against."""
    after = {"draw": draw.number, "commitment": draw.commitment, "asks": draw.asks}
    project = draw.panel.project
    record(verb="review.open_draw", project=project, on=draw.panel, by=by, after=after, reason=draw.reason)


@transaction.atomic
def close_candidates(*, draw: Draw, by: Actor) -> CandidateList:
    """Close the list of candidates: who can be drawn, who is left out and why, as of now.

    Into the list goes the head of the project's chain in the trail, which nobody could know before.
    Raises ``PermissionDenied`` unless the office asks, ``PanelRefused`` too early, or where the list is
    closed already or the draw given up.
    """
    panel = _locked(draw.panel)
    require(panel.project, Permission.FORM_PANEL, by=by)
    known = _read(draw)
    refuse_if([*_faults_of_draw(known), *_faults_of_time(panel), *_faults_of_closing(known)])
    closed = write_list(known, panel, by=by)
    after = {
        "draw": known.number,
        "list": closed.digest,
        "candidates": closed.candidates,
        "eligible": closed.eligible,
    }
    record(verb="review.close_candidates", project=panel.project, on=panel, by=by, after=after)
    return closed


@transaction.atomic
def make_draw(*, draw: Draw, by: Actor, word: str = "") -> DrawResult:
    """Reveal the seed and invite who follows from it; ``word`` is what those who watch called out.

    Raises ``PermissionDenied`` unless the office asks, ``PanelRefused`` before the list is closed, or
    where the draw was made already or given up.
    """
    panel = _locked(draw.panel)
    require(panel.project, Permission.FORM_PANEL, by=by)
    known = _read(draw)
    refuse_if([*_faults_of_draw(known), *_faults_of_time(panel), *_faults_of_making(known)])
    seed, called = unseal(known.seed_sealed), word.strip()[:40]
    result = write_result(known.closing, seed, called, by=by)
    invited = seat_drawn(panel, known, result.document()["seats"], by=by)
    # Neither names nor numbers: others read the trail before they may know who sits.
    after = {"draw": known.number, "seed": seed, "word": called, "result": result.digest, "invited": invited}
    record(verb="review.make_draw", project=panel.project, on=panel, by=by, after=after)
    return result


@transaction.atomic
def abandon_draw(*, draw: Draw, reason: str, by: Actor) -> Abandonment:
    """Give up a draw before it is made. It stays visible; a further one gets a seed and number of its own.

    Raises ``PermissionDenied`` unless the office asks, ``PanelRefused`` without a reason or too late.
    """
    panel = _locked(draw.panel)
    require(panel.project, Permission.FORM_PANEL, by=by)
    known = _read(draw)
    refuse_if([*_faults_of_draw(known), *_faults_of_reason(reason)])
    gone = Abandonment(draw=known, reason=reason.strip(), by=by.user)
    gone.save()
    after = {"draw": known.number}
    record(
        verb="review.abandon_draw", project=panel.project, on=panel, by=by, after=after, reason=gone.reason
    )
    return gone


def write_list(draw: Draw, panel: Panel, *, by: Actor) -> CandidateList:
    """Write down who can be drawn and who is left out, as of now."""
    document = _document(draw, panel) | candidates_for(panel, draw.asks)
    content = lottery.written(document)
    listed = lottery.ClosedList(document, lottery.digest(content))
    people, out = listed.counts()
    closed = CandidateList(
        draw=draw,
        content=content,
        digest=listed.digest,
        candidates=people,
        eligible=people - out,
        closed_by=by.user,
    )
    closed.save()
    return closed


def write_result(closed: CandidateList, seed: str, word: str, *, by: Actor) -> DrawResult:
    """Write down who follows from a closed list and a seed."""
    content = lottery.written(lottery.drawn(closed.content, seed=seed, word=word))
    result = DrawResult(
        closing=closed,
        seed=seed,
        word=word,
        content=content,
        digest=lottery.digest(content),
        made_by=by.user,
    )
    result.save()
    return result


def _locked(panel: Panel) -> Panel:
    """Return the panel's row, locked: whoever else draws for it waits, and then finds it done."""
    rows = Panel.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("project__jurisdiction").get(pk=panel.pk)


def _read(draw: Draw) -> Draw:
    return Draw.objects.told().get(pk=draw.pk)


def _document(draw: Draw, panel: Panel) -> dict[str, Any]:
    """Return what a list begins with, beside the candidates."""
    project = panel.project
    chain = Chain.objects.filter(key=Chain.key_for(project_id=project.pk, jurisdiction_id=None)).first()
    return {
        "format": lottery.FORMAT,
        "draw": draw.number,
        "commitment": draw.commitment,
        "project": project.number,
        "panel": panel.kind,
        "asks": draw.asks,
        "closed_at": timezone.now().isoformat(timespec="seconds"),
        "trail_head": chain.head if chain else "",
    }


def _faults_of_draw(draw: Draw) -> Iterator[str]:
    if not draw.panel.lives:
        yield _("The panel no longer sits.")
    if draw.given_up is not None:
        yield _("This draw was given up.")
    if draw.result is not None:
        yield _("This draw has been made already.")


def _faults_of_time(panel: Panel) -> Iterator[str]:
    earliest = panel.draw_from
    if timezone.localdate() < earliest:
        yield _("Names are not drawn long before the meeting: this draw can be made from %(day)s.") % {
            "day": day_text(earliest)
        }


def _faults_of_closing(draw: Draw) -> Iterator[str]:
    if draw.list_ is not None:
        yield _("The list of candidates is closed already.")


def _faults_of_making(draw: Draw) -> Iterator[str]:
    if draw.list_ is None:
        yield _("Please close the list of candidates first.")


def _faults_of_opening(panel: Panel, asks: list[dict[str, Any]]) -> Iterator[str]:
    if not panel.lives:
        yield _("The panel no longer sits.")
    elif panel.draws.under_way().exists():
        yield _("Another draw for this panel is under way.")
    elif not asks:
        yield _("No seat is to be drawn for.")
    elif any(reserves_left(panel, ask["specialty"]) for ask in asks):
        yield _("Reserves are left; they step in first.")


def _faults_of_reason(reason: str) -> Iterator[str]:
    if not reason.strip():
        yield _("Please give a reason.")
