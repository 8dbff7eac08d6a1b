from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from egov.ui import formats

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # in Beijing


def render(source: str, **context) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("1234560.00", "123.456 万元"),
        ("0", "0.00 万元"),
        ("0.01", "0.000001 万元"),
        ("12345600000.00", "1,234,560.00 万元"),
        ("11268888.88", "1,126.888888 万元"),
    ],
)
def test_chinese_amounts_are_exact_in_wan(amount, shown):
    assert formats.wan(Decimal(amount)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("66.6666", "66.67"),
        ("10000000.0000", "10,000,000"),
        ("90", "90"),
        ("0.0005", "0.0005"),
        ("2.50", "2.5"),
    ],
)
def test_the_number_of_a_rule_is_written_as_people_write_it(value, shown):
    assert formats.number(Decimal(value)) == shown


def test_amounts_follow_the_language():
    amount = Decimal("1234560.00")
    with translation.override("en"):
        assert formats.wan(amount) == "CNY 1,234,560.00"
    with translation.override("zh-hant"):
        assert formats.wan(amount).startswith("123.456 ")
    assert formats.wan(amount, places=2) == "123.46 万元"
    assert formats.wan(None) == "—"


def test_an_amount_on_a_page_carries_its_exact_yuan():
    shown = render(
        "{{ amount|wan }}{{ amount|wan:2 }}{{ none|wan }}{{ none|yuan }}",
        amount=Decimal(1234560),
        none=None,
    )
    assert '<span class="amount" title="1,234,560.00 元">123.456 万元</span>' in shown
    assert ">123.46 万元</span>——" in shown


def test_dates_are_written_as_people_write_them():
    late = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)  # already the 23rd in Beijing
    assert (formats.day(date(2026, 11, 22)), formats.day(late)) == ("2026年11月22日", "2026年11月23日")
    assert formats.moment(late) == "2026年11月23日 01:30"
    with translation.override("en"):
        assert formats.day(date(2026, 11, 2)) == "2 November 2026"
        assert formats.moment(late) == "23 November 2026, 01:30"
    assert formats.day(None) == formats.moment(None) == "—"


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=20), "刚刚"),
        (timedelta(minutes=59), "59 分钟前"),
        (timedelta(hours=23), "23 小时前"),
        (timedelta(days=3, hours=5), "3 天前"),
        (timedelta(days=31), "2026年10月22日"),
        (timedelta(seconds=-30), "刚刚"),
    ],
)
def test_how_long_ago(passed, said):
    assert formats.ago(NOON - passed, now=NOON) == said


@pytest.mark.parametrize(("days", "said"), [(3, "还剩 3 天"), (0, "今天到期"), (-2, "逾期 2 天")])
def test_how_much_time_is_left(days, said):
    today = date(2026, 11, 22)
    assert formats.time_left(formats.days_until(today + timedelta(days=days), today)) == said


def test_an_overdue_date_is_marked_by_word_and_tone():
    shown = render("{{ day|due }}", day=date(2020, 1, 1))
    assert "due-over" in shown
    assert "逾期" in shown
    assert render("{{ day|due }}{{ day|since }}", day=None) == "——"


def test_sizes_are_short():
    assert [formats.file_size(n) for n in (12, 2048, 3_565_158)] == ["12 B", "2 KB", "3.4 MB"]


def test_an_icon_is_drawn_and_silent():
    shown = render('{% icon "check" %}')
    assert shown.startswith("<svg")
    assert 'aria-hidden="true"' in shown
    assert "<path d=" in shown


def test_a_tone_that_does_not_exist_is_noticed():
    with pytest.raises(TemplateSyntaxError, match="No tone"):
        render('{% stage_badge "草稿" "pink" %}')
