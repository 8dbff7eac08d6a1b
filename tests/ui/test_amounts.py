from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from egov.ui import formats
from egov.ui.amounts import AmountError, parse_amount
from egov.ui.forms import AmountField, understood

yuan = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", "0.00"),
        ("1234.5", "1234.50"),
        ("1,234.5", "1234.50"),
        ("1 234.5", "1234.50"),
        ("1\u3000234.5", "1234.50"),
        ("\uff11\uff0c\uff12\uff13\uff14\uff0e\uff15", "1234.50"),
        ("1.5万", "15000.00"),
        ("1.5 万元", "15000.00"),
        ("1.5萬圓", "15000.00"),
        ("3亿", "300000000.00"),
        ("3.2億元", "320000000.00"),
        ("1234元", "1234.00"),
        ("¥1,000", "1000.00"),
        ("\uffe5 1,000", "1000.00"),
        ("人民币 1,000 元", "1000.00"),
        ("0.000001万", "0.01"),
        ("+5", "5.00"),
        ("０１２３４５６７８９", "123456789.00"),
        ("0" * 5000 + "7", "7.00"),
        ("1." + "0" * 5000, "1.00"),
        ("999,999,999,999.99", "999999999999.99"),
    ],
)
def test_an_amount_is_understood(text, amount):
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1,23",
        "12,34,567",
        "1.2.3",
        "1.5千",
        "1e3",
        "万",
        "1,234 567",
        "1.5万亿",
        "٣x",
        "٣",
        "1e999999",
        "९万",
        "1..2",
        "Infinity",
        "NaN",
    ],
)
def test_what_is_no_amount_is_refused_with_an_example(text):
    with translation.override("en"), pytest.raises(AmountError, match="Write it like 1,234"):
        parse_amount(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("-5", "negative"),
        ("0.001", "one fen"),
        ("1.0000001万", "one fen"),
        ("1." + "0" * 40 + "1万", "one fen"),
        ("9" * 30, "too large"),
        ("1" * 5000, "too large"),
        ("9" * 5000 + ".001亿", "too large"),
        ("1000000000000", "too large"),
        ("1万亿", "Write it like"),
        ("10000亿", "too large"),
    ],
)
def test_an_impossible_amount_says_why(text, why):
    with translation.override("en"), pytest.raises(AmountError, match=why):
        parse_amount(text)


def test_the_refusal_speaks_the_readers_language():
    with translation.override("zh-hans"), pytest.raises(AmountError, match="金额不能为负数"):
        parse_amount("-5")


@given(yuan)
def test_every_amount_survives_being_written_and_read(amount):
    field = AmountField()
    with translation.override("zh-hans"):
        for written in (f"{amount}", f"{amount:,}", field.widget.format_value(amount), formats.yuan(amount)):
            assert field.clean(written) == amount
        assert parse_amount(formats.wan(amount)) == amount


@given(yuan)
def test_the_field_sees_no_change_in_what_it_wrote_itself(amount):
    field = AmountField()
    assert not field.has_changed(amount, field.widget.format_value(amount))


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_a_polite_refusal(text):
    try:
        amount = parse_amount(text)
    except AmountError:
        return
    assert amount >= 0
    assert amount == amount.quantize(Decimal("0.01"))


def test_what_was_understood_is_repeated():
    with translation.override("zh-hans"):
        assert understood("1.5万") == "1.50 万元 = 15,000.00 元"
        assert understood("1,23") == ""
    with translation.override("en"):
        assert understood("1.5万") == "CNY 15,000.00"
