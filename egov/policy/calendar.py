"""Working days, by an editable table: the yearly 调休 is only known once it is announced."""

from calendar import monthrange
from datetime import date, timedelta

from egov.policy.models import Holiday

SATURDAY = 5


def add_working_days(start: date, count: int) -> date:
    """Return the ``count``-th working day after ``start``, which itself does not count."""
    horizon = start + timedelta(days=count * 2 + 30)
    special = {h.day: h.is_worked for h in Holiday.objects.filter(day__gt=start, day__lte=horizon)}
    day = start
    while count > 0:
        day += timedelta(days=1)
        if special.get(day, day.weekday() < SATURDAY):
            count -= 1
    return day


def working_days_before(end: date, count: int) -> date:
    """Return the ``count``-th working day before ``end``, which itself does not count."""
    horizon = end - timedelta(days=count * 2 + 30)
    special = {h.day: h.is_worked for h in Holiday.objects.filter(day__gte=horizon, day__lt=end)}
    day = end
    while count > 0:
        day -= timedelta(days=1)
        if special.get(day, day.weekday() < SATURDAY):
            count -= 1
    return day


def add_months(start: date, count: int) -> date:
    """Return the same day ``count`` months later, or the last of that month where it is shorter."""
    months = start.year * 12 + start.month - 1 + count
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
