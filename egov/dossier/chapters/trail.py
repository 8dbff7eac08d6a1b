"""What happened: the steps with their stays, and every event of the trail with its hash."""

from collections.abc import Iterator
from functools import partial

from egov.accounts.acting import Actor
from egov.audit.deeds import DEEDS, DEEDS_OF_MEMBERS, deed_label
from egov.audit.models import Event
from egov.dossier.outline import ROWS, Chapter, Content, Gathering, Sheet, list_sheets
from egov.pdf.papers import Column, Section, Table
from egov.ui import formats
from projects.flow import STEPS
from projects.models import Project

STEP = ("at", "label=步骤", "source", "target", "user", "organization", "reason")
SIGNATURE = ("signed_at", "role", "user", "organization", "comment", "withdrawn_at")
HEADS = (("序号", 7), ("时间", 16), ("经办", 22), ("事项", 29), ("散列值", 26))


def trail(project: Project, actor: Actor) -> Chapter:
    """The history of a project, and its chain in the audit trail."""
    found = Gathering()
    transitions = project.transitions.select_related("user", "organization")
    found.add(*list_sheets("办理过程", transitions, *STEP))
    signatures = project.signatures.select_related("user", "organization")
    found.add(*list_sheets("会签记录", signatures, *SIGNATURE))
    found.add(*_event_sheets(project, actor))
    return found.chapter("12-trail", "过程与审计轨迹")


def _event_sheets(project: Project, actor: Actor) -> Iterator[Sheet]:
    # Whoever sits on a panel is not named before the reader may know it; the event itself stays in the chain.
    secret = project.panels.secret_from(actor).filter(members__isnull=False)
    unnamed = frozenset(secret.values_list("members__user", flat=True))
    events = Event.objects.filter(project_id=project.pk, refused=False).order_by("pk")
    keys = list(events.values_list("pk", flat=True))
    for start in range(0, len(keys), ROWS):
        part = keys[start : start + ROWS]
        title = f"审计轨迹（第{start + 1}至{start + len(part)}条）"
        yield Sheet(f"event-{part[0]}-{len(part)}", title, partial(_events, part, unnamed))


def _events(keys: list[int], unnamed: frozenset[int]) -> Content:
    events = Event.objects.filter(pk__in=keys).with_people().order_by("pk")
    rows = tuple(
        (
            event.sequence,
            formats.moment(event.at),
            _by(event, unnamed),
            _deed(event),
            event.hash,
        )
        for event in events
    )
    columns = tuple(Column(label=head, share=share) for head, share in HEADS)
    text = "每条记录的散列值包含前一条的散列值，任何一条被改动，其后各条均不再吻合。"
    table = Table(columns=columns, rows=rows)
    return Content(sections=(Section(heading="链上记录", text=text, table=table),))


def _by(event: Event, unnamed: frozenset[int]) -> str:
    if event.actor_id in unnamed and event.verb.startswith(DEEDS_OF_MEMBERS):
        return event.organization_name
    return f"{event.organization_name} {event.actor_name}".strip() or "系统"


def _deed(event: Event) -> str:
    step = STEPS.get(event.verb.removeprefix("project."))
    deed = str(step.label) if step and event.verb not in DEEDS else deed_label(event.verb)
    about = f"：{event.object_name}" if event.object_name and event.object_type != "projects.project" else ""
    return f"{deed}{about}" + (f"（{event.reason}）" if event.reason else "")
