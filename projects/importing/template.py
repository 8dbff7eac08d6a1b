"""The sheet to fill in: headings, lists to choose from, and what each column means."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from projects.importing.columns import Column, Kind, columns_of, units_by_name
from projects.importing.reading import MOST_ROWS
from projects.models import AnnualPlan

_BOLD = Font(bold=True)
_REQUIRED = PatternFill("solid", fgColor="FCE4D6")
_OPTIONAL = PatternFill("solid", fgColor="DCE6F2")
_WRAPPED = Alignment(vertical="top", wrap_text=True)


def template(plan: AnnualPlan, *, for_others: bool) -> bytes:
    """Return an empty workbook for a plan, in the reader's language."""
    columns = columns_of(plan, for_others=for_others)
    units = [unit.name for unit in dict.fromkeys(units_by_name(plan.jurisdiction).values())]
    allowed = {c.name: units if c.kind == Kind.UNIT else list(c.allowed()) for c in columns}
    return fillable(
        columns,
        allowed,
        title=_("Proposals"),
        limit=_("At most %(n)d projects in one sheet.") % {"n": MOST_ROWS},
        most_rows=MOST_ROWS,
    )


def fillable(
    columns: Sequence[Column], allowed: Mapping[str, list[str]], *, title: str, limit: str, most_rows: int
) -> bytes:
    """Return an empty workbook with these columns; ``allowed`` lists by column what may stand there.

    One of them is chosen in the cell, unless the column is text: that may name several.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet, values, notes = (book.create_sheet(name) for name in (title, _("Allowed values"), _("Notes")))
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 32
    for index, column in enumerate(columns, start=1):
        letter = get_column_letter(index)
        cell = sheet.cell(1, index, column.header)
        cell.font, cell.alignment = _BOLD, _WRAPPED
        cell.fill = _REQUIRED if column.required else _OPTIONAL
        sheet.column_dimensions[letter].width = 16 if column.kind == Kind.AMOUNT else 26
        if listed := allowed.get(column.name):
            _list(values, index, [column.header, *listed])
            if column.kind != Kind.TEXT:
                _offer(sheet, values, index, count=len(listed), most_rows=most_rows)
    _explain(notes, columns, limit)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _list(values: Any, index: int, listed: list[str]) -> None:
    """Put heading and allowed values on a sheet of their own: a list within a cell ends at 255 characters."""
    values.column_dimensions[get_column_letter(index)].width = 26
    for row, label in enumerate(listed, start=1):
        values.cell(row, index, label)
    values.cell(1, index).font = _BOLD


def _offer(sheet: Any, values: Any, index: int, *, count: int, most_rows: int) -> None:
    letter = get_column_letter(index)
    area = f"={quote_sheetname(values.title)}!${letter}$2:${letter}${count + 1}"
    offered = DataValidation(type="list", formula1=area, allow_blank=True, showErrorMessage=True)
    offered.error = str(_("Choose from the list."))
    sheet.add_data_validation(offered)
    offered.add(f"{letter}2:{letter}{most_rows + 1}")


def _explain(notes: Any, columns: Sequence[Column], limit: str) -> None:
    rows = [[_("Column"), _("Required"), _("What to fill in")]]
    rows += [[c.header, _("yes") if c.required else _("no"), str(c.help)] for c in columns]
    rows.append([])
    rows.append([limit])
    for row in rows:
        notes.append(row)
    for cell in notes[1]:
        cell.font = _BOLD
    for letter, width in (("A", 32), ("B", 10), ("C", 80)):
        notes.column_dimensions[letter].width = width
