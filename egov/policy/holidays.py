"""The public holidays that the State Council's office has announced, with the weekend days worked for them.

The yearly notice comes in the November before. Later years are entered by hand until they stand here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Break:
    """The free days of one holiday, both ends included, and the weekend days that are worked instead."""

    name: str
    first: date
    last: date
    worked: tuple[date, ...] = ()

    def days(self) -> Iterator[tuple[date, bool]]:
        """Yield each day that is not as its weekday, and whether it is worked."""
        for passed in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=passed), False
        for day in self.worked:
            yield day, True


def _break(name: str, year: int, first: str, last: str, *worked: str) -> Break:
    days = [date.fromisoformat(f"{year}-{text}") for text in (first, last, *worked)]
    return Break(name, days[0], days[1], tuple(days[2:]))


ANNOUNCED: dict[int, tuple[Break, ...]] = {
    2024: (
        _break("元旦", 2024, "01-01", "01-01"),
        _break("春节", 2024, "02-10", "02-17", "02-04", "02-18"),
        _break("清明节", 2024, "04-04", "04-06", "04-07"),
        _break("劳动节", 2024, "05-01", "05-05", "04-28", "05-11"),
        _break("端午节", 2024, "06-10", "06-10"),
        _break("中秋节", 2024, "09-15", "09-17", "09-14"),
        _break("国庆节", 2024, "10-01", "10-07", "09-29", "10-12"),
    ),
    2025: (
        _break("元旦", 2025, "01-01", "01-01"),
        _break("春节", 2025, "01-28", "02-04", "01-26", "02-08"),
        _break("清明节", 2025, "04-04", "04-06"),
        _break("劳动节", 2025, "05-01", "05-05", "04-27"),
        _break("端午节", 2025, "05-31", "06-02"),
        _break("国庆节、中秋节", 2025, "10-01", "10-08", "09-28", "10-11"),
    ),
    2026: (
        _break("元旦", 2026, "01-01", "01-03", "01-04"),
        _break("春节", 2026, "02-15", "02-23", "02-14", "02-28"),
        _break("清明节", 2026, "04-04", "04-06"),
        _break("劳动节", 2026, "05-01", "05-05", "05-09"),
        _break("端午节", 2026, "06-19", "06-21"),
        _break("中秋节", 2026, "09-25", "09-27"),
        _break("国庆节", 2026, "10-01", "10-07", "09-20", "10-10"),
    ),
}


def source_of(year: int) -> str:
    """Return the notice from which a year's arrangement comes."""
    return f"国务院办公厅关于{year}年部分节假日安排的通知"
