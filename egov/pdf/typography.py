"""Chinese numbers and dates, and how a red head and a title fill their lines."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import ceil, inf

DIGITS = "零一二三四五六七八九"

LINE_WIDTH = 442.2  # points: 156 mm
MARK_WIDTH = 430.0  # points; a red head keeps a little air on both sides
MARK_LINE_HEIGHT = 1.15
MARK_TALLEST = 60  # points; 7.2.4 leaves the size to taste, 22 mm is the custom's limit
MARK_TALLEST_OF_TWO = 36
MARK_NARROWEST = 0.62  # how far the letters of a long name are narrowed before they get smaller
MARK_LONGEST_LINE = 24  # characters
TITLE_SIZES = ((22, 36), (18, 30), (16, 26), (14, 21))
"""Points of the letters and of the line. 7.3.1 asks for 22; a longer title gives way to the body (7.3.3)."""

OPENING = "（《“‘〔「『"
CLOSING = "）》”’〕」』，。、；：！？％%"
QUOTES = (("（", "）"), ("《", "》"), ("“", "”"), ("‘", "’"))
# No line of a title begins or ends inside one of these.
# fmt: off
WORDS = (
    "关于", "立项", "批复", "项目", "建设", "平台", "系统", "工程", "政务", "数据", "信息", "服务",
    "管理", "共享", "交换", "监管", "监测", "智慧", "城市", "公共", "资源", "综合", "办公",
    "办公室", "领导", "小组", "财政", "审计", "大厅", "中心", "应用", "改造", "升级", "扩建",
    "新建", "改建", "二期", "一期", "三期", "电子", "网络", "安全", "基础", "支撑", "协同", "审批",
    "社区", "医疗", "教育", "交通", "应急", "指挥", "档案", "人口", "法人", "地理", "空间", "请示",
    "报告", "通知", "意见", "管理局", "委员会",
)
# fmt: on
PENALTY_INSIDE_WORD = 90.0
PENALTY_INSIDE_QUOTES = 40.0
PENALTY_ANYWHERE = 20.0


def chinese_number(number: int) -> str:
    """The numeral of a section from 1 to 99: 一, 十, 十二, 二十, 三十四."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")


def chinese_date(day: dt.date) -> str:
    """7.3.5.4: Arabic digits, the year in full, no leading zeros: 2026年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def width(text: str) -> float:
    """The width of the text in characters; ASCII counts half."""
    return sum(0.5 if character.isascii() else 1 for character in text)


# --- Red head ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
    """The name in the red head, fitted to the line: size in points, narrowing, and how it is split."""

    lines: list[str]
    size: int
    stretch: float

    @property
    def box(self) -> float:
        """Points that the longest line takes before it is narrowed."""
        return self.size * max(map(width, self.lines))

    @property
    def height(self) -> float:
        """Points from the top of the first line to the foot of the last."""
        return self.size * MARK_LINE_HEIGHT * len(self.lines)

    @property
    def left(self) -> float:
        """Points to the left of the narrowed lines, so that they stand in the middle."""
        return (LINE_WIDTH - self.box * self.stretch) / 2

    @property
    def style(self) -> str:
        return (
            f"font-size: {self.size}pt; line-height: {MARK_LINE_HEIGHT}; width: {self.box:.2f}pt; "
            f"margin-left: {self.left:.2f}pt; transform: scaleX({self.stretch:.3f})"
        )


def fit_mark(name: str) -> Mark:
    """Fit the name of an organ to the red head: narrower first, then smaller, then in two lines."""
    one_line = width(name) <= MARK_LONGEST_LINE
    lines = [name] if one_line else break_evenly(name, 2, MARK_LONGEST_LINE)
    longest = max(map(width, lines))
    tallest = MARK_TALLEST if one_line else MARK_TALLEST_OF_TWO
    size = min(tallest, int(MARK_WIDTH / (longest * MARK_NARROWEST)))
    return Mark(lines, size, min(1.0, MARK_WIDTH / (longest * size)))


# --- Title ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Title:
    """A title in the size that leaves room for what follows: points of its letters and of its lines."""

    lines: list[str]
    size: int
    line_height: int

    @property
    def height(self) -> int:
        """Points from the top of the first line to the foot of the last."""
        return self.line_height * len(self.lines)

    @property
    def style(self) -> str:
        return f"font-size: {self.size}pt; line-height: {self.line_height}pt"


def fit_title(title: str, room: float = inf) -> Title:
    """Break a title between words into lines of like length (7.3.1), no higher than ``room`` in points.

    What is too high at every size comes in the smallest.
    """
    for size, line_height in TITLE_SIZES:
        longest = int(LINE_WIDTH / size)
        lines = break_evenly(title, max(1, ceil(width(title) / longest)), longest)
        fitted = Title(lines, size, line_height)
        if fitted.height <= room:
            break
    return fitted


def break_evenly(text: str, count: int, longest: int) -> list[str]:
    """Split the text into that many lines, more if words force it, none wider than the longest."""
    mean = width(text) / count

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[int, ...]]:
        """The least ugliness of the text from there in so many lines, and where they end."""
        if lines == 1:
            last = width(text[start:])
            return ((last - mean) ** 2, (len(text),)) if last <= longest else (inf, ())
        options: list[tuple[float, tuple[int, ...]]] = [(inf, ())]
        for end in range(start + 1, min(start + 2 * longest, len(text) - 1) + 1):
            line = text[start:end]
            if width(line) <= longest and _may_break(text, end):
                rest, ends = best(end, lines - 1)
                options.append(((width(line) - mean) ** 2 + _penalty(line, text[end:]) + rest, (end, *ends)))
        return min(options)

    ugliness, ends = best(0, count)
    if ugliness < inf:
        return [text[start:end] for start, end in pairwise((0, *ends))]
    return break_evenly(text, count + 1, longest) if count < len(text) else [text]


def _may_break(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    within_number = before.isascii() and after.isascii()
    return not (within_number or before in OPENING or after in CLOSING or after == "的")


def _penalty(line: str, following: str) -> float:
    if any(_splits(word, line, following) for word in WORDS):
        return PENALTY_INSIDE_WORD
    if unclosed := sum(line.rfind(opening) > line.rfind(closing) for opening, closing in QUOTES):
        return PENALTY_INSIDE_QUOTES * unclosed
    if following.startswith(("关于", "《", "立项")) or line.endswith(("关于", "》", "、", "）")):
        return 0.0
    ends_a_word = any(line.endswith(word) for word in WORDS)
    return PENALTY_ANYWHERE / 2 if ends_a_word else PENALTY_ANYWHERE


def _splits(word: str, line: str, following: str) -> bool:
    return any(
        line.endswith(word[:place]) and following.startswith(word[place:]) for place in range(1, len(word))
    )
