import datetime as dt

import pytest

from egov.pdf.papers import OfficialPaper
from egov.pdf.papers.parts import Paragraph, paragraphs
from egov.pdf.typography import LINE_WIDTH, chinese_date, chinese_number, fit_mark, fit_title, width


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")]
)
def test_sections_are_counted_in_chinese(number, text):
    assert chinese_number(number) == text


def test_dates_have_no_leading_zeros():
    assert chinese_date(dt.date(2026, 1, 5)) == "2026年1月5日"


@pytest.mark.parametrize("length", [2, 5, 7, 8, 12, 17, 24, 25, 34, 48])
def test_every_red_head_fits_its_line(length):
    mark = fit_mark("江" * (length - 2) + "文件")
    assert mark.box * mark.stretch <= LINE_WIDTH
    assert mark.left >= 0
    assert mark.size <= 60
    assert mark.stretch >= 0.6
    assert len(mark.lines) == (1 if length <= 24 else 2)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于市民卡项目立项的批复", ["关于市民卡项目立项的批复"]),
        (
            "江州市信息化领导小组办公室关于全市政务数据共享交换平台（二期）项目立项的批复",
            ["江州市信息化领导小组办公室关于全市政务", "数据共享交换平台（二期）项目立项的批复"],
        ),
        (
            "江州市信息化领导小组办公室关于江州市市场监督管理局食品安全监管信息系统升级改造项目立项的批复",
            None,
        ),
        ("关于“江州市‘一网通办’‘一网统管’综合管理平台”建设工程（三期）项目立项的批复", None),
    ],
)
def test_titles_break_between_words_and_evenly(title, lines):
    broken = fit_title(title).lines
    assert "".join(broken) == title
    assert max(map(width, broken)) <= 20
    assert lines in (None, broken)
    assert not any(line[0] in "的，、）》”’" or line[-1] in "（《“‘" for line in broken)


def test_a_title_without_any_place_to_break_stays_whole():
    assert fit_title("A" * 60).lines == ["A" * 60]


@pytest.mark.parametrize(("room", "size"), [(150, 22), (125, 18), (80, 16), (70, 14), (10, 14)])
def test_a_title_gets_smaller_until_it_leaves_room(room, size):
    title = fit_title(
        "江州市信息化领导小组办公室关于全市政务数据共享交换平台（二期）项目立项的批复" * 2, room
    )
    assert title.size == size
    assert max(map(width, title.lines)) * size <= LINE_WIDTH
    assert title.height <= max(room, 63)


def test_the_second_level_leads_its_paragraph():
    assert paragraphs("（一）建设内容。汇聚数据。\n\n 1. 基础库。") == [
        Paragraph("（一）建设内容。", "汇聚数据。"),
        Paragraph("", "1. 基础库。"),
    ]


def test_a_paper_names_its_template():
    assert OfficialPaper.template == "documents/official.html"
