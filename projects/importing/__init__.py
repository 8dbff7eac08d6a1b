"""Proposals from an Excel sheet: its columns, the template, and the reading of it."""

from projects.importing.columns import columns_of
from projects.importing.reading import MOST_ROWS, Fault, Sheet, read_sheet
from projects.importing.template import template

__all__ = ["MOST_ROWS", "Fault", "Sheet", "columns_of", "read_sheet", "template"]
