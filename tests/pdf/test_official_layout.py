"""The page measured against GB/T 9704-2012; clauses beside the tests."""

import datetime as dt
import io
from itertools import pairwise

import pdfplumber
import pytest

from egov.pdf.papers import Column, Section, Table
from egov.pdf.render import render_paper
from tests.pdf.reading import ink, read

CHARACTER = 15.75 / 72 * 25.4
LINE = 225 / 22
UPPER, LOWER = 37, 297 - 35  # the type area, mm from the top of the page
ODD, EVEN = (28, 184), (26, 182)  # its left and right edges
BODY = {"egov-FangSong", "egov-KaiTi", "egov-HeiTi-Medium"}
approx = pytest.approx


def body_of(page):
    """The lines of the page, without page number."""
    return [line for line in page.lines if line.bottom <= LOWER]


def long_text(pages):
    """Text without any punctuation that would end a line early."""
    return Section(
        heading="主要建设内容", text="统筹推进政务数据归集共享开发利用和安全保障体系建设" * 22 * pages
    )


@pytest.fixture(scope="module")
def four_pages():
    return {}


@pytest.fixture
def full(approval, four_pages):
    """A paper of several pages, printed once for all tests of this file."""
    if not four_pages:
        four_pages["pdf"] = render_paper(approval(sections=(long_text(3),)))
        four_pages["pages"] = read(four_pages["pdf"])
    return four_pages


def test_the_paper_is_a4(full):
    """5.1."""
    assert len(full["pages"]) >= 4
    for page in full["pages"]:
        assert (page.width, page.height) == (approx(210, abs=0.01), approx(297, abs=0.01))


@pytest.mark.parametrize(("number", "edges"), [(2, EVEN), (3, ODD)])
def test_a_full_page_holds_22_lines_of_28_characters_inside_the_type_area(full, number, edges):
    """5.2.1, 5.2.3: 156 by 225 mm; the binding edge changes sides with the page."""
    lines = body_of(full["pages"][number - 1])
    assert len(lines) == 22
    assert {len(line.text) for line in lines} == {28}
    for place, line in enumerate(lines):
        assert line.left == approx(edges[0], abs=0.05)
        assert line.right == approx(edges[1], abs=0.1)
        assert (line.top + line.bottom) / 2 == approx(UPPER + (place + 0.5) * LINE, abs=0.15)


def test_lines_that_punctuation_shortens_still_end_flush(approval):
    text = "按照“统一规划、集约建设、共享开放、安全可控”的原则，请你单位会同市财政局等有关部门抓好落实。" * 12
    pages = read(render_paper(approval(sections=(Section(heading="有关要求", text=text),))))
    lines = [line for page in pages for line in page.lines if line.font in BODY]
    start = next(place for place, line in enumerate(lines) if "按照" in line.text)
    end = next(place for place, line in enumerate(lines) if "此复" in line.text) - 1
    assert len({len(line.text) for line in lines[start:end]}) > 1
    assert [
        line.right for line in lines[start:end] if min(abs(line.right - edge) for edge in (182, 184)) > 0.6
    ] == []


def test_one_rare_character_does_not_push_the_lines_apart(approval):
    section = Section(heading="主要建设内容", text="由㛃䶮喆堃𬱖等同志负责统筹推进政务数据归集共享开" * 60)
    page = read(render_paper(approval(sections=(section,))))[1]
    assert len(body_of(page)) == 22


def test_the_red_head_stands_35_mm_below_the_type_area_and_4_mm_above_its_line(full):
    """7.2.4, 7.2.5, 7.2.7."""
    page = full["pages"][0]
    upper, _ = ink(full["pdf"], 0, (28, 40, 184, 100), red=True)
    assert upper - UPPER == approx(35, abs=0.4)
    number = page.find("〔2026〕1号")
    assert number.text == "江信领办〔2026〕1号"
    assert [hex(ord(character)) for character in number.text if character in "〔〕"] == ["0x3014", "0x3015"]
    assert (number.left + number.right) / 2 == approx(106, abs=0.2)
    rule = next(rule for rule in page.rules if rule["top"] > number.top)
    assert (rule["x0"], rule["x1"]) == (approx(28, abs=0.05), approx(184, abs=0.05))
    assert rule["top"] - number.bottom == approx(4, abs=0.3)
    mark = page.find("文件")
    assert number.top - mark.bottom == approx(2 * LINE, abs=4)


def test_title_addressee_and_levels_have_their_faces_and_sizes(approval):
    """7.3.1 to 7.3.3."""
    pages = read(render_paper(approval()))
    title = pages[0].find("立项的批复")
    assert (title.font, round(title.size)) == ("egov-BiaoSong-Bold", 22)
    assert (title.left + title.right) / 2 == approx(106, abs=0.2)
    addressee = pages[0].find("江州市大数据管理局：")
    assert addressee.left == approx(28, abs=0.05)
    everything = [line for page in pages for line in page.lines]
    faces = {
        start: line.font
        for line in everything
        for start in ("一、", "（一）", "1. 基", "此复")
        if line.text.startswith(start)
    }
    assert faces == {
        "一、": "egov-HeiTi-Medium",
        "（一）": "egov-KaiTi",
        "1. 基": "egov-FangSong",
        "此复": "egov-FangSong",
    }
    assert addressee.size == approx(15.75, abs=0.01)


@pytest.mark.parametrize("note", ["", "此件公开发布"])
def test_the_date_ends_four_characters_from_the_right_with_the_organ_centred_above(approval, note):
    """7.3.5.1, 7.3.5.4, 7.3.6: whether the imprint hangs on the date or on the note below it."""
    pages = read(render_paper(approval(issuer="江州市人民政府", printed_by="市政府办公室", note=note)))
    last = pages[-1]
    organ, date = last.find("江州市人民政府"), last.find("2026年1月5日")
    right = (ODD if len(pages) % 2 else EVEN)[1]
    assert date.text == "2026年1月5日"
    assert right - date.right == approx(4 * CHARACTER, abs=0.7)
    assert (organ.left + organ.right) / 2 == approx((date.left + date.right) / 2, abs=0.1)
    assert date.top - organ.top == approx(LINE, abs=0.1)
    if note:
        assert last.find(note).top - date.top == approx(LINE, abs=0.1)


def test_a_long_organ_stays_inside_the_type_area(approval):
    name = "江州市新型智慧城市建设暨政务数据资源共享开放和电子政务一体化发展工作领导小组办公室"
    for page in read(
        render_paper(approval(issuer=name, title=f"{name}关于智慧停车管理服务平台项目立项的批复"))
    ):
        assert min(line.left for line in page.lines) > 25.9
        assert max(line.right for line in page.lines) < 184.1


@pytest.mark.parametrize(
    ("organ", "project", "addressees", "size"),
    [
        ("江州市信息化领导小组办公室", "全市政务数据共享交换平台（二期）", 1, 22),
        ("江州市新型智慧城市建设和政务数据资源共享领导小组办公室", "全市政务数据共享交换平台" * 7, 1, 18),
        (
            "江州市新型智慧城市建设和政务数据资源共享领导小组办公室" * 2,
            "全市政务数据共享交换平台" * 10,
            4,
            14,
        ),
    ],
)
def test_page_1_shows_body_text_however_long_the_names_are(approval, organ, project, addressees, size):
    """7.3.3: the longer the title, the smaller; the usual one has the 22 points of 7.3.1."""
    units = ("江州市大数据管理局政务信息资源管理中心",) * addressees
    page = read(
        render_paper(approval(issuer=organ, title=f"{organ}关于{project}项目立项的批复", addressees=units))
    )[0]
    assert round(page.find("立项的批复").size) == size
    assert page.find("你单位《").bottom <= LOWER


def test_a_long_organ_leaves_room_for_the_date_of_printing(approval):
    name = "江州市新型智慧城市建设暨政务数据资源共享开放和电子政务一体化发展工作领导小组办公室"
    with pdfplumber.open(io.BytesIO(render_paper(approval(issuer=name)))) as pdf:
        chars = pdf.pages[-1].chars
    printed = next(char["bottom"] for char in reversed(chars) if char["text"] == "印")
    row = sorted((char["x0"], char["x1"]) for char in chars if abs(char["bottom"] - printed) < 3)
    assert all(left[1] <= right[0] + 0.5 for left, right in pairwise(row))


def test_the_seal_covers_name_and_date_and_none_is_drawn_without(approval, sealed):
    """7.3.5.1: the top within one line of the text, the centre a little above name and date."""
    bare, pdf = render_paper(approval()), sealed()
    last = len(read(pdf)) - 1
    page = read(pdf)[last]
    above, organ, date = (
        page.find("2. 项目投资估算表"),
        page.find("江州市信息化领导小组办公室"),
        page.find("2026年1月5日"),
    )
    top, bottom = ink(pdf, last, (100, above.bottom, 190, date.bottom + 20), red=True)
    assert 0 < top - above.bottom < LINE
    assert bottom - top == approx(42, abs=0.3)
    assert 0 < (organ.top + date.bottom) / 2 - (top + bottom) / 2 < 5
    with pytest.raises(ValueError, match="empty"):
        ink(bare, last, (100, above.bottom, 190, date.bottom + 20), red=True)


def test_code_and_square_stand_below_the_type_area_beside_the_page_number(sealed):
    """The ground that the standard leaves free; 7.5 keeps its place."""
    pages = read(sealed())
    number = next(line for line in pages[-1].lines if f"— {len(pages)} —" in line.text)
    code = pages[-1].find("验证码：2345-6789-ABCD")
    assert LOWER + 2 < code.top < LOWER + 8
    lines = [line for line in pages[-1].lines if line.top > LOWER]
    assert max(line.bottom for line in lines) < 297 - 10
    assert number.text.strip().endswith(f"— {len(pages)} —") or number.text.startswith(f"— {len(pages)} —")
    assert not any("验证码" in line.text for page in pages[:-1] for line in page.lines)


@pytest.mark.parametrize("paragraphs", range(0, 40, 3))
def test_the_imprint_closes_the_last_page_and_the_signature_never_stands_alone(approval, paragraphs):
    """7.4.1 and 7.3.5: whatever the length of the text."""
    section = Section(heading="有关要求", text="\n".join(f"{n}. 抓好落实。" for n in range(paragraphs)))
    pages = read(render_paper(approval(sections=(section,), attachments=(), note="")))
    last, left = pages[-1], (ODD if len(pages) % 2 else EVEN)[0]
    rules = [rule for rule in last.rules if rule["x1"] - rule["x0"] > 150]
    assert max(rule["bottom"] for rule in rules) == approx(LOWER, abs=0.02)
    assert min(rule["x0"] for rule in rules) == approx(left, abs=0.05)
    texts = [line.text for line in last.lines]
    assert texts[-3:-1] == [
        "抄送：市政府办公室，市财政局，市审计局。",
        "江州市信息化领导小组办公室2026年1月5日印发",
    ]
    assert "此复。" in texts
    assert not any("印发" in line.text for page in pages[:-1] for line in page.lines)


def test_the_imprint_has_strong_outer_and_thin_inner_lines(approval):
    """7.4.1: 0.35 mm outside, 0.25 mm between."""
    pdf = render_paper(approval())
    place = len(read(pdf)) - 1
    lower = [ink(pdf, place, (100, LOWER - 1, 101, LOWER + 1))]
    assert lower[0][1] - lower[0][0] == approx(0.35, abs=0.1)
    assert lower[0][1] == approx(LOWER, abs=0.1)


def test_page_numbers_stand_outside_7_mm_below_the_type_area(full):
    """7.5: — 1 —, one character in, right on odd pages and left on even ones."""
    for number, page in enumerate(full["pages"], 1):
        line = page.lines[-1]
        assert line.text == f"— {number} —"
        assert (line.font, line.size) == ("egov-Song", approx(14, abs=0.01))
        inset = ODD[1] - line.right if number % 2 else line.left - EVEN[0]
        assert inset == approx(14 / 72 * 25.4, abs=0.05)
        dash, _ = ink(full["pdf"], number - 1, (line.left, LOWER + 1, line.left + 3.5, 280))
        assert dash - LOWER == approx(7, abs=0.15)


def test_the_paper_reads_as_it_was_written(approval):
    paper = approval(date=dt.date(2026, 11, 22))
    text = "".join(line.text for page in read(render_paper(paper)) for line in page.lines)
    for words in (
        "你单位《江州市大数据管理局关于申请全市政务数据共享交换平台（二期）项目立项的请示》（江数字〔2025〕38号）收悉。经研究，批复如下：",
        "三、总投资及资金来源",
        "附件：1. 专家论证意见2. 项目投资估算表",
        "2026年11月22日",
        "（此件公开发布）",
        "市电子政务专项资金800.00",
    ):
        assert words in text


def test_the_head_of_a_long_table_repeats(approval):
    table = approval().sections[2].table
    rows = tuple((f"第{n}批专项资金", f"{n}.00") for n in range(60))
    section = Section(
        heading="资金来源",
        text="如下表。",
        table=type(table)(columns=table.columns, rows=rows, caption="资金来源表"),
    )
    pages = read(render_paper(approval(sections=(section,))))
    heads = [sum("金额（万元）" in line.text for line in page.lines) for page in pages]
    assert sum(heads) >= 2
    assert max(heads) == 1


@pytest.mark.parametrize(
    ("rows", "text", "together"), [(10, "四字内容", True), (11, "四字", False), (6, "很长的意见" * 12, False)]
)
def test_a_table_stays_on_one_page_only_while_that_leaves_no_half_of_one_empty(rows, text, together):
    table = Table(columns=(Column(label="意见"),), rows=((text,),) * rows)
    assert table.is_short is together
