"""Amounts in capital numerals, as contracts and awards write them beside the figures."""

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def in_capitals(amount: Decimal) -> str:
    """Write an amount of yuan, not negative, to the fen: 人民币壹佰贰拾万零伍佰元整."""
    fen = int((amount * 100).to_integral_value())
    yuan, jiao, rest = fen // 100, fen // 10 % 10, fen % 10
    text = f"{_whole(yuan)}元" if yuan else ""
    if not jiao and not rest:
        return f"人民币{text or '零元'}整"
    middle = f"{DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return f"人民币{text}{middle}{f'{DIGITS[rest]}分' if rest else '整'}"


def _whole(number: int) -> str:
    text, gap = "", False
    for place in reversed(range(len(GROUPS))):
        group = number // 10_000**place % 10_000
        if group:
            # A group that does not fill its four places is set off by one zero.
            text += ("零" if text and (gap or group < 1000) else "") + _group(group) + GROUPS[place]
        gap = not group
    return text


def _group(number: int) -> str:
    text, gap = "", False
    for place in reversed(range(4)):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if text and gap else "") + DIGITS[digit] + PLACES[place]
        gap = not digit
    return text
