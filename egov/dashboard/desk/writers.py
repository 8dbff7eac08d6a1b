"""Writes a table to a file, line by line, in one of the forms that auditors take home."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.ui.xlsx import FORMULA_STARTS, write_workbook

BYTE_ORDER_MARK = "\ufeff".encode()
"""Without it Excel takes a CSV file for the code page of its country."""


@dataclass(frozen=True)
class Table:
    """What is written: a title, the names of the columns, and the lines.

    ``raw`` is what JSON keeps of a line, where that is more than its cells.
    """

    title: str
    header: Sequence[str]
    rows: Iterable[tuple[Sequence[Any], dict[str, Any] | None]]
    total: int


def _xlsx(file: IO[bytes], table: Table) -> None:
    write_workbook(file, table.title, table.header, (cells for cells, _raw in table.rows))


def _csv(file: IO[bytes], table: Table) -> None:
    file.write(BYTE_ORDER_MARK)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([harmless(name) for name in table.header])
    for cells, _raw in table.rows:
        writer.writerow([harmless(cell) for cell in cells])
    text.detach()


def _jsonl(file: IO[bytes], table: Table) -> None:
    for cells, raw in table.rows:
        told = raw if raw is not None else dict(zip(table.header, cells, strict=True))
        file.write(json.dumps(told, ensure_ascii=False, default=str).encode() + b"\n")


def harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula, whatever somebody typed into it."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if value is None or isinstance(value, int | float | Decimal):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


WRITERS: dict[str, tuple[Any, Callable[[IO[bytes], Table], None]]] = {
    "xlsx": (_("Excel"), _xlsx),
    "csv": (_("CSV"), _csv),
    "jsonl": (_("JSON lines"), _jsonl),
}
"""By the end of the file's name: what the form is called, and who writes it."""
