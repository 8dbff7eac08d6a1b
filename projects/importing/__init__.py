"""Sheets from Excel: of proposals, with its columns, template and reading; parts of it serve other sheets."""

from projects.importing.columns import Column, Kind, columns_of
from projects.importing.reading import (
    MOST_ROWS,
    Fault,
    Sheet,
    heading_faults,
    in_all_languages,
    plain,
    read_sheet,
)
from projects.importing.template import fillable, template

__all__ = [
    "MOST_ROWS",
    "Column",
    "Fault",
    "Kind",
    "Sheet",
    "columns_of",
    "fillable",
    "heading_faults",
    "in_all_languages",
    "plain",
    "read_sheet",
    "template",
]
