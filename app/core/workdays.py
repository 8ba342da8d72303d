"""Working days: Monday to Friday, without the public holidays of the Netherlands (Algemene termijnenwet, art. 3)."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NL", years=year).keys())


def is_workday(day: date, closed: Collection[date] = ()) -> bool:
    return day.weekday() < 5 and day not in closed and day not in _holidays(day.year)


def workdays_after(day: date, count: int, closed: Collection[date] = ()) -> date:
    """The day that lies `count` working days after `day`; `closed` holds the shop's own closed days."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day, closed)
    return day


def workdays_between(start: date, end: date, closed: Collection[date] = ()) -> int:
    """How many working days lie after `start`, up to and including `end`; 0 when `end` is not later."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_workday(day, closed) for day in days)
