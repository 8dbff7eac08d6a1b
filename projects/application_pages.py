"""How the application is laid out on a page: section by section, with what is missing or marked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.forms import BoundField
from django.urls import reverse

from projects.application_content import (
    FIELDS,
    LINES,
    REPORT_NAMES,
    SECTIONS,
    Content,
    cells_of,
    label_of,
    text_of,
)
from projects.flow import Stage
from projects.forms.application import ROW_FIELDS, ApplicationForm
from projects.models import (
    Application,
    ApplicationSubmission,
    CostItem,
    DocumentVersion,
    FundingSource,
    Project,
)


@dataclass
class Part:
    """One field or table of the form on the page.

    ``mark`` is the office's reason to correct it; it is answered where the field has changed since.
    """

    name: str
    label: str
    mark: str = ""
    is_answered: bool = False
    bound: BoundField | None = None
    head: list[Any] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    text: str = ""
    url: str = ""
    report: DocumentVersion | None = None


@dataclass
class PageSection:
    """A section with its completeness: ``missing`` names what is still to be done in it."""

    name: str
    label: str
    parts: list[Part]
    missing: list[str]
    marked: int = 0


def marks_of(project: Project) -> dict[str, str]:
    """Return the office's marks that wait for correction: reason by field."""
    if project.stage != Stage.RETURNED:
        return {}
    application = project.applications.first()
    if application is None:
        return {}
    return dict(application.corrections.filter(visit=project.visit).values_list("field", "reason"))


def asked_for(
    project: Project,
    changed: Collection[str],
    *,
    since: ApplicationSubmission,
    until: ApplicationSubmission | None = None,
) -> list[dict[str, Any]]:
    """Return what was marked when ``since`` was returned, and whether the owner unit changed it.

    ``changed`` names the fields that differ from it in ``until``, or in the draft: what was written before
    a return answers nothing that the return asked.
    """
    application = project.applications.first()
    if application is None:
        return []
    marks = application.corrections.filter(visit__gt=since.visit)
    if until is not None:
        marks = marks.filter(visit__lt=until.visit)
    return [
        {
            "name": mark.field,
            "label": label_of(mark.field),
            "reason": mark.reason,
            "changed": mark.field in changed,
        }
        for mark in marks.order_by("pk")
    ]


def form_sections(
    form: ApplicationForm,
    *,
    missing: list[str],
    marks: dict[str, str],
    changed: Collection[str],
    reports: dict[str, DocumentVersion],
) -> list[PageSection]:
    """Return the form for the person who writes it; ``changed`` names what differs since the return."""
    lacking = set(missing) | {kind for kind in REPORT_NAMES if kind not in reports}
    sections = []
    for section in SECTIONS:
        parts = [_form_part(form, name, marks.get(name, ""), reports) for name in section.fields]
        for part in parts:
            part.is_answered = bool(part.mark) and part.name in changed
        sections.append(
            PageSection(
                section.name,
                str(section.label),
                parts,
                [label_of(name) for name in section.fields if name in lacking],
                sum(bool(part.mark) and not part.is_answered for part in parts),
            )
        )
    return sections


def missing_parts(application: Application) -> list[Part]:
    """Return the fields that still lack something, in the order of the form, each with its place there."""
    lacking = set(application.missing())
    form = reverse("projects:application", args=[application.project.number])
    return [Part(name, label_of(name), url=f"{form}#part-{name}") for name in FIELDS if name in lacking]


def _form_part(form: ApplicationForm, name: str, mark: str, reports: dict[str, DocumentVersion]) -> Part:
    part = Part(name, label_of(name), mark)
    if name in LINES:
        part.head, part.rows = _TABLES[name](form)
    else:
        part.bound = form[name]
        part.report = reports.get(name)
    return part


def _costs(form: ApplicationForm) -> tuple[list[Any], list[dict[str, Any]]]:
    rows = [
        {"label": item.label, "cells": [form[f"cost_lines-{item}-{year}"] for year in form.years]}
        for item in CostItem
    ]
    return form.years, rows


def _funding(form: ApplicationForm) -> tuple[list[Any], list[dict[str, Any]]]:
    return [], [
        {"label": source.label, "cells": [form[f"funding_lines-{source}"]]} for source in FundingSource
    ]


def _rows(form: ApplicationForm, table: str) -> tuple[list[Any], list[dict[str, Any]]]:
    return [], [
        {"label": n + 1, "cells": [form[f"{table}-{n}-{name}"] for name in ROW_FIELDS[table]]}
        for n in range(form.rows[table])
    ]


_TABLES = {
    "cost_lines": _costs,
    "funding_lines": _funding,
    "resources": lambda form: _rows(form, "resources"),
    "indicators": lambda form: _rows(form, "indicators"),
}


def reading(project: Project, content: Content, marks: dict[str, str] | None = None) -> list[PageSection]:
    """Return the application as it is read and signed, with the office's marks where there are any."""
    marks = marks or {}
    return [
        PageSection(
            section.name,
            str(section.label),
            [_read_part(project, content, name, marks.get(name, "")) for name in section.fields],
            [],
        )
        for section in SECTIONS
    ]


def _read_part(project: Project, content: Content, name: str, mark: str) -> Part:
    part = Part(name, label_of(name), mark, text=text_of(content, name))
    if name in REPORT_NAMES and (report := content.get(name)):
        part.url = reverse("projects:download", args=[project.number, report["id"], report["name"]])
    if name in LINES:
        part.rows = [{"cells": cells_of(row)} for row in content.get(name) or []]
    return part


def sums_of(content: Content) -> dict[str, Decimal]:
    """Return the total of the cost lines and that of the funding lines, in yuan."""
    return {
        name: sum((Decimal(line["amount"]) for line in content[name]), Decimal(0))
        for name in ("cost_lines", "funding_lines")
    }
