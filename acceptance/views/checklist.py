"""The checklist of acceptance: each part, how it stands, who does it, and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from acceptance.models import PreliminaryAcceptance, SubAcceptance, TrialRun
from egov.accounts.acting import Actor
from egov.accounts.roles import Permission, Role
from egov.ui import formats
from projects.actions import parties_for
from projects.flow import STEPS, Stage
from projects.models import Project
from reviews.models import Panel

PAST_FINAL = (Stage.ACCEPTED, Stage.IN_USE, Stage.EVALUATED, Stage.RETIRED)
PAST_PRELIMINARY = (Stage.PRELIMINARILY_ACCEPTED, *PAST_FINAL)


@dataclass(frozen=True)
class Line:
    """One line of the checklist; ``url`` is empty where the viewer has nothing to do."""

    label: Any
    state: str
    tone: str
    who: Any
    note: str = ""
    url: str = ""
    url_label: str = ""


def _outcome(*, passed: bool | None) -> tuple[str, str]:
    if passed is None:
        return _("Under way"), "active"
    if passed:
        return pgettext("acceptance", "Passed"), "done"
    return pgettext("acceptance", "Failed"), "danger"


def _to_come() -> tuple[str, str]:
    return _("To come"), "neutral"


class Checklist:
    """Reads the records that the page has loaded already; asks only for the panel."""

    def __init__(self, project: Project, actor: Actor, page: dict[str, Any]) -> None:
        self.project, self.actor, self.may = project, actor, page["may"]
        self.stage = Stage(project.stage)
        self.runs: list[TrialRun] = page["trial_runs"]
        self.preliminary: list[PreliminaryAcceptance] = page["preliminary"]
        self.parts: list[SubAcceptance] = page["parts"]
        panels = project.panels.filter(kind=Panel.Kind.ACCEPTANCE)
        self.panel = panels.order_by("-visit").first() if self.stage in PAST_PRELIMINARY else None

    def lines(self) -> Iterator[Line]:
        yield self.trial_run()
        yield self.preliminary_acceptance()
        counting = self._counting_parts()
        for kind in SubAcceptance.Kind:
            yield self.part(kind, counting.get(kind))
        yield self.panel_line()
        yield self.step("pass_final_acceptance", done=self.stage in PAST_FINAL)
        yield self.step("put_into_use", done=self.stage in PAST_FINAL[1:])

    def _url(self, permission: Permission, name: str, *args: str) -> str:
        if not self.may[permission.value]:
            return ""
        return reverse(f"acceptance:{name}", args=[self.project.number, *args])

    def trial_run(self) -> Line:
        label, who = _("Trial run"), Role.USER_UNIT.label
        run = self.runs[0] if self.runs else None
        here = run is not None and self.stage == Stage.TRIAL_RUN and run.visit == self.project.visit
        if run is None or not (here or self.stage in PAST_PRELIMINARY):
            return Line(label, *_to_come(), who)
        note = _("%(days)s days since %(start)s; at least %(least)s are needed, until %(until)s.") % {
            "days": run.days,
            "start": formats.day(run.starts_on),
            "least": run.minimum_days,
            "until": formats.day(run.long_enough_from),
        }
        due = here and run.passed is None
        url = self._url(Permission.CONCLUDE_TRIAL_RUN, "conclude_trial_run") if due else ""
        return Line(label, *_outcome(passed=run.passed), who, note, url, _("Conclude the trial run"))

    def preliminary_acceptance(self) -> Line:
        label, who = _("Preliminary acceptance"), Role.SUPERVISOR.label
        if self.stage in PAST_PRELIMINARY and self.preliminary:
            return Line(label, *_outcome(passed=self.preliminary[0].passed), who)
        if self.stage != Stage.TRIAL_RUN:
            return Line(label, *_to_come(), who)
        run = self.runs[0] if self.runs else None
        if run is None or not run.passed:
            return Line(label, *_to_come(), who, _("After the trial run has passed."))
        url = self._url(Permission.ACCEPT_PRELIMINARILY, "preliminary_acceptance")
        url = url if self.actor.is_signatory else ""
        return Line(label, _("To be done"), "waiting", who, "", url, _("Record the preliminary acceptance"))

    def _counting_parts(self) -> dict[str, SubAcceptance]:
        if self.stage == Stage.PRELIMINARILY_ACCEPTED:
            visit: int | None = self.project.visit
        else:
            visit = self.parts[0].visit if self.parts and self.stage in PAST_FINAL else None
        return {part.kind: part for part in reversed(self.parts) if part.visit == visit}

    def part(self, kind: SubAcceptance.Kind, record: SubAcceptance | None) -> Line:
        label = _("Sub-acceptance: %(kind)s") % {"kind": kind.label}
        who, due = Role.INFORMATIZATION_OFFICE.label, self.stage == Stage.PRELIMINARILY_ACCEPTED
        url = self._url(Permission.RUN_ACCEPTANCE, "sub_acceptance", kind) if due else ""
        if record is None:
            state = (_("To be done"), "waiting") if due else _to_come()
            return Line(label, *state, who, "", url, _("Record"))
        note = f"{record.responsible} · {formats.day(record.held_on)}"
        return Line(label, *_outcome(passed=record.passed), who, note, url, _("Record again"))

    def panel_line(self) -> Line:
        label, who = _("Conclusion of the acceptance panel"), Role.INFORMATIZATION_OFFICE.label
        due = self.stage == Stage.PRELIMINARILY_ACCEPTED
        here = self.panel is not None and (not due or self.panel.visit == self.project.visit)
        url = reverse("reviews:project", args=[self.project.number]) if due else ""
        if self.panel is None or not here:
            state = (_("To be done"), "waiting") if due else _to_come()
        elif not self.panel.concluded_at:
            state = _outcome(passed=None)
        else:
            state = _outcome(passed=self.panel.conclusion == Panel.Conclusion.PASS)
        return Line(label, *state, who, "", url, _("Expert reviews"))

    def step(self, name: str, *, done: bool) -> Line:
        spec = STEPS[name]
        who, due = spec.who[0].role.label, self.stage in spec.sources
        state = (_("Done"), "done") if done else (_("To be done"), "waiting") if due else _to_come()
        mine = due and parties_for(self.project, spec, self.actor)
        url = reverse("projects:step", args=[self.project.number, name]) if mine else ""
        return Line(spec.label, *state, who, "", url, str(spec.label))


def checklist_of(project: Project, actor: Actor, page: dict[str, Any]) -> list[Line]:
    """Return the checklist for a page that holds ``may``, ``trial_runs``, ``preliminary`` and ``parts``."""
    return list(Checklist(project, actor, page).lines())


def return_url(project: Project, actor: Actor) -> str:
    """Return where a failed project is returned to construction; empty for those who may not."""
    spec = STEPS["return_to_construction"]
    due = project.stage in spec.sources and all(condition(project) for condition in spec.conditions)
    if not due or not parties_for(project, spec, actor):
        return ""
    return reverse(spec.page, args=[project.number])
