import io
import subprocess
import sys

import pikepdf
import pytest

from egov.pdf import engine
from egov.pdf.errors import RefusedAddress, UnprintableCharacters
from egov.pdf.papers import Column, Report, Seal, Section, Table
from egov.pdf.render import render_paper, render_report, unprintable
from tests.pdf.reading import read

RARE = "㛃䶮喆堃𬱖龑昇赟珺祎镕〇𫖯鿏"


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def test_the_file_is_tagged_pdf_a_3a_with_language_title_and_author(approval):
    with opened(render_paper(approval())) as pdf, pdf.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
        assert xmp["dc:title"] == approval().title
        assert str(pdf.docinfo["/Title"]) == approval().title
        assert str(pdf.docinfo["/Author"]) == approval().issuer
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260105")
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert "/OutputIntents" in pdf.Root


def test_every_face_is_embedded_and_ours(approval):
    with opened(render_paper(approval())) as pdf:
        fonts = {key: font for page in pdf.pages for key, font in page.Resources.Font.as_dict().items()}
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts.values()]
        assert len(descriptors) == 5
        for descriptor in descriptors:
            assert "+egov-" in str(descriptor.FontName)
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_rare_names_are_printed_with_glyphs_of_their_own(approval):
    pdf = render_paper(approval(sections=(Section(heading="项目负责人", text=RARE),)))
    assert any(RARE in line.text for page in read(pdf) for line in page.lines)
    assert 0 not in glyphs_of(pdf)


def glyphs_of(pdf):
    """The glyph numbers that the pages show; 0 is the empty box."""
    with opened(pdf) as document:
        for page in document.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                shown = operands[0] if str(operator) == "TJ" else operands
                if str(operator) in {"TJ", "Tj"}:
                    for piece in (bytes(part) for part in shown if isinstance(part, pikepdf.String)):
                        yield from (piece[i] << 8 | piece[i + 1] for i in range(0, len(piece), 2))


def test_the_same_paper_gives_the_same_bytes_from_a_press_set_up_anew(approval):
    pdf = render_paper(approval())
    engine._setup.cache_clear()
    assert render_paper(approval()) == pdf


def test_a_character_without_a_face_stops_an_official_paper(approval):
    assert unprintable("好😀的😀\U000e0100") == "😀\U000e0100"
    with pytest.raises(UnprintableCharacters) as refused:
        render_paper(approval(title="关于😀项目立项的批复"))
    assert refused.value.characters == "😀"


@pytest.mark.parametrize(
    "outside",
    [
        '<img src="http://198.51.100.7/x.png">',
        '<img src="file:///etc/passwd">',
        f'<img src="{engine.FONTS.as_uri()}/../engine.py">',
        '<img src="data:text/html,x">',
        '<p style="background: url(https://example.org/x.png)">字</p>',
        '<link rel="stylesheet" href="http://example.org/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<img src="x.png">',
    ],
)
def test_nothing_is_fetched_from_outside(outside, complaints):
    with pytest.raises(RefusedAddress):
        engine.print_html(f'<html lang="zh-CN"><title>t</title>{outside}', "official")
    complaints.messages.clear()


def test_a_seal_cannot_ask_for_files_either(complaints):
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="file:///etc/passwd" width="9" height="9"/></svg>'
    with pytest.raises(RefusedAddress):
        engine.print_picture(Seal(content=picture).url)
    complaints.messages.clear()


def test_markup_in_a_field_is_text(approval):
    pdf = render_paper(approval(note='<img src="http://example.org/x.png">'))
    assert any("<img" in line.text for page in read(pdf) for line in page.lines)


def test_our_stylesheets_hold_nothing_that_weasyprint_ignores(complaints):
    engine._setup.cache_clear()
    for layout in ("official", "report"):
        engine.print_html('<html lang="zh-CN"><title>t</title><p>字', layout)
    assert complaints.messages == []


def test_the_apps_of_the_house_do_not_load_weasyprint_before_something_is_printed():
    code = "import sys, egov.pdf.render, egov.pdf.apps; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_report_has_facts_repeated_heads_and_numbered_pages(approval):
    table = Table(
        columns=(Column(label="指标"), Column(label="得分", amount=True)),
        rows=tuple((f"指标{n}", n) for n in range(60)),
    )
    report = Report(
        title="项目绩效评价报告",
        organ="江州市信息化管理办公室",
        date=approval().date,
        facts=(("项目名称", "政务数据共享交换平台😀"),),
        sections=(Section(heading="得分", text="如下表。", table=table),),
    )
    pages = read(render_report(report))
    assert [line.text for line in pages[0].lines][:3] == [
        "项目绩效评价报告",
        "江州市信息化管理办公室　2026年1月5日",
        "项目名称政务数据共享交换平台〓",
    ]
    assert [page.lines[-1].text for page in pages] == [
        f"第 {n} 页　共 {len(pages)} 页" for n in range(1, len(pages) + 1)
    ]
    assert all(any(line.text == "指标得分" for line in page.lines) for page in pages)
