"""Amounts, dates and durations as plain text, the way people write them in the active language."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

DASH = "—"
TEN_THOUSAND = Decimal(10_000)


def in_chinese() -> bool:
    """Whether the active language is one of the Chinese ones."""
    return (get_language() or "").startswith("zh")


def grouped(number: Decimal, least: int = 2, most: int = 6) -> str:
    """Write with thousands separators and no trailing zeros beyond ``least`` decimals."""
    whole, _point, fraction = f"{number:,.{most}f}".partition(".")
    fraction = fraction.rstrip("0").ljust(least, "0")
    return f"{whole}.{fraction}" if fraction else whole


def number(value: Decimal) -> str:
    """``10,000,000``, ``66.67``, ``0.0005``: two decimals, of what is below one all that count."""
    return grouped(value, 0, 2 if abs(value) >= 1 else 6)


def yuan(amount: Decimal | int | None) -> str:
    """Exact yuan: ``1,234,560.00 元``, in English ``CNY 1,234,560.00``."""
    if amount is None:
        return DASH
    return _("CNY %(amount)s") % {"amount": grouped(Decimal(amount), 2, 2)}


def wan(amount: Decimal | int | None, places: int | None = None) -> str:
    """万元 in Chinese, exact unless ``places`` fixes the decimals; plain yuan in English."""
    if amount is None or not in_chinese():
        return yuan(amount)
    least, most = (2, 6) if places is None else (places, places)
    return _("%(amount)s ten thousand yuan") % {
        "amount": grouped(Decimal(amount) / TEN_THOUSAND, least, most)
    }


def share_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return how much of the whole the part is, in percent; None where there is no whole."""
    return part * 100 / whole if whole else None


def percent(share: Decimal | None) -> str:
    """``63.2%``; cut, not rounded, so that only what is complete reads 100.0%."""
    if share is None:
        return DASH
    return f"{share.quantize(Decimal('0.1'), rounding=ROUND_DOWN)}%"


def listed(items: Iterable[object]) -> str:
    """Names one after the other, as the language parts them: ``甲、乙`` or ``A, B``."""
    return pgettext("between the items of a list", ", ").join(str(item) for item in items)


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def day(value: date | datetime | None) -> str:
    """``2026年11月22日`` or ``22 November 2026``."""
    if value is None:
        return DASH
    value = _local(value).date() if isinstance(value, datetime) else value
    return _written(value, pgettext("date format", "j F Y"), get_language())


def span(first: date, last: date) -> str:
    """``2026年9月20日 – 2026年10月5日``."""
    return f"{day(first)} – {day(last)}"


def month(value: date) -> str:
    """``2026年11月`` or ``November 2026``."""
    return _written(value, pgettext("date format", "F Y"), get_language())


def moment(value: datetime | None) -> str:
    """``2026年11月22日 09:05``, in the time of this installation."""
    if value is None:
        return DASH
    minute = _local(value).replace(second=0, microsecond=0, tzinfo=None)
    return _written(minute, pgettext("date format", "j F Y, H:i"), get_language())


@lru_cache(maxsize=4096)
def _written(value: date | datetime, pattern: str, _language: str | None) -> str:
    """Write a date; the same few days come up on every line of every list."""
    return date_format(value, pattern, use_l10n=False)


def ago(value: datetime, now: datetime | None = None) -> str:
    """How long ago, in one unit; beyond 30 days the day itself."""
    passed = (now or timezone.now()) - value
    minutes, hours = int(passed.total_seconds() // 60), int(passed.total_seconds() // 3600)
    if minutes < 1:
        return _("just now")
    if hours < 1:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    if hours < 24:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    if passed <= timedelta(days=30):
        return ngettext("%(n)d day ago", "%(n)d days ago", passed.days) % {"n": passed.days}
    return day(value)


def days_until(value: date | datetime, today: date | None = None) -> int:
    """Calendar days from today to the day of ``value``; negative when it is past."""
    target = _local(value).date() if isinstance(value, datetime) else value
    return (target - (today or timezone.localdate())).days


def time_left(days: int) -> str:
    """``还剩 3 天``, ``今天到期``, ``逾期 2 天``."""
    if days < 0:
        return ngettext("%(n)d day overdue", "%(n)d days overdue", -days) % {"n": -days}
    if days == 0:
        return _("due today")
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


def file_size(size: int) -> str:
    """``812 KB`` or ``3.4 MB``; a binary unit, as file managers show it."""
    if size < 1024:
        return f"{size} B"
    if size < 1024**2:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024**2:.1f} MB"
