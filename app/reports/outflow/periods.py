"""Periods of a report: fixed ones that nest, and any range of days for readers of exact figures.

Every fixed period consists of whole months, so that suppression can be consistent across all of them (TRUST 24).
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

Month = int  # months since the year 0, so that consecutive months differ by one

CODE_PATTERN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])|-Q(?P<quarter>[1-4])|-(?P<until>\d{4}))?")
ALL = "all"
MAX_MONTHS = 24  # in one chart; a longer period is shown in quarters or years


def month_of(day: date) -> Month:
    return day.year * 12 + day.month - 1


def first_day(month: Month) -> date:
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: Month) -> date:
    year, index = divmod(month, 12)
    return date(year, index + 1, monthrange(year, index + 1)[1])


@dataclass(frozen=True)
class Period:
    """From `start` up to and including `end`. `code` names a fixed period; a free range of days has none."""

    start: date
    end: date
    code: str = ""

    @property
    def months(self) -> tuple[Month, Month]:
        """First and last month."""
        return month_of(self.start), month_of(self.end)

    @property
    def query(self) -> str:
        """The query string of a URL."""
        return f"period={self.code}" if self.code else f"since={self.start}&until={self.end}"

    @property
    def file_part(self) -> str:
        return self.code or f"{self.start}-{self.end}"


def month_range(first: Month, last: Month, code: str) -> Period:
    """The period from the first day of one month up to and including the last day of another."""
    return Period(first_day(first), last_day(last), code)


def is_whole_years(months: tuple[Month, Month]) -> bool:
    """Whether the months, from the first up to and including the last, make up one year or several."""
    return months[0] % 12 == 0 and months[1] % 12 == 11


def month(m: Month) -> Period:
    return month_range(m, m, f"{m // 12}-{m % 12 + 1:02}")


def quarter(m: Month) -> Period:
    """The quarter that contains the month."""
    first = m - m % 3
    return month_range(first, first + 2, f"{m // 12}-Q{first % 12 // 3 + 1}")


def years(first: int, last: int) -> Period:
    """One year, or a range of years."""
    return month_range(first * 12, last * 12 + 11, f"{first}" if first == last else f"{first}-{last}")


@dataclass(frozen=True)
class Calendar:
    """The fixed periods of a shop, from the year of its first figures up to and including the current month."""

    since: date
    today: date

    @property
    def year_numbers(self) -> range:
        return range(min(self.since.year, self.today.year), self.today.year + 1)

    @property
    def months(self) -> range:
        return range(self.year_numbers[0] * 12, month_of(self.today) + 1)

    @property
    def whole(self) -> Period:
        """Since the opening: the same months as the range of all years."""
        every = years(self.year_numbers[0], self.year_numbers[-1])
        return Period(every.start, every.end, ALL)

    def ranges(self) -> Iterator[Period]:
        numbers = self.year_numbers
        yield from (years(a, b) for a in numbers for b in numbers if a < b)

    def choices(self) -> list[tuple[str, list[Period]]]:
        """The periods to choose from, latest first, in the groups "all", "year", "range", "quarter" and "month"."""
        newest = [*reversed(self.months)]
        quarters = dict.fromkeys(quarter(m) for m in newest)
        groups = [
            ("all", [self.whole]),
            ("year", [years(y, y) for y in reversed(self.year_numbers)]),
            ("range", [*self.ranges()][::-1]),
            ("quarter", [*quarters]),
            ("month", [month(m) for m in newest]),
        ]
        return [(name, periods) for name, periods in groups if periods]

    def named(self, code: str) -> Period | None:
        """The fixed period with that code; None if this shop does not have it."""
        if code == ALL:
            return self.whole
        if not (found := CODE_PATTERN.fullmatch(code)):
            return None
        year, last = int(found["year"]), int(found["until"] or found["year"])
        if not self.year_numbers[0] <= year <= last <= self.year_numbers[-1]:
            return None
        if found["until"]:
            return years(year, last) if year < last else None
        if not (found["month"] or found["quarter"]):
            return years(year, year)
        index = int(found["month"]) - 1 if found["month"] else int(found["quarter"]) * 3 - 3
        chosen = year * 12 + index
        if chosen not in self.months:
            return None
        return month(chosen) if found["month"] else quarter(chosen)


def subperiods(period: Period, today: date, *, only_years: bool = False) -> list[Period]:
    """The periods of the bars in a chart: months, or quarters or years in a long period. Clipped to a free range."""
    first, last = month_of(period.start), month_of(min(period.end, max(today, period.start)))
    if only_years:
        found = [years(y, y) for y in range(first // 12, last // 12 + 1)]
    elif last - first < MAX_MONTHS:
        found = [month(m) for m in range(first, last + 1)]
    elif last - first < MAX_MONTHS * 3:
        found = [*dict.fromkeys(quarter(m) for m in range(first, last + 1))]
    else:
        found = [years(y, y) for y in range(first // 12, last // 12 + 1)]
    if period.code:
        return found
    clipped = [Period(max(p.start, period.start), min(p.end, period.end), p.code) for p in found]
    return [p if p in found else Period(p.start, p.end) for p in clipped]


def rows_url(path: str, measure: StrEnum, period: Period, organisation: str = "", kind: str = "") -> str:
    """The URL of the rows behind a figure. `organisation` and `kind` are keys."""
    asked = {"measure": measure.value, "since": period.start, "until": period.end}
    more = {"organisation": organisation, "kind": kind}
    return f"{path}?{urlencode(asked | {name: key for name, key in more.items() if key})}"
