"""On what a step rests: what a person reads before signing it, or taking it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from egov.ui.formats import wan
from projects.brief import brief_of
from projects.models import Project

KEPT_BY = ("panels", "schemes", "designs", "evaluations", "successor")
"""Where the later stages keep it; read together, so that ten signatures cost as many queries as one."""


@dataclass(frozen=True)
class Fact:
    """One thing that is signed for: its name and its words."""

    label: str
    text: str


@dataclass(frozen=True)
class Evidence:
    """What is signed for, and the page that shows all of it."""

    facts: tuple[Fact, ...]
    url: str

    @property
    def mark(self) -> str:
        """Return what changes when any of its words do: a signature is for the words that were read."""
        return sha256("\n".join(f"{fact.label}\t{fact.text}" for fact in self.facts).encode()).hexdigest()[
            :16
        ]


def with_evidence(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Read what ``evidence_of`` needs of many projects at once."""
    return projects.prefetch_related(*KEPT_BY)


def evidence_of(project: Project, step: str) -> Evidence | None:
    """Return what a signature on the step is for; None for a step that rests on nothing to read."""
    if step not in _READERS:
        return None
    prefetch_related_objects([project], *KEPT_BY)
    page, read = _READERS[step]
    facts = tuple(Fact(label, str(text)) for label, text in read(project) if text)
    return Evidence(facts, reverse(page, args=[project.number]))


Facts = Iterator[tuple[str, Any]]


def _application(project: Project) -> Facts:
    brief = brief_of(project)
    yield _("Investment estimate"), wan(brief.estimate)
    yield _("Objectives"), brief.objectives
    yield _("Content"), brief.content


def _argumentation(project: Project) -> Facts:
    yield from _of_panel(project, "argumentation")


def _scheme(project: Project) -> Facts:
    for scheme in (one for one in project.schemes.all() if one.chosen_at):
        yield _("Best scheme"), scheme.author
        yield _("Summary"), scheme.summary
        yield _("Reason for the choice"), scheme.choice_reason
    yield from _of_panel(project, "scheme")


def _design(project: Project) -> Facts:
    design = max(project.designs.all(), key=lambda one: one.number, default=None)
    if design is None:
        return
    yield _("Optimized design"), _("version %(n)s") % {"n": design.number}
    yield _("Budget estimate"), wan(design.estimate)
    yield _("Approved investment"), wan(project.approved_investment)
    above = design.estimate - (project.approved_investment or Decimal(0))
    yield _("Above the approved investment by"), wan(above) if above > 0 else ""
    yield _("Meeting"), design.overrun_meeting
    yield _("What was changed and why"), design.note


def _evaluation(project: Project) -> Facts:
    for evaluation in (one for one in project.evaluations.all() if one.grade):
        yield _("Grade"), evaluation.get_grade_display()
        yield _("Points"), evaluation.total


def _retirement(project: Project) -> Facts:
    yield _("Successor"), project.successor
    yield _("Reason"), project.retirement_reason


def _of_panel(project: Project, kind: str) -> Facts:
    panel = concluded_panel(project, kind)
    if panel is not None:
        yield _("Conclusion"), "" if kind == "scheme" else panel.get_conclusion_display()
        yield _("Opinion of the panel"), panel.opinion
        yield _("Why for good"), panel.rejection_reason


def concluded_panel(project: Project, kind: str) -> Any:
    """Return the last panel of a kind that has concluded, of those read already; None without one."""
    concluded = [one for one in project.panels.all() if one.kind == kind and one.concluded_at]
    return max(concluded, key=lambda one: one.pk, default=None)


_READERS: dict[str, tuple[str, Callable[[Project], Facts]]] = {
    "accept_application": ("projects:application", _application),
    "pass_argumentation": ("reviews:project", _argumentation),
    "fail_argumentation": ("reviews:project", _argumentation),
    "select_scheme": ("procurement:schemes", _scheme),
    "confirm_scheme": ("procurement:design", _design),
    "publish_evaluation": ("acceptance:operation", _evaluation),
    "retire": ("acceptance:operation", _retirement),
}
