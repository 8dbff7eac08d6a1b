"""The other forms of papers, measured: letter and certificate, and the seal on each of them."""

import datetime as dt

import pikepdf
import pytest

from egov.pdf.papers import (
    Certificate,
    Column,
    DocumentNumber,
    Letter,
    OfficialPaper,
    Report,
    Section,
    Table,
    Verification,
)
from egov.pdf.render import examiner, render_sealed
from egov.pdf.sealing.keys import seal_of
from tests.pdf.reading import MM, ink, read
from tests.pdf.test_render import glyphs_of, opened

approx = pytest.approx
ISSUER = "东海市信息化管理办公室"
RARE = "由𬭎㛃䶮堃喆𬱖𫖯等同志组成"
PAGE = "https://egov.example.gov.cn/public/verify/"


def print_form(form, **parts):
    usual = {
        "title": "关于政务数据共享交换平台项目的通知",
        "date": dt.date(2027, 1, 5),
        "number": DocumentNumber(code="东信办", year=2027, serial=7),
        "is_sealed": True,
        "verification": Verification(code="2345-6789-ABCD", page=PAGE, link=PAGE),
        "sections": (Section(heading="有关事项", text=RARE),),
    }
    if form is Report:
        usual |= {"organ": ISSUER}
    else:
        usual |= {"issuer": ISSUER, "addressees": ("东海云图公司",)}
    if form is Certificate:
        usual |= {"heading": "竣工验收合格证书", "facts": (("项目名称", "政务数据共享交换平台"),)}
    paper = form(**(usual | parts))
    return render_sealed(paper, seal=seal_of(ISSUER, file="x"), data={"a": 1}, reason="签发")


FORMS = pytest.mark.parametrize("form", [OfficialPaper, Letter, Certificate, Report])


@FORMS
def test_each_form_is_a_sealed_pdf_a_3a_with_its_data(form):
    pdf = print_form(form)
    assert examiner().examine(pdf).is_good
    with opened(pdf) as file, file.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
        assert (str(file.Root.Lang), bool(file.Root.MarkInfo.Marked)) == ("zh-CN", True)
        assert str(file.docinfo["/Title"]) == "关于政务数据共享交换平台项目的通知"
        assert [str(one.AFRelationship) for one in file.Root.AF] == ["/Data"]
        assert "/StructTreeRoot" in file.Root
        assert "/OutputIntents" in file.Root
        fonts = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one]
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


@FORMS
def test_rare_names_and_number_read_as_they_were_written(form):
    pdf = print_form(form)
    text = "".join(line.text for page in read(pdf) for line in page.lines)
    assert [part for part in (RARE, "东信办〔2027〕7号", "2345-6789-ABCD") if part not in text] == []
    assert 0 not in glyphs_of(pdf)


@FORMS
def test_the_seal_stands_over_name_and_date(form):
    pdf = print_form(form)
    page = read(pdf)[-1]
    date = next(line for line in reversed(page.lines) if line.text.endswith("2027年1月5日"))
    with opened(pdf) as file:
        left, bottom, right, top = (float(side) / MM for side in file.pages[-1].Annots[0].Rect)
    upper, lower = page.height - top, page.height - bottom
    assert (right - left, lower - upper) == (approx(42, abs=0.1), approx(42, abs=0.1))
    assert upper < date.top < date.bottom < lower
    assert left < date.right < right + 12
    assert right < page.width - 15


def test_the_mark_of_a_letter_stands_30_mm_from_the_edge_and_its_lines_are_170_mm_wide():
    """10.1: thick over thin 4 mm below the mark, thin over thick 20 mm from the lower edge."""
    pdf = print_form(Letter, sections=(), opening="特此函告。")
    pages = read(pdf)
    assert len(pages) == 1
    upper, _ = ink(pdf, 0, (28, 20, 184, 60), red=True)
    assert upper == approx(30, abs=0.6)
    wide = sorted(
        (rule for rule in pages[0].rules if rule["x1"] - rule["x0"] > 165), key=lambda rule: rule["top"]
    )
    assert {(round(rule["x0"]), round(rule["x1"])) for rule in wide} == {(20, 190)}
    assert wide[-1]["bottom"] == approx(297 - 20, abs=0.6)
    assert not any("— 1 —" in line.text for line in pages[0].lines)
    number = pages[0].find("东信办〔2027〕7号")
    assert number.right == approx(184, abs=0.3)
    assert wide[0]["top"] < number.top < wide[0]["top"] + 12


def test_a_certificate_with_all_its_facts_fits_one_page():
    facts = tuple((f"事项{n}", "东海市大数据发展中心") for n in range(10))
    pages = read(print_form(Certificate, sections=(), facts=facts, opening="经竣工验收合格，特发此证。"))
    assert len(pages) == 1
    assert pages[0].find("竣工验收合格证书").size == approx(32, abs=0.1)


def test_a_short_table_stays_on_one_page_and_its_heading_with_it():
    columns = (Column(label="事项"), Column(label="内容"))
    table = Table(columns=columns, rows=tuple((f"第{n}项", "内容") for n in range(9)))
    filler = Section(heading="说明", text="统筹推进政务数据归集共享开发利用。" * 8)
    pages = read(print_form(OfficialPaper, sections=(filler, Section(heading="清单", table=table))))
    holding = [
        n
        for n, page in enumerate(pages)
        if any("第" in line.text and "项" in line.text for line in page.lines)
    ]
    heading = [n for n, page in enumerate(pages) if any("清单" in line.text for line in page.lines)]
    assert holding == heading
    assert len(holding) == 1
