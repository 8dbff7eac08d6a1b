"""What a paper states, as plain data, and the paper that is read from it again."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from egov.accounts.models import Organization
from egov.pdf.papers import FORMS, Column, DocumentNumber, OfficialPaper, Report, Section, Table
from egov.pdf.typography import chinese_date
from projects.models import IssuedPaper, Project

Paper = OfficialPaper | Report
SCHEMA = "egov-paper/1"
CORRECTS = "本件更正并取代"


def stated(
    paper: Paper,
    *,
    kind: str,
    number: DocumentNumber,
    issuer: Organization,
    project: Project | None,
    facts: Mapping[str, object],
) -> dict[str, Any]:
    """Return what a paper states, as plain data: the facts by name, and the text as it is printed."""
    text = asdict(paper)
    for name in ("number", "is_sealed", "verification", "date"):
        text.pop(name, None)
    return {
        "schema": SCHEMA,
        "kind": str(kind),
        "number": str(number),
        "issuer": {"name": issuer.name, "uscc": issuer.uscc},
        "issued_on": paper.date.isoformat(),
        "title": paper.title,
        "project": {"number": project.number, "title": project.title} if project else None,
        "facts": dict(facts),
        "form": type(paper).__name__,
        "text": text,
    }


def read_again(data: Mapping[str, Any], *, number: DocumentNumber, on: date) -> Paper:
    """Return the paper that stated these data, with another number and date."""
    text = {name: _tuples(value) for name, value in data["text"].items()}
    sections = tuple(section_of(one) for one in data["text"]["sections"])
    form = FORMS[data["form"]]
    return form(**{**text, "sections": sections, "number": number, "date": on})


def corrected(paper: Paper, *, of: IssuedPaper, reason: str) -> Paper:
    """Let a paper begin by saying which one it takes the place of, and why."""
    told = (
        f"{CORRECTS}{chinese_date(of.issued_on)}印发的《{of.title}》（{of.number}），"
        f"原件自本件印发之日起失效。更正事由：{reason}"
    )
    # What an earlier correction said of itself speaks of a paper that is gone.
    rest = [line for line in paper.opening.splitlines() if not line.startswith(CORRECTS)]
    return replace(paper, opening="\n".join([" ".join(told.split()), *rest]))


def section_of(data: Mapping[str, Any]) -> Section:
    """Return a point of a paper that was kept as plain data."""
    table = data["table"]
    return Section(**{**data, "table": _table(table) if table else None})


def _table(data: Mapping[str, Any]) -> Table:
    columns = tuple(Column(**column) for column in data["columns"])
    return Table(columns=columns, rows=_tuples(data["rows"]), caption=data["caption"])


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list | tuple) else value
