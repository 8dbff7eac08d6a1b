"""Excel out and in. Out: numbers are numbers. In: a file is believed only as far as it was checked."""

import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedNameList
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_TEXT = 32_767
MEASURED_ROWS = 200
WIDEST = 60
UNPACKED_LIMIT = 100_000_000
"""Room for 300 rows of 80 columns of 500 Han characters, even where each is written as ``&#25968;``."""
MOST_MARKS = 1_000_000
"""Elements and attributes: they cost time, text hardly any. 300 rows of 80 columns have 400,000 at most."""
MOST_STYLE_MARKS = 200_000
"""A cell's style costs ten times what other elements cost."""
LONGEST_STRETCH = 1 << 20
"""Bytes without a new tag, which the parser holds in pieces; a cell's longest text takes a third of it."""
LAST_ROW = 1_048_576
"""Excel's own. A row may claim any number, and openpyxl counts up to it."""
_STYLES = "xl/styles.xml"
_ENTITY = b"<!ENTITY"
_CHUNK = 1 << 16

_HEADER_FONT = Font(bold=True)
_HEADER_FILL = PatternFill("solid", fgColor="DCE6F2")
_WRAPPED = Alignment(vertical="top", wrap_text=True)


class UnreadableSheet(ValueError):
    """The upload is no workbook that we read; the message tells the person why and what to do."""


@dataclass(frozen=True)
class Row:
    """A row as it stands in the sheet: ``number`` is what Excel shows at its left."""

    number: int
    values: list[Any]


def xlsx_response(
    filename: str, title: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> FileResponse:
    """Offer a workbook for download; ``filename`` may be Chinese and ends in ``.xlsx``."""
    content = io.BytesIO(workbook(title, header, rows))
    return FileResponse(content, as_attachment=True, filename=filename, content_type=CONTENT_TYPE)


def workbook(title: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return an xlsx file as ``write_workbook`` writes it."""
    out = io.BytesIO()
    write_workbook(out, title, header, rows)
    return out.getvalue()


def write_workbook(out: IO[bytes], title: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    """Write an xlsx file with one sheet: frozen header, typed cells, columns as wide as their text.

    The rows go to the disk as they come, so that many need no more memory than few.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    rows = iter(rows)
    first = list(islice(rows, MEASURED_ROWS))
    for index, width in enumerate(_widths([header, *first]), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.append([_header_cell(sheet, text) for text in header])
    for row in chain(first, rows):
        sheet.append([_cell(sheet, value) for value in row])
    book.save(out)


def _sheet_name(title: str) -> str:
    return "".join("_" if character in r"[]:*?/\'" else character for character in title)[:31] or "Sheet1"


def _plain(value: Any) -> Any:
    """Turn a value of ours into one that a cell holds."""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        return value.replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, (bool, int, float, Decimal, date)):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST_TEXT]


def _cell(sheet: Any, value: Any) -> Cell:
    plain = _plain(value)
    cell = WriteOnlyCell(sheet, value=plain)
    if isinstance(plain, str):
        cell.alignment = _WRAPPED
        if plain.startswith(FORMULA_STARTS):
            # Text stays text, in Excel too when the cell is edited: the apostrophe, as a property.
            cell.data_type = "s"
            cell.quotePrefix = True
    elif isinstance(plain, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(plain, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(plain, Decimal):
        cell.number_format = "#,##0.00"
    return cell


def _header_cell(sheet: Any, text: Any) -> Cell:
    cell = _cell(sheet, str(text))
    cell.font, cell.fill = _HEADER_FONT, _HEADER_FILL
    return cell


def text_width(text: str) -> int:
    """Return the width in half-width columns: a Han character counts two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _shown(value: Any) -> str:
    plain = _plain(value)
    return f"{plain:,.2f}" if isinstance(plain, Decimal) else "" if plain is None else str(plain)


def _widths(rows: Sequence[Sequence[Any]]) -> Iterator[int]:
    for column in zip(*rows, strict=True):
        widest = max(text_width(line) for value in column for line in _shown(value).split("\n"))
        yield min(max(widest + 2, 8), WIDEST)


def read_rows(
    upload: UploadedFile | IO[bytes],
    *,
    max_rows: int = 2_000,
    max_columns: int = 60,
    max_bytes: int = 10_000_000,
) -> list[Row]:
    """Return the rows of the first sheet that hold anything, the header among them.

    Text is stripped, empty cells are ``None``; formulas give the value last computed. Raises
    ``UnreadableSheet`` when the content is no xlsx workbook or exceeds a limit.
    """
    content = upload.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise UnreadableSheet(_("The file is larger than %(n)d MB.") % {"n": max_bytes // 1_000_000})
    _check_package(content)
    try:
        _refuse_costly(content)
        reader = _FirstSheet(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        reader.read()
        reader.sheet.reset_dimensions()
        return list(_rows(reader.sheet, max_rows, max_columns))
    except UnreadableSheet:
        raise
    # A damaged workbook fails anywhere in openpyxl, with any exception.
    except Exception as error:
        raise UnreadableSheet(
            _("The workbook is damaged. Open it in Excel, save it anew and try again.")
        ) from error


def _check_package(content: bytes) -> None:
    """Judge by content, not by name: a zip with a workbook in it, without macros, of sane size."""
    refused = UnreadableSheet(
        _("This is not an Excel workbook (.xlsx). Save the table as .xlsx and try again.")
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            sizes = {entry.filename: entry.file_size for entry in package.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise refused from error
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= sizes.keys():
        raise refused
    if any(name.endswith("vbaProject.bin") for name in sizes):
        raise UnreadableSheet(
            _("The workbook contains macros. Save it as .xlsx without macros and try again.")
        )
    if sum(sizes.values()) > UNPACKED_LIMIT:
        raise _too_large()


def _too_large() -> UnreadableSheet:
    return UnreadableSheet(_("The workbook is too large when unpacked."))


def _refuse_costly(content: bytes) -> None:
    """Refuse what would keep the server busy, although its size is sane: a few kilobytes can."""
    left = MOST_MARKS
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        # A name that stands there twice means the last part of that name, here as in openpyxl.
        for name in set(package.namelist()):
            allowed = min(left, MOST_STYLE_MARKS) if name == _STYLES else left
            left -= _marks_in(package, name, allowed)


def _marks_in(package: zipfile.ZipFile, name: str, allowed: int) -> int:
    """Count the elements and attributes of a part; refuse it as soon as they are too many."""
    found, stretch, before = 0, 0, b""
    with package.open(name) as part:
        while chunk := part.read(_CHUNK):
            found += chunk.count(b"<") + chunk.count(b"=")
            last = chunk.rfind(b"<")
            stretch = len(chunk) - last if last >= 0 else stretch + len(chunk)
            # Without the zero bytes, UTF-16 reads like UTF-8.
            plain = before + chunk.replace(b"\0", b"")
            # An entity can stand for any number of elements.
            if found > allowed or stretch > LONGEST_STRETCH or _ENTITY in plain:
                raise _too_large()
            before = plain[-len(_ENTITY) :]
    return found


class _FirstSheet(ExcelReader):
    """Opens the first sheet alone, and nothing that refers to sheets.

    openpyxl reads the links and charts of a sheet as often as the workbook names it.
    """

    def read_worksheets(self) -> None:
        parser: Any = self.parser
        parser.defined_names = DefinedNameList()
        name, path = next(
            (sheet.name, link.target)
            for sheet, link in parser.find_sheets()
            if link.target in self.valid_files and "chartsheet" not in link.Type
        )
        self.sheet = ReadOnlyWorksheet(self.wb, name, path, self.shared_strings)


def _rows(sheet: Any, max_rows: int, max_columns: int) -> Iterator[Row]:
    found = 0
    rows = sheet.iter_rows(values_only=True, max_row=LAST_ROW, max_col=max_columns + 1)
    for number, values in enumerate(rows, start=1):
        # A sheet has a million rows when somebody wrote into the last one; nearly all are passed by here.
        if values.count(None) == len(values):
            continue
        cells = [value.strip() or None if isinstance(value, str) else value for value in values]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        found += 1
        if found > max_rows:
            raise UnreadableSheet(
                _("The sheet has more than %(n)d rows. Split it and try again.") % {"n": max_rows}
            )
        if len(cells) > max_columns:
            raise UnreadableSheet(
                _("Row %(row)d has more than %(n)d columns.") % {"row": number, "n": max_columns}
            )
        yield Row(number, cells)
