import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl.reader.excel
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference

from egov.ui import xlsx

DAY = datetime(2026, 11, 22)  # noqa: DTZ001 - a sheet knows no zone


def made(rows, header=("名称", "金额")):
    return load_workbook(io.BytesIO(xlsx.workbook("项目", header, rows))).active


def upload(*rows) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def test_numbers_and_dates_stay_what_they_are():
    at = datetime(2026, 11, 22, 1, 5, tzinfo=UTC)
    sheet = made([[Decimal("1234.50"), 7, date(2026, 11, 22), at, None, True]], header="abcdef")
    row = sheet[2]
    assert [cell.value for cell in row] == [
        1234.5, 7, DAY, DAY.replace(hour=9, minute=5), None, True,
    ]  # fmt: skip
    assert row[0].number_format == "#,##0.00"
    assert row[2].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_text_never_becomes_a_formula(text):
    cell = made([[text, 1]])["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix


def test_text_that_excel_cannot_hold_is_cut_to_what_it_can():
    sheet = made([["a\x00b", "长" * 40_000]])
    assert sheet["A2"].value == "ab"
    assert len(sheet["B2"].value) == 32_767


def test_the_header_stays_in_sight_and_columns_fit_han_text():
    sheet = made([["云岭市不动产登记与住房保障平台", Decimal("1234567.80")]])
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width == 32
    assert sheet.column_dimensions["B"].width == 14


def test_rows_are_streamed_and_an_empty_export_is_a_workbook():
    assert made(["x", n] for n in range(500)).max_row == 501
    assert made([]).max_row == 1


def test_a_download_keeps_its_chinese_name():
    response = xlsx.xlsx_response("项目清单.xlsx", "项目[1]/2026", ["名称"], [["一"]])
    assert "filename*=utf-8''%E9%A1%B9%E7%9B%AE" in response.headers["Content-Disposition"]
    assert response.headers["Content-Type"] == xlsx.CONTENT_TYPE
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames == ["项目_1__2026"]


def test_rows_come_with_the_numbers_that_excel_shows():
    rows = xlsx.read_rows(upload(["名称", "金额"], [" 一 ", 5, None], [None, "  "], [DAY.date(), "=1+1"]))
    assert [(row.number, row.values) for row in rows] == [
        (1, ["名称", "金额"]), (2, ["一", 5]), (4, [DAY]),
    ]  # fmt: skip


def test_what_was_written_can_be_read():
    content = xlsx.workbook("项目", ["名称"], [["=1+1"], ["正常"]])
    assert [row.values for row in xlsx.read_rows(io.BytesIO(content))] == [["名称"], ["=1+1"], ["正常"]]


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


PARTS = {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "不是 Excel 工作簿"),
        (b"a,b\n1,2\n", "不是 Excel 工作簿"),
        (b"\xd0\xcf\x11\xe0 an old xls", "不是 Excel 工作簿"),
        (zipped(**{"word/document.xml": b"<x/>"}), "不是 Excel 工作簿"),
        (zipped(**PARTS), "工作簿已损坏"),
        (zipped(**PARTS, **{"xl/vbaProject.bin": b"x"}), "含有宏"),
        (zipped(**PARTS, **{"xl/bomb.xml": b"0" * 101_000_000}), "解压后过大"),
        (b"x" * 2_000_001, "文件超过 2 MB"),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_reason(content, why):
    with pytest.raises(xlsx.UnreadableSheet, match=why):
        xlsx.read_rows(io.BytesIO(content), max_bytes=2_000_000)


STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
XML = b'<?xml version="1.0"?>'


def altered(part: str, content: bytes) -> bytes:
    """A workbook of one cell, one part of which somebody wrote by hand."""
    with zipfile.ZipFile(upload(["a"])) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    declared = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{STRINGS}"/></Types>'
    types = parts["[Content_Types].xml"].decode()
    if STRINGS not in types:
        parts["[Content_Types].xml"] = types.replace("</Types>", declared).encode()
    parts.setdefault("xl/sharedStrings.xml", XML + b"<sst " + MAIN + b"/>")
    return zipped(**{**parts, part: content})


def strings(content: bytes, before: bytes = b"") -> bytes:
    return XML + before + b"<sst " + MAIN + b">" + content + b"</sst>"


def cells(content: bytes) -> bytes:
    return XML + b"<worksheet " + MAIN + b"><sheetData>" + content + b"</sheetData></worksheet>"


ATTRIBUTES = b" ".join(b'a%d=""' % n for n in range(600_000))
UNFOLDING = b'<!DOCTYPE sst [<!ENTITY e "' + b"<si><t>a</t></si>" * 1000 + b'">]>'
SHEET, SHARED = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


@pytest.mark.parametrize(
    ("part", "content"),
    [
        (SHARED, strings(b"<si><t>a</t></si>" * 600_000)),
        (SHARED, strings(b"<si><t " + ATTRIBUTES + b">a</t></si>")),
        (SHARED, strings(b"<si><t>" + b"\n" * 1_200_000 + b"</t></si>")),
        (SHARED, strings(b"&e;" * 400, UNFOLDING)),
        (SHARED, strings(b"&e;" * 400, UNFOLDING).decode().replace(' version="1.0"', "").encode("utf-16")),
        (SHEET, cells(b"<row>" + b'<c s="1"/>' * 600_000 + b"</row>")),
        ("xl/styles.xml", XML + b"<styleSheet " + MAIN + b">" + b"<a/>" * 200_001 + b"</styleSheet>"),
        ("docProps/core.xml", b"<a/>" * 1_000_001),
    ],
    ids=["strings", "attributes", "lines", "entity", "wide entity", "cells", "styles", "elsewhere"],
)
def test_a_small_file_that_would_keep_the_server_busy_is_refused_unread(part, content, monkeypatch):
    monkeypatch.setattr(xlsx.ExcelReader, "read", lambda reader: pytest.fail("it was read"))
    file = altered(part, content)
    assert len(file) < 3_000_000
    with pytest.raises(xlsx.UnreadableSheet, match="解压后过大"):
        xlsx.read_rows(io.BytesIO(file))


def test_a_row_may_not_claim_to_be_the_billionth():
    far = b'<row r="1"><c><v>7</v></c></row><row r="%d"><c><v>8</v></c></row>'
    [row] = xlsx.read_rows(io.BytesIO(altered(SHEET, cells(far % 10**15))))
    assert (row.number, row.values) == (1, [7])
    rows = xlsx.read_rows(io.BytesIO(altered(SHEET, cells(far % xlsx.LAST_ROW))))
    assert [row.number for row in rows] == [1, xlsx.LAST_ROW]


@pytest.mark.parametrize("text", ["数据共享交换平台" * 60, "共享交换\n" * 100], ids=["plain", "lines"])
def test_a_full_sheet_of_text_that_repeats_itself_is_read(text):
    rows = [[text] * 80 for _each in range(300)]
    file = xlsx.workbook("项目", ["名称"] * 80, rows)
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        assert sum(entry.file_size for entry in package.infolist()) > 100 * len(file)
    read = xlsx.read_rows(io.BytesIO(file), max_rows=301, max_columns=80)
    assert [row.values for row in read[1:]] == [[text.strip()] * 80] * 300


def test_the_longest_text_that_excel_knows_is_read():
    text = "\U00020bb7" * 16_000 + "长" * 767
    assert xlsx.read_rows(upload([text, "\n" * 32_000 + "尾"]))[0].values == [text, "尾"]


def test_what_belongs_to_a_sheet_is_not_read_for_each_time_the_workbook_names_it(monkeypatch):
    read = []
    monkeypatch.setattr(openpyxl.reader.excel, "get_dependents", lambda archive, path: read.append(path))
    with zipfile.ZipFile(upload(["a"])) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    book = parts["xl/workbook.xml"]
    sheet = book[book.index(b"<sheet ") : book.index(b"</sheets>")]
    parts["xl/workbook.xml"] = book.replace(sheet, sheet * 50)
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = b"<Relationships/>"
    assert [row.values for row in xlsx.read_rows(io.BytesIO(zipped(**parts)))] == [["a"]]
    assert not read


def test_the_first_sheet_counts_though_a_chart_stands_before_it():
    book = Workbook()
    book.active.append(["a", 1])
    chart = BarChart()
    chart.add_data(Reference(book.active, range_string="Sheet!B1:B1"))
    book.create_chartsheet("图").add_chart(chart)
    book.move_sheet("图", -1)
    book.active.print_area = "A1:B1"
    out = io.BytesIO()
    book.save(out)
    assert [row.values for row in xlsx.read_rows(io.BytesIO(out.getvalue()))] == [["a", 1]]


def test_a_part_with_damage_is_called_damaged():
    content = bytearray(upload(["甲" * 200]).getvalue())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        start = package.getinfo(SHEET).header_offset
    content[start + 80] ^= 0xFF
    with pytest.raises(xlsx.UnreadableSheet, match="工作簿已损坏"):
        xlsx.read_rows(io.BytesIO(content))


def test_too_many_rows_or_columns_are_refused():
    with pytest.raises(xlsx.UnreadableSheet, match="超过 2 行"):
        xlsx.read_rows(upload([1], [2], [3]), max_rows=2)
    with pytest.raises(xlsx.UnreadableSheet, match="第 2 行超过 3 列"):
        xlsx.read_rows(upload([1], [1, 2, 3, 4]), max_columns=3)
