"""Reads a sheet of proposals and says of each cell that is wrong what is wrong with it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import override

from egov.accounts.models import Organization
from egov.ui.formats import listed, yuan
from egov.ui.forms import AmountField
from egov.ui.xlsx import Row, UnreadableSheet, read_rows
from projects.importing.columns import Column, Kind, columns_of, units_by_name
from projects.models import AnnualPlan, Proposal

MOST_ROWS = 200
"""Projects in one sheet; more would keep the person waiting."""

_AMOUNT = AmountField(max_digits=14, required=False)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the row as Excel numbers it, the column's heading, what stands there."""

    row: int
    column: str
    message: str
    typed: str = ""


@dataclass
class Sheet:
    """What was understood, and what was not. ``rows`` is plain data, fit to be kept as JSON."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class _Reader:
    plan: AnnualPlan
    columns: list[Column]
    choices: dict[str, dict[str, str]]
    units: dict[str, Organization]
    own_unit: Organization | None
    """The unit that proposes; None where the sheet names it."""


def read_sheet(upload: UploadedFile, plan: AnnualPlan, *, own_unit: Organization | None) -> Sheet:
    """Return the proposals of a sheet, or everything that is wrong with it.

    Raises ``UnreadableSheet`` where it is no workbook or holds more than ``MOST_ROWS`` projects.
    """
    columns = columns_of(plan, for_others=own_unit is None)
    opened = open_sheet(upload, columns, most_rows=MOST_ROWS)
    if opened.faults:
        return Sheet(faults=opened.faults)
    if not opened.rows:
        raise UnreadableSheet(_("The sheet has headings but no project below them."))
    reader = _Reader(plan, columns, opened.choices, units_by_name(plan.jurisdiction), own_unit)
    sheet = Sheet()
    for row, cells in opened.rows:
        _read_row(reader, row, cells, sheet)
    sheet.faults += _twice(reader, sheet.rows)
    sheet.faults.sort(key=lambda fault: fault.row)
    return sheet


@dataclass
class Opened:
    """The rows below the headings, each with its cells by column; what may be chosen; wrong headings."""

    rows: list[tuple[Row, dict[str, Any]]]
    choices: dict[str, dict[str, str]]
    faults: list[Fault]


def open_sheet(upload: UploadedFile, columns: Sequence[Column], *, most_rows: int) -> Opened:
    """Find the columns in a sheet by their headings.

    Raises ``UnreadableSheet`` where it is no workbook, is empty, or holds more than ``most_rows`` rows.
    """
    found = read_rows(upload, max_rows=most_rows + 1, max_columns=80)
    if not found:
        raise UnreadableSheet(_("The sheet is empty."))
    headings, choices = in_all_languages(columns)
    placed = [headings.get(plain(value)) for value in found[0].values]
    faults = list(heading_faults(found[0], placed, columns))
    rows = [
        (row, {column.name: value for column, value in zip(placed, row.values, strict=False) if column})
        for row in found[1:]
    ]
    return Opened(rows, choices, faults)


def in_all_languages(columns: Sequence[Column]) -> tuple[dict[str, Column], dict[str, dict[str, str]]]:
    """Whoever made the sheet may read the pages in another language than who uploads it."""
    headings: dict[str, Column] = {}
    choices: dict[str, dict[str, str]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for column in columns:
                headings[column.header] = column
                choices.setdefault(column.name, {}).update(column.allowed())
    return headings, choices


def plain(value: Any) -> str:
    """Return what stands in a cell as one would type it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def heading_faults(
    heading: Row, placed: Sequence[Column | None], columns: Sequence[Column]
) -> Iterable[Fault]:
    """Say which headings are unknown, stand there twice, or are missing."""
    for value, column in zip(heading.values, placed, strict=True):
        if value is not None and column is None:
            message = _("This heading is not known. Use those of the template.")
            yield Fault(heading.number, plain(value), message, plain(value))
    for column, count in Counter(c for c in placed if c is not None).items():
        if count > 1:
            yield Fault(heading.number, column.header, _("This heading stands there twice."))
    for column in columns:
        if column.required and column not in placed:
            yield Fault(heading.number, column.header, _("This column is missing."))


def _read_row(reader: _Reader, row: Row, cells: dict[str, Any], sheet: Sheet) -> None:
    facts: dict[str, Any] = {}
    faults: list[Fault] = []
    for column in reader.columns:
        value = cells.get(column.name)
        try:
            facts[column.name] = _read_cell(reader, column, value)
        except ValidationError as error:
            faults.append(Fault(row.number, column.header, " ".join(error.messages), plain(value)))
    found = _money(facts, row) if not faults else None
    if isinstance(found, Fault):
        faults.append(found)
    sheet.faults += faults
    if not faults and isinstance(found, dict):
        sheet.rows.append(_kept(reader, row, facts) | found)


def _read_cell(reader: _Reader, column: Column, value: Any) -> Any:
    text = plain(value)
    if not text:
        if column.required:
            raise ValidationError(_("This cell must be filled in."))
        return None
    if column.kind == Kind.AMOUNT:
        return _AMOUNT.clean(text)
    if column.kind == Kind.CHOICE:
        return _choose(text, reader.choices[column.name], column)
    if column.kind == Kind.UNIT:
        if text not in reader.units:
            raise ValidationError(
                _("There is no such unit in %(place)s.") % {"place": reader.plan.jurisdiction}
            )
        return reader.units[text].pk
    if len(text) > column.longest:
        raise ValidationError(_("At most %(n)d characters.") % {"n": column.longest})
    return text


def _choose(text: str, choices: dict[str, str], column: Column) -> str:
    if text not in choices:
        raise ValidationError(_("Choose one of: %(labels)s.") % {"labels": listed(column.allowed())})
    return choices[text]


def _money(facts: dict[str, Any], row: Row) -> dict[str, Any] | Fault:
    costs = {name: amount for name, amount in facts.items() if name.startswith("cost-") and amount}
    funding = {name: amount for name, amount in facts.items() if name.startswith("funding-") and amount}
    estimate, funded = sum(costs.values(), Decimal(0)), sum(funding.values(), Decimal(0))
    if funding and funded != estimate:
        message = _("The sources add up to %(funded)s, the cost items to %(estimate)s.") % {
            "funded": yuan(funded),
            "estimate": yuan(estimate),
        }
        return Fault(row.number, _("Funding sources"), message, yuan(funded))
    return {
        "costs": [
            [*name.removeprefix("cost-").rsplit("-", 1), str(amount)] for name, amount in costs.items()
        ],
        "funding": {name.removeprefix("funding-"): str(amount) for name, amount in funding.items()},
        "estimate": str(estimate),
    }


def _kept(reader: _Reader, row: Row, facts: dict[str, Any]) -> dict[str, Any]:
    owner = reader.own_unit.pk if reader.own_unit else facts["owner_unit"]
    texts = {
        name: value or ""
        for name, value in facts.items()
        if not name.startswith(("cost-", "funding-")) and name not in {"owner_unit", "user_unit"}
    }
    return {"row": row.number, "owner_unit": owner, "user_unit": facts["user_unit"] or owner, "facts": texts}


def _twice(reader: _Reader, rows: list[dict[str, Any]]) -> Iterable[Fault]:
    standing = set(
        Proposal.objects.filter(plan=reader.plan).values_list("project__owner_unit", "project__title")
    )
    header = next(column.header for column in reader.columns if column.name == "title")
    seen: dict[tuple[int, str], int] = {}
    for row in rows:
        title = row["facts"]["title"]
        key = (row["owner_unit"], title)
        if key in standing:
            yield Fault(
                row["row"], header, _("The unit has a proposal of this title for the year already."), title
            )
        elif key in seen:
            message = _("The same title stands in row %(row)d.") % {"row": seen[key]}
            yield Fault(row["row"], header, message, title)
        seen.setdefault(key, row["row"])
