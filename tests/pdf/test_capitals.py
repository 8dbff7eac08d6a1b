from decimal import Decimal

import pytest

from egov.pdf.capitals import in_capitals


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10", "壹拾元整"),
        ("105.20", "壹佰零伍元贰角整"),
        ("1200000", "壹佰贰拾万元整"),
        ("1200500", "壹佰贰拾万零伍佰元整"),
        ("100000000", "壹亿元整"),
        ("100010001.01", "壹亿零壹万零壹元零壹分"),
        ("9876543.21", "玖佰捌拾柒万陆仟伍佰肆拾叁元贰角壹分"),
        ("20000001.10", "贰仟万零壹元壹角整"),
    ],
)
def test_amounts_are_written_in_capitals(amount, words):
    assert in_capitals(Decimal(amount)) == f"人民币{words}"
