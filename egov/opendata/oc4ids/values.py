"""The small shapes of OC4IDS: amounts, moments, periods. What is empty is left out, as the schema wants."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone

Data = dict[str, Any]


def pruned(data: Data) -> Data:
    """Return the data without what is empty."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def value(amount: Decimal | None) -> Data | None:
    """Return yuan as an amount."""
    return None if amount is None else {"amount": float(amount), "currency": "CNY"}


def instant(when: datetime | date | None) -> str | None:
    """Return a moment, or the beginning of a day, with the offset of this place."""
    if when is None:
        return None
    if not isinstance(when, datetime):
        when = timezone.make_aware(datetime.combine(when, time.min))
    return timezone.localtime(when).isoformat(timespec="seconds")


def period(start: datetime | date | None, end: datetime | date | None) -> Data:
    return pruned({"startDate": instant(start), "endDate": instant(end)})
