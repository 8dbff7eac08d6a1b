"""What can be taken home from the desk: the events, findings or flagged lines that a page shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.audit.canonical import PARTICULARS
from egov.audit.models import Chain, Event
from egov.audit.verification.reading import COLUMNS
from egov.dashboard.desk.filters import TrailFilter
from egov.dashboard.desk.findings import SEVERITIES, STATES, filtered_notes
from egov.dashboard.desk.flags import FLAGS
from egov.dashboard.desk.flags.base import thresholds
from egov.dashboard.desk.reading import capacity_of, label_of, readable_events, roles_of, watched
from egov.dashboard.desk.writers import Table
from egov.dashboard.forms import NoteFilter

AT_ONCE = 500
"""So many lines are held in memory."""

Rows = Iterator[tuple[list[Any], dict[str, Any] | None]]


@dataclass
class Source:
    """A table with the filter that made it, in words; ``chains`` are those that its lines belong to."""

    table: Table
    told: list[str]
    chains: set[str] = field(default_factory=set)

    def heads(self) -> dict[str, dict[str, Any]]:
        """Return where the chains stand: whoever has the file can hold it against the trail later."""
        heads = Chain.objects.filter(pk__in=self.chains).order_by("pk")
        return {chain.key: {"length": chain.length, "head": chain.head} for chain in heads}


def source_of(what: str, query: QueryDict, *, actor: Actor) -> Source:
    """Return what a page shows under this address, to the person who asks; raise ``KeyError`` for no page."""
    if what == "trail":
        return _trail(query, actor)
    if what == "findings":
        return _findings(query, actor)
    return _flagged(what, actor)


def _trail(query: QueryDict, actor: Actor) -> Source:
    filters = TrailFilter(query, actor=actor)
    events = filters.apply(readable_events(actor)).order_by("-at", "-id")
    header = [
        _("Number"), _("Time"), _("Person"), _("Organization"), _("Capacity"), _("Acting as"), _("Deed"),
        _("Refused"), _("On what"), _("Reason"), _("From address"), _("Request"), _("Chain"), _("Place"),
        _("Hash"),
    ]  # fmt: skip
    source = Source(Table(_("Audit trail"), header, [], events.count()), _words(filters))
    lines = _events(events.with_people().iterator(chunk_size=AT_ONCE), source.chains)
    source.table = Table(_("Audit trail"), header, lines, source.table.total)
    return source


def _events(events: Iterator[Event], chains: set[str]) -> Rows:
    for event in events:
        chains.add(event.chain)
        cells = [
            event.pk, event.at, event.actor_name, event.organization_name, capacity_of(event),
            roles_of(event), label_of(event), _("yes") if event.refused else "", event.object_name,
            event.reason, event.ip, event.request_id, event.chain, event.sequence, event.hash,
        ]  # fmt: skip
        yield cells, _whole(event)


def _whole(event: Event) -> dict[str, Any]:
    """Return an event with everything that its hash covers, and its particulars."""
    told = {name: getattr(event, name) for name in COLUMNS}
    told["at"] = event.at.isoformat()
    people = [{name: getattr(one, name) for name in PARTICULARS} for one in event.particulars.all()]
    return {**told, "particulars": people}


def _findings(query: QueryDict, actor: Actor) -> Source:
    filters = NoteFilter(query)
    notes = filtered_notes(filters, actor).order_by("-pk")
    header = [
        _("Number"), _("Date"), _("Organization"), _("Severity"), _("State"), _("What was found"),
        _("On what"), _("Project number"), _("Revision"),
    ]  # fmt: skip
    rows = (
        (
            [
                note.pk, note.opened_at, note.organization.name, str(SEVERITIES[note.severity]),
                str(STATES[note.state]), note.text, note.about, note.project.number if note.project else None,
                note.number,
            ],
            None,
        )
        for note in notes.iterator(chunk_size=AT_ONCE)
    )  # fmt: skip
    return Source(Table(_("Audit findings"), header, rows, notes.count()), _words(filters))


def _flagged(code: str, actor: Actor) -> Source:
    flag = FLAGS[code]
    t = thresholds([flag], places=watched(actor))
    found = flag.look(t).order_by("-pk")
    header = [_("Number"), _("Project"), _("What"), _("Why it is flagged")]
    lines = (flag.tell(row, t) for row in found.iterator(chunk_size=AT_ONCE))
    rows = (([line.project.number, line.project.title, line.what, line.told], None) for line in lines)
    told = [f"{flag.label}: {flag.explanation} ({flag.source})"]
    return Source(Table(str(flag.label), header, rows, found.count()), told)


def _words(filters: Any) -> list[str]:
    return [str(chip["label"]) for chip in filters.chips()]
