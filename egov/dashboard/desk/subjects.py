"""On what a finding is written: the address names a project, an event, or a line of a red flag's list."""

from dataclasses import dataclass

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from egov.accounts.acting import Actor
from egov.audit.models import Event
from egov.dashboard.desk.flags import FLAGS
from egov.dashboard.desk.flags.base import thresholds
from egov.dashboard.desk.reading import label_of, readable_events, watched
from egov.ui.formats import moment
from projects.models import Project


@dataclass(frozen=True)
class NoteSubject:
    """What a finding is on, as its action takes it."""

    about: str
    project: Project | None = None
    event: Event | None = None
    flag: str = ""
    flagged: str = ""


def subject_of(query: QueryDict, *, actor: Actor) -> NoteSubject:
    """Return what the address names; raise ``Http404`` where it is nothing that the auditor sees."""
    if flag := query.get("flag", ""):
        return _on_flag(flag, query.get("row", ""), actor)
    if event := query.get("event", ""):
        return _on_event(event, actor)
    project = get_object_or_404(Project.objects.visible_to(actor), number=query.get("project", ""))
    return NoteSubject(str(project), project)


def _on_flag(code: str, row: str, actor: Actor) -> NoteSubject:
    if code not in FLAGS or not row.isdecimal():
        raise Http404
    flag = FLAGS[code]
    t = thresholds([flag], places=watched(actor))
    told = flag.tell(get_object_or_404(flag.look(t), pk=int(row)), t)
    about = f"{flag.label}: {told.project} · {told.told}"
    return NoteSubject(about, told.project, flag=code, flagged=row)


def _on_event(pk: str, actor: Actor) -> NoteSubject:
    if not pk.isdecimal():
        raise Http404
    event = get_object_or_404(readable_events(actor).with_people(), pk=int(pk))
    seen = Project.objects.visible_to(actor).filter(pk=event.project_id or 0).first()
    words = [moment(event.at), event.organization_name, event.actor_name, label_of(event), event.object_name]
    return NoteSubject(" · ".join(filter(None, words)), seen, event)
